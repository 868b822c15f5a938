/** While the screen is locked against touch: says so, and holds the one target that unlocks it. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { useDesk, useHouse } from '../house.ts';
import { stopPointers } from './touch-lock.ts';
import { useKeysInWords } from './use-keys-in-words.ts';
import './hands.css';

export function LockScreen() {
  const isLocked = useStore(useHouse().hands.lockStore, state => state.isLocked);
  return isLocked ? <Locked /> : null;
}

function Locked() {
  const { hands } = useHouse();
  const isUnlocking = useStore(hands.lockStore, state => state.isUnlocking);
  const sheet = useDesk(state => state.sheet);
  const keys = useKeysInWords('screen.lock');
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => (target.current ? stopPointers(target.current, hands.lock) : undefined), [hands]);
  // A sheet that a key opened lies on top: shown anew, the target lies on top of that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown anew for each sheet.
  useEffect(() => {
    const element = target.current;
    element?.showPopover();
    return () => element?.hidePopover();
  }, [sheet]);
  return (
    <div ref={target} popover="manual" className="locked" data-unlocking={isUnlocking} role="status">
      <span className="lock-progress" aria-hidden="true" />
      <strong>{words('LOCKED')}</strong>
      <span>{keys ? words('Hold here, or {keys}, to unlock', { keys }) : words('Hold here to unlock')}</span>
    </div>
  );
}
