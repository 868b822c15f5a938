/**
 * Locked, the screen takes no touch, pen or mouse: only holding the one target unlocks it. Keys and pedals go on. A reload unlocks.
 * What comes from a pointer is stopped at the window before anything else sees it.
 */
import type { StoreApi } from 'zustand/vanilla';

/** Seconds that the target or the key is held to unlock. */
const unlockAfterS = 1.5;

export type LockState = {
  readonly isLocked: boolean;
  /** Somebody holds the target or the key. */
  readonly isUnlocking: boolean;
};

export type TouchLock = {
  /** Locks at once; where it is locked already, begins to unlock. */
  hold(): void;
  /** Lets go before it was unlocked: it stays locked. */
  letGo(): void;
};

export function createTouchLock(store: StoreApi<LockState>, onLock: () => void): TouchLock {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    hold() {
      clearTimeout(timer);
      if (!store.getState().isLocked) {
        store.setState({ isLocked: true, isUnlocking: false });
        onLock();
        return;
      }
      store.setState({ isUnlocking: true });
      timer = setTimeout(() => store.setState({ isLocked: false, isUnlocking: false }), 1000 * unlockAfterS);
    },
    letGo() {
      clearTimeout(timer);
      if (store.getState().isUnlocking) store.setState({ isUnlocking: false });
    },
  };
}

const stopped = [
  ...['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'pointerover', 'pointerenter'],
  ...['mousedown', 'mousemove', 'mouseup', 'click', 'dblclick', 'auxclick', 'contextmenu', 'wheel'],
  ...['touchstart', 'touchmove', 'touchend', 'touchcancel', 'dragstart', 'dragover', 'drop'],
];

/** A click without a pointer comes from a key. */
const isFromKey = (event: Event): boolean =>
  event instanceof MouseEvent && event.type === 'click' && event.detail === 0;

/** Stops everything that a pointer does outside `target`; the function returned lets it through again. */
export function stopPointers(target: HTMLElement, lock: TouchLock): () => void {
  const listening = new AbortController();
  // By place, not by element: an open sheet makes everything else inert, and the target must work over it.
  const isOn = ({ clientX, clientY }: PointerEvent) => {
    const { left, right, top, bottom } = target.getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  };
  let holdingId: number | null = null;
  const take = (event: Event) => {
    if (isFromKey(event)) return;
    event.stopImmediatePropagation();
    if (event.cancelable) event.preventDefault();
    if (!(event instanceof PointerEvent)) return;
    if (event.type === 'pointerdown' && isOn(event)) {
      holdingId = event.pointerId;
      lock.hold();
    } else if (event.pointerId === holdingId && (isEnd(event) || !isOn(event))) {
      holdingId = null;
      lock.letGo();
    }
  };
  for (const type of stopped)
    window.addEventListener(type, take, { capture: true, passive: false, signal: listening.signal });
  return () => {
    listening.abort();
    lock.letGo();
  };
}

const isEnd = ({ type }: Event): boolean => type === 'pointerup' || type === 'pointercancel';
