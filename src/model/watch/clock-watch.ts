/** Tells when the machine slept, or its clock was set: the wall clock against the monotonic one, and timers that did not run. Pure. */

/** A wall clock that is set by a time server moves by less at once. Seconds. */
const setAtLeastS = 2;
/** A timer that is due every second and comes this late did not run; hidden pages are held back to one a minute at the worst. */
const sleptAtLeastS = { seen: 8, hidden: 90 };

/** `slept`: nothing ran for so long; whether the machine slept or was held up cannot be told. `set`: the wall clock moved by so much against the other. */
export type ClockNews =
  | { readonly kind: 'slept'; readonly forS: number }
  | { readonly kind: 'set'; readonly byS: number };

export type ClockWatch = {
  /** About once a second. `wallS`: `Date`. `monotonicS`: the page's clock. Both in seconds. `isHidden`: nobody sees the page. */
  see(wallS: number, monotonicS: number, isHidden: boolean): ClockNews | null;
};

export function createClockWatch(): ClockWatch {
  let last: { readonly wallS: number; readonly monotonicS: number; readonly isHidden: boolean } | null = null;
  return {
    see(wallS, monotonicS, isHidden) {
      const before = last;
      last = { wallS, monotonicS, isHidden };
      if (!before) return null;
      const wall = wallS - before.wallS;
      const ran = monotonicS - before.monotonicS;
      // Some machines stop the monotonic clock while they sleep, some do not.
      const limitS = sleptAtLeastS[isHidden || before.isHidden ? 'hidden' : 'seen'];
      if (Math.max(wall, ran) >= limitS) return { kind: 'slept', forS: Math.max(wall, ran) };
      return Math.abs(wall - ran) >= setAtLeastS ? { kind: 'set', byS: wall - ran } : null;
    },
  };
}
