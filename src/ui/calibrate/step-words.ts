/** What each step of a calibration is called, what it asks for, and which follows. Pure. */
import { type CalibrationRun, type StepName, type StepState, stepNames } from '#model/calibration.ts';
import type { PhantomTarget } from '#model/phantom.ts';

type StepWords = {
  /** On the rail. */
  readonly short: string;
  readonly title: string;
  /** What to do, two or three sentences. Registration and scale say theirs themselves. */
  readonly instructions: readonly string[];
};

export const stepWords = {
  path: {
    short: 'Chart',
    title: 'Signal path: the chart',
    instructions: [
      'Send the test chart through the tower and the grabber: play its PNG on the tower, or show it full screen on the computer that the tower takes its picture from.',
      'It must fill the picture, with no menu over it.',
    ],
  },
  steps: {
    short: 'Steps',
    title: 'Signal path: a step target',
    instructions: [
      'For a camera that cannot be shown a chart. Hold one step of known brightness in the middle of the picture, type its relative light, read.',
      'Four steps or more, dark to bright. With one steady target, type the exposure times instead.',
    ],
  },
  dark: {
    short: 'Dark',
    title: 'Dark: no light at all',
    instructions: [
      'Put the cap on the scope and switch the excitation light off.',
      'Leave gain and exposure as they are in surgery: the dark belongs to them.',
    ],
  },
  flat: {
    short: 'Flat',
    title: 'Flat field: one even target',
    instructions: [
      'Hold an evenly fluorescent target before the scope, at the distance you work at. It must fill the picture.',
      'Move it slowly while it reads: its own spots then average out.',
    ],
  },
  registration: { short: 'Align', title: 'Registration: NIR onto white light', instructions: [] },
  scale: { short: 'Scale', title: 'Scale: a ruler in the picture', instructions: [] },
  verdict: { short: 'Verdict', title: 'Verdict', instructions: [] },
} as const satisfies Record<StepName, StepWords>;

export const stateWords = {
  'to-do': 'to do',
  done: 'done',
  skipped: 'skipped',
  'not-needed': 'not needed here',
} as const satisfies Record<StepState, string>;

/** What a simulated camera can be shown in a step, besides tissue. Steps choose their own light. */
export const phantomTargets: Readonly<Partial<Record<StepName, readonly [string, PhantomTarget]>>> = {
  path: ['The chart', { kind: 'chart' }],
  dark: ['The cap', { kind: 'cap' }],
  // Half of white: far from clipping on every curve.
  flat: ['An even target', { kind: 'uniform', radiance: 0.5 }],
  registration: ['The grid of dots', { kind: 'grid' }],
  scale: ['The ruler', { kind: 'ruler' }],
};

type Where = Pick<CalibrationRun, 'step' | 'states'>;

/** A step that its alternative has made needless is passed over. */
const isPassed = ({ states }: Where, name: StepName): boolean =>
  states[name] === 'not-needed' || (name === 'steps' && states.path === 'done');

/** Where Next leads; null on the last step. */
export const stepOn = (run: Where): StepName | null =>
  stepNames.slice(stepNames.indexOf(run.step) + 1).find(name => !isPassed(run, name)) ?? null;

/** Where Back leads; null on the first step. */
export const stepBack = (run: Where): StepName | null =>
  stepNames.slice(0, stepNames.indexOf(run.step)).findLast(name => !isPassed(run, name)) ?? null;
