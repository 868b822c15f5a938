/** Locks the screen against touch; unlocking takes the target that is shown then. */
import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { useHouse } from '../house.ts';
import { useKeysInWords } from './use-keys-in-words.ts';

export function LockButton() {
  const { hands } = useHouse();
  const keys = useKeysInWords('screen.lock');
  const name = words('Lock against touch');
  return (
    <button
      type="button"
      className="status-item"
      aria-label={name}
      title={keys ? `${name} (${keys})` : name}
      onClick={() => hands.lock.hold()}
    >
      <Icon name="lock" />
    </button>
  );
}
