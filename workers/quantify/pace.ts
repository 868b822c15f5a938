/**
 * Whether analysis keeps up: results are shown ten times a second, so one that takes longer is late. Some in a row are no hiccup of the
 * machine: then they are made from every second pixel, and after a while full resolution is tried again.
 */

/** Seconds that an analysis at full resolution may take. */
const lateAfterS = 0.1;
/** Late ones in a row. */
const lateInARow = 3;
/** Analyses at half resolution before full resolution is tried again. */
const hurriedFrames = 30;

export type Pace = {
  /** 2: hurry. */
  stepPx(): 1 | 2;
  /** How long the last analysis took. */
  took(stepPx: 1 | 2, durationS: number): void;
};

export function createPace(): Pace {
  let hurriedLeft = 0;
  let late = 0;
  return {
    stepPx: () => (hurriedLeft > 0 ? 2 : 1),
    took(stepPx, durationS) {
      if (stepPx === 2) {
        hurriedLeft -= 1;
        return;
      }
      late = durationS > lateAfterS ? late + 1 : 0;
      if (late < lateInARow) return;
      late = 0;
      hurriedLeft = hurriedFrames;
    },
  };
}
