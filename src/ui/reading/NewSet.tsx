/** A new set: which stills, which of their pictures, how many shown twice. */

import { useEffect, useState } from 'react';
import { type ReadingPicture, readingLimits, readingPictures } from '#model/reading.ts';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { useCommands, useConductor } from '../house.ts';
import { inDay } from '../replay/in-words.ts';
import { EmptyStills } from '../welcome/EmptyStills.tsx';
import { useReadingCommands } from './reading-context.ts';
import { pictureWords } from './words.ts';
import '../capture/library.css';

const repeatShares = [
  ['0', 'None'],
  ['0.1', 'One in ten'],
  ['0.2', 'One in five'],
  ['0.5', 'Half of them'],
] as const;
type RepeatShare = (typeof repeatShares)[number][0];

export function NewSet({ onDone }: { readonly onDone: () => void }) {
  const { refreshLibrary } = useCommands();
  const { create } = useReadingCommands();
  const stills = useConductor('library', library => library.stills);
  const problem = useConductor('problems', ({ problems }) => problems.find(({ id }) => id === 'reading-set'));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [picture, setPicture] = useState<ReadingPicture>('picture');
  const [repeats, setRepeats] = useState<RepeatShare>('0');
  const [isMaking, setMaking] = useState(false);
  useEffect(() => void refreshLibrary(), [refreshLibrary]);

  const ids = stills.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const toggle = (id: string) =>
    setChosen(new Set(chosen.has(id) ? [...chosen].filter(other => other !== id) : [...chosen, id]));
  const make = async () => {
    setMaking(true);
    const made = await create({ stillIds: ids, picture, repeatShare: Number(repeats) });
    setMaking(false);
    if (made) onDone();
  };
  return (
    <div className="stack">
      <div className="row">
        <Choice
          label={words('Picture')}
          value={picture}
          options={readingPictures.map(each => [each, words(pictureWords[each])] as const)}
          onChange={setPicture}
        />
        <Choice
          label={words('Shown twice')}
          value={repeats}
          options={repeatShares.map(([share, name]) => [share, words(name)] as const)}
          onChange={setRepeats}
        />
      </div>
      <div className="row">
        <button
          type="button"
          disabled={stills.length === 0}
          onClick={() => setChosen(new Set(ids.length === stills.length ? [] : stills.map(({ id }) => id)))}
        >
          {stills.length > 0 && ids.length === stills.length ? words('Choose none') : words('Choose all')}
        </button>
        <button
          type="button"
          className="primary"
          disabled={ids.length === 0 || ids.length > readingLimits.cases || isMaking}
          onClick={() => void make()}
        >
          {words('Make a set of {count}', { count: ids.length })}
        </button>
        <button type="button" onClick={onDone}>
          {words('Cancel')}
        </button>
      </div>
      {problem && (
        <p className="caution" role="alert">
          {words(problem.text)} {words(problem.tip)}
        </p>
      )}
      {stills.length === 0 ? (
        <EmptyStills />
      ) : (
        <p className="hint">
          {words('Whoever chooses sees the stills with their numbers: let somebody else read.')}
        </p>
      )}
      <ul className="stills">
        {stills.map(({ id, takenAtS, caseLabel, station, thumbnailUrl }) => (
          <li key={id} data-chosen={chosen.has(id)}>
            <label className="reading-choose">
              <img src={thumbnailUrl} alt="" />
              <span className="check">
                <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
                <span>
                  {caseLabel || words('no label')} · {words(station)}
                  <br />
                  <span className="hint">{inDay(takenAtS)}</span>
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}
