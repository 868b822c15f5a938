/** One still, large: its pictures, its numbers, its annotations. */
import { useEffect, useState } from 'react';
import type { Still } from '#model/still.ts';
import { ConfirmButton } from '../controls/ConfirmButton.tsx';
import { useCommands } from '../house.ts';
import { inDay } from '../replay/in-words.ts';
import { AnnotationEditor } from './AnnotationEditor.tsx';
import { StillNumbers } from './StillNumbers.tsx';
import { useStillPicture } from './use-still-picture.ts';

const kinds = [
  ['composite', 'As seen'],
  ['whiteLight', 'White light'],
  ['nirLinear', 'NIR'],
  ['annotate', 'Annotate'],
] as const;

type Kind = (typeof kinds)[number][0];

export function StillView({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
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
  // Annotations lie in scene pixels, which are the white-light picture's own; NIR alone is its own scene.
  const plain = still?.files.whiteLight ? 'whiteLight' : 'nirLinear';
  const url = useStillPicture(id, kind === 'annotate' ? plain : kind, version);
  const available = kinds.filter(
    ([each]) =>
      (each !== 'whiteLight' || still?.files.whiteLight) && (each !== 'nirLinear' || still?.files.nirLinear),
  );
  return (
    <div className="stack">
      <div className="row">
        <button type="button" onClick={onClose}>
          All stills
        </button>
        <fieldset className="row">
          <legend className="visually-hidden">Picture</legend>
          {available.map(([each, words]) => (
            <button key={each} type="button" aria-pressed={each === kind} onClick={() => setKind(each)}>
              {words}
            </button>
          ))}
        </fieldset>
        <ConfirmButton
          label="Delete"
          question="Delete this still for good?"
          onConfirm={() => void commands.deleteStill(id).then(onClose)}
        />
      </div>
      {still && (
        <p className="hint">
          {inDay(still.takenAtS)} · {still.case.label || 'no label'} · {still.case.station} ·{' '}
          {still.feed.name}, frame {still.frame.number}
        </p>
      )}
      {kind === 'annotate' && still && url ? (
        <AnnotationEditor
          url={url}
          saved={still.annotations}
          onSave={async annotations => {
            await commands.annotateStill(id, annotations);
            setVersion(version + 1);
            setKind('composite');
          }}
        />
      ) : (
        url && <img className="still-large" src={url} alt={`Still, ${kind}`} />
      )}
      {still && <StillNumbers still={still} />}
    </div>
  );
}
