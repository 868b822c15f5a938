/** The one big button of a step: reads, shows how far it is, stops, and says why nothing was read. */
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { PanelKeyHint, usePanelKey } from './panel-keys.tsx';

/** A reading under way, and the last one's refusal; for steps whose buttons stand elsewhere. */
export function ReadingState() {
  const panelKey = usePanelKey();
  const { calibrate } = useCommands();
  const busy = useConductor('calibrating', state => state.busy);
  const refused = useConductor('calibrating', state => state.refused);
  if (busy)
    return (
      <div className="reading-busy">
        <label>
          <span className="reading-words">
            {words(busy.words)} <output aria-live="off">{Math.round(busy.share * 100)} %</output>
          </span>
          <progress max={1} value={busy.share} />
        </label>
        <button type="button" {...panelKey('Escape')} onClick={() => calibrate.stopReading()}>
          {words('Stop')} <PanelKeyHint of="Escape" />
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
  const panelKey = usePanelKey();
  const isBusy = useConductor('calibrating', state => state.busy !== null);
  return (
    <>
      {!isBusy && (
        <button
          type="button"
          className={isRead ? 'reading again' : 'reading primary'}
          {...panelKey('Enter')}
          disabled={isDisabled}
          onClick={onRead}
        >
          {label} <PanelKeyHint of="Enter" />
        </button>
      )}
      <ReadingState />
    </>
  );
}
