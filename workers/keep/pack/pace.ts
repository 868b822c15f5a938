/** How much of the time packing takes. */

/** Longest rest, so that one slow picture does not stop the work for long. */
const longestRestS = 2;

export type Pace = {
  /** Called between pictures. While shy it rests as long as the work since the last call took. Rejects with the signal's reason. */
  step(signal: AbortSignal): Promise<void>;
  isShy: boolean;
  /** Seconds worked since it was made, rests left out. */
  readonly workedS: number;
  /** Work begins anew: what passed since the last step was none. */
  begin(): void;
};

export function createPace(clockS: () => number, rest: (seconds: number) => Promise<void>): Pace {
  let sinceS = clockS();
  let workedS = 0;
  return {
    isShy: false,
    get workedS() {
      return workedS;
    },
    begin() {
      sinceS = clockS();
    },
    async step(signal) {
      signal.throwIfAborted();
      const workS = clockS() - sinceS;
      workedS += workS;
      if (this.isShy) await rest(Math.min(longestRestS, workS));
      sinceS = clockS();
      signal.throwIfAborted();
    },
  };
}
