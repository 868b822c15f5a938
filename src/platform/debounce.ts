/** A contact bounces when it closes: what a button does within 30 ms of a change is looked at only when they have passed. Pure. */
import type { ButtonChange } from './hid-report.ts';

/** Seconds; mechanical contacts settle within 5 to 20 ms. */
export const bounceS = 0.03;

export type Debouncer = {
  /** What to pass on now. `atS` on any clock that never goes back. */
  changed(change: ButtonChange, atS: number): readonly ButtonChange[];
  /** What has settled otherwise than was passed on; call it `bounceS` after a change. */
  settle(atS: number): readonly ButtonChange[];
};

export function createDebouncer(): Debouncer {
  const buttons = new Map<number, { told: boolean; now: boolean; atS: number }>();
  return {
    changed({ button, isDown }, atS) {
      const known = buttons.get(button) ?? { told: false, now: false, atS: Number.NEGATIVE_INFINITY };
      buttons.set(button, known);
      known.now = isDown;
      if (isDown === known.told || atS - known.atS < bounceS) return [];
      known.told = isDown;
      known.atS = atS;
      return [{ button, isDown }];
    },
    settle(atS) {
      return [...buttons].flatMap(([button, known]) => {
        if (known.now === known.told || atS - known.atS < bounceS) return [];
        known.told = known.now;
        known.atS = atS;
        return [{ button, isDown: known.told }];
      });
    },
  };
}
