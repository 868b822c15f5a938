/** Hysteresis in time, shared by all detectors: noise and a hand that passes must not trip them, nor make them flicker. */

export type Hold = {
  /** `isBad` null: cannot be told, nothing changes but the clock. Answers whether the hazard is on. */
  see(isBad: boolean | null, timeS: number): boolean;
};

/** On when bad for `onAfterS` without a break, off when good for `offAfterS` without a break. Time running back, or resting for 2 s, starts anew. */
export function createHold({ onAfterS, offAfterS }: { onAfterS: number; offAfterS: number }): Hold {
  let isOn = false;
  let sinceS: number | null = null;
  let lastS = Number.NaN;
  return {
    see(isBad, timeS) {
      if (!(timeS >= lastS && timeS - lastS <= 2)) sinceS = null;
      lastS = timeS;
      if (isBad === null) return isOn;
      if (isBad === isOn) {
        sinceS = null;
        return isOn;
      }
      sinceS ??= timeS;
      if (timeS - sinceS >= (isOn ? offAfterS : onAfterS) - 1e-6) {
        isOn = isBad;
        sinceS = null;
      }
      return isOn;
    },
  };
}
