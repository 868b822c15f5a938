/** The one big button of a step: reads, shows how far it is, stops, and says why nothing was read. */
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';

/** A reading under way, and the last one's refusal; for steps whose buttons stand elsewhere. */
export function ReadingState() {
  const { calibrate } = useCommands();
  const busy = useConductor('calibrating', state => state.busy);
  const refused = useConductor('calibrating', state => state.refused);
  if (busy)
    return (
      <div className="reading-busy">
        <label>
          <span className="reading-words">
            {words(busy.words)} <output>{Math.round(busy.share * 100)} %</output>
          </span>
          <progress max={1} value={busy.share} />
        </label>
        <button type="button" aria-keyshortcuts="Escape" onClick={() => calibrate.stopReading()}>
          {words('Stop')}{' '}
          <span className="key-hint" aria-hidden="true">
            Esc
          </span>
        </button>
      </div>
    );
  return (
    refused && (
      <p className={`refusal ${refused.severity}`} role="alert">
        <strong>{words(refused.text)}</strong> {words(refused.tip)}
      </p>
    )
  );
}

export function Reading({
  label,
  isRead,
  isDisabled = false,
  onRead,
}: {
  readonly label: string;
  /** There is a result already: what is wanted next is to accept it. */
  readonly isRead: boolean;
  readonly isDisabled?: boolean;
  readonly onRead: () => void;
}) {
  const isBusy = useConductor('calibrating', state => state.busy !== null);
  return (
    <>
      {!isBusy && (
        <button
          type="button"
          className={isRead ? 'reading again' : 'reading primary'}
          aria-keyshortcuts="Enter"
          disabled={isDisabled}
          onClick={onRead}
        >
          {label}{' '}
          <span className="key-hint" aria-hidden="true">
            Enter
          </span>
        </button>
      )}
      <ReadingState />
    </>
  );
}
