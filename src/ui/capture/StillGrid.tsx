/** Stills as pictures: open one, or choose several for a ZIP. */
import { useState } from 'react';
import { words } from '#words/words.ts';
import { deleteWithUndo, useHidden } from '../hands/undo.ts';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { inDay } from '../replay/in-words.ts';
import { EmptyStills } from '../welcome/EmptyStills.tsx';
import { download } from './download.ts';

export function StillGrid({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const house = useHouse();
  const commands = useCommands();
  const isHidden = useHidden();
  const stills = useConductor('library', library => library.stills).filter(
    ({ id }) => !isHidden(`still ${id}`),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = stills.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const toggle = (id: string) =>
    setChosen(new Set(chosen.has(id) ? [...chosen].filter(c => c !== id) : [...chosen, id]));
  const saveZip = async () => {
    const zip = await commands.zipStills(ids);
    if (zip) download(zip, 'rimlight-stills.zip');
  };
  if (stills.length === 0) return <EmptyStills />;
  return (
    <>
      <div className="row">
        <button
          type="button"
          onClick={() => setChosen(new Set(ids.length === stills.length ? [] : stills.map(({ id }) => id)))}
        >
          {ids.length === stills.length ? words('Choose none') : words('Choose all')}
        </button>
        <button type="button" className="primary" disabled={ids.length === 0} onClick={() => void saveZip()}>
          {words('Save {count} as ZIP', { count: ids.length })}
        </button>
        <button
          type="button"
          disabled={ids.length === 0}
          onClick={() => {
            setChosen(new Set());
            deleteWithUndo(
              house,
              ids.map(id => `still ${id}`),
              {
                said:
                  ids.length === 1
                    ? words('Deleted one still.')
                    : words('Deleted {count} stills.', { count: ids.length }),
                doIt: async () => {
                  for (const id of ids) await commands.deleteStill(id);
                },
              },
            );
          }}
        >
          {words('Delete')}
        </button>
      </div>
      <ul className="stills">
        {stills.map(({ id, takenAtS, caseLabel, station, thumbnailUrl }) => (
          <li key={id} data-chosen={chosen.has(id)}>
            <button type="button" className="plain still-open" onClick={() => onOpen(id)}>
              <img
                src={thumbnailUrl}
                alt={words('Still of {takenAtS}, {station}', {
                  takenAtS: inDay(takenAtS),
                  station: words(station),
                })}
              />
            </button>
            <label className="check">
              <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
              <span>
                {caseLabel || words('no label')} · {words(station)}
                <br />
                <span className="hint">{inDay(takenAtS)}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
