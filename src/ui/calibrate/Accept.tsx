/** Takes what was read into the draft. Stays at the foot of the panel, whatever is scrolled. */
import { words } from '#words/words.ts';
import { useConductor } from '../house.ts';
import { PanelKeyHint, usePanelKey } from './panel-keys.tsx';

export function Accept({
  label = words('Accept'),
  refusal = null,
  onAccept,
}: {
  readonly label?: string;
  /** Why this reading must not be used; null: it may. */
  readonly refusal?: string | null;
  readonly onAccept: () => void;
}) {
  const panelKey = usePanelKey();
  const isBusy = useConductor('calibrating', state => state.busy !== null);
  const isDone = useConductor('calibrating', ({ run }) => run !== null && run.states[run.step] === 'done');
  return (
    <div className="accept">
      <p className={refusal ? 'stop' : 'hint'}>{refusal ?? (isDone ? words('Accepted.') : '')}</p>
      <button
        type="button"
        className={isDone ? undefined : 'primary'}
        {...panelKey('A')}
        disabled={isBusy || refusal !== null}
        onClick={onAccept}
      >
        {isDone ? words('Accept again') : label} <PanelKeyHint of="A" />
      </button>
    </div>
  );
}
