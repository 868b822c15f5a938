/** Times a chain whose steps are functions, in a page or a worker. */
import { type ChainFrame, type Checks, type Step, steps, type Times } from './order.ts';

/** Someone who does the chain's work on the frame that was opened last. */
export type Contender = {
  open(
    frame: ChainFrame,
    codes: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
    key: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
  ): Opened;
};

export type Opened = {
  check(): Promise<Checks>;
  /** Of each step and of the whole the median of so many runs. */
  time(repetitions: number): Times;
};

const copied = new Uint8Array(2 << 20).fill(1);
const target = new Uint8Array(2 << 20);

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Runs the steps in the chain's order; each time stands between two readings of the clock. */
export function timeSteps(act: Readonly<Record<Step, () => unknown>>, repetitions: number): Times {
  const runs = Array.from({ length: repetitions }, () => {
    const startMs = performance.now();
    let beganMs = startMs;
    const entries = steps.map(step => {
      act[step]();
      const endMs = performance.now();
      const entry = [step, endMs - beganMs] as const;
      beganMs = endMs;
      return entry;
    });
    const chain = beganMs - startMs;
    target.set(copied);
    return { steps: new Map<string, number>(entries), chain, copy: performance.now() - beganMs };
  });
  const stepMs = (step: Step) => middleOf(runs.map(run => run.steps.get(step)!));
  return {
    smooth: stepMs('smooth'),
    statistics: stepMs('statistics'),
    segment: stepMs('segment'),
    contours: stepMs('contours'),
    distance: stepMs('distance'),
    registration: stepMs('registration'),
    chain: middleOf(runs.map(run => run.chain)),
    copy: middleOf(runs.map(run => run.copy)),
  };
}
