/** One still, large: its pictures, its numbers, its annotations, and the ways it leaves the viewer. */
import { useEffect, useState } from 'react';
import type { Still } from '#model/still.ts';
import { words } from '#words/words.ts';
import { deleteWithUndo } from '../hands/undo.ts';
import { useCommands, useHouse } from '../house.ts';
import { inDay } from '../replay/in-words.ts';
import { AnnotationEditor } from './annotate/AnnotationEditor.tsx';
import { StillExports } from './StillExports.tsx';
import { StillNumbers } from './StillNumbers.tsx';
import { PrintedSheet } from './sheet/PrintedSheet.tsx';
import { type StillPictureKind, useStillPicture } from './use-still-picture.ts';

const kinds = [
  ['composite', 'As seen'],
  ['whiteLight', 'White light'],
  ['nir-shown', 'NIR'],
  ['annotate', 'Annotate'],
  ['sheet', 'Sheet to print'],
] as const;

type Kind = (typeof kinds)[number][0];

/** What stands in the picture's place. Annotations lie in scene pixels: white light's own, or NIR's where there is no white light. */
function pictureOf(kind: Kind, still: Still | null): StillPictureKind | null {
  if (kind === 'sheet') return null;
  if (kind !== 'annotate') return kind;
  return still?.files.whiteLight ? 'whiteLight' : 'nir-shown';
}

export function StillView({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const house = useHouse();
  const commands = useCommands();
  const [still, setStill] = useState<Still | null>(null);
  const [kind, setKind] = useState<Kind>('composite');
  const [version, setVersion] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a saved annotation makes a new version of the still.
  useEffect(() => {
    let isWanted = true;
    void commands.openStill(id).then(opened => isWanted && setStill(opened));
    return () => {
      isWanted = false;
    };
  }, [commands, id, version]);
  const url = useStillPicture(id, pictureOf(kind, still), version);
  const available = kinds.filter(
    ([each]) =>
      (each !== 'whiteLight' || still?.files.whiteLight) &&
      (each !== 'nir-shown' || still?.files.nirLinear) &&
      (each !== 'annotate' || still?.files.whiteLight || still?.files.nirLinear),
  );
  return (
    <div className="stack">
      <div className="row">
        <button type="button" onClick={onClose}>
          {words('All stills')}
        </button>
        <fieldset className="row">
          <legend className="visually-hidden">{words('Picture')}</legend>
          {available.map(([each, name]) => (
            <button key={each} type="button" aria-pressed={each === kind} onClick={() => setKind(each)}>
              {words(name)}
            </button>
          ))}
        </fieldset>
        <button
          type="button"
          onClick={() => {
            // The editor keeps what was changed when it goes: the still may come back.
            deleteWithUndo(house, [`still ${id}`], {
              said: words('Deleted one still.'),
              doIt: () => commands.deleteStill(id),
            });
            onClose();
          }}
        >
          {words('Delete')}
        </button>
      </div>
      {still && (
        <p className="hint">
          {inDay(still.takenAtS)} · {still.case.label || words('no label')} · {words(still.case.station)} ·{' '}
          {words('{feed}, frame {number}', { feed: still.feed.name, number: still.frame.number })}
        </p>
      )}
      {kind === 'annotate' && still && url && (
        <AnnotationEditor
          url={url}
          still={still}
          onSave={async annotations => {
            await commands.annotateStill(id, annotations);
            setVersion(now => now + 1);
          }}
          onDone={() => setKind('composite')}
        />
      )}
      {kind === 'sheet' && still && <PrintedSheet key={version} still={still} version={version} />}
      {kind !== 'annotate' && kind !== 'sheet' && url && (
        <img
          className="still-large"
          src={url}
          alt={words('Still, {picture}', { picture: words(Object.fromEntries(kinds)[kind] ?? '') })}
        />
      )}
      {still && kind !== 'annotate' && kind !== 'sheet' && (
        <>
          <StillExports still={still} />
          <StillNumbers still={still} />
        </>
      )}
    </div>
  );
}
