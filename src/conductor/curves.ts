/**
 * Collects time–intensity curves from measurements: live, and in replay in whatever order frames are visited. What is
 * kept depends on which frames were measured, never on their order, so a recording gives the same curve each time.
 * Holds at most `framesKept` frames; then every second step of time is left out, evenly over the whole curve.
 */
import { createStore } from 'zustand/vanilla';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { Region, Shape } from '#model/region.ts';
import {
  type BreakMark,
  type CurveFrame,
  curvesOf,
  insertFrame,
  type ShownRegion,
  thinFrames,
} from '#model/time-curve/frames.ts';
import type { Commands, CurvesState } from './api.ts';
import type { Readable } from './readable.ts';

/** Five and a half minutes at 30 frames a second, most of three hours at one. More cost too much of each update. */
const framesKept = 10_000;
const marksKept = 1000;
/** Between two updates of the store. */
const updateMs = 500;

export type Curves = {
  readonly store: Readable<CurvesState>;
  readonly commands: Pick<Commands, 'curves'>;
  /** Every measurement with the inputs that it was made with. */
  measured(
    measurement: Measurement,
    inputs: Pick<MeasurementInputs, 'layout' | 'profile' | 'specular' | 'regions'>,
  ): void;
  /** What comes after `afterFrame` (the newest measured frame unless given) cannot be compared with what came before. */
  broken(words: string, afterFrame?: number): void;
  /** Another feed: frames are numbered anew. */
  clear(): void;
  [Symbol.dispose](): void;
};

const empty: CurvesState = {
  curves: [],
  rule: { arrival: 'three-sd', fromS: null },
  everyS: 0,
  calibration: null,
};

export function createCurves(): Curves {
  const store = createStore<CurvesState>(() => empty);
  const frames: CurveFrame[] = [];
  let marks: readonly BreakMark[] = [];
  let everyS = 0;
  let newest: Measurement | null = null;
  let shown: readonly ShownRegion[] = [];
  let isDirty = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const publish = (): void => {
    isDirty = false;
    if (!newest) return;
    store.setState({
      curves: curvesOf(shown, frames, { marks, everyS }),
      everyS,
      calibration: newest.calibration,
    });
  };
  /** At once when nothing was published lately, else when its time has come. */
  const changed = (): void => {
    isDirty = true;
    if (timer !== null) return;
    publish();
    const next = (): void => {
      timer = isDirty ? setTimeout(next, updateMs) : null;
      if (isDirty) publish();
    };
    timer = setTimeout(next, updateMs);
  };
  /** Changes with the source: what was cleared before belongs to other frames. */
  let source = {};
  const clear = (): void => {
    frames.length = 0;
    marks = [];
    everyS = 0;
    newest = null;
    store.setState(({ rule }) => ({ ...empty, rule: { ...rule, fromS: null } }));
  };

  return {
    store,
    commands: {
      curves: {
        injectionNow: () => {
          const fromS = newest?.timestampS;
          if (fromS !== undefined) store.setState(({ rule }) => ({ rule: { ...rule, fromS } }));
        },
        forgetInjection: () => store.setState(({ rule }) => ({ rule: { ...rule, fromS: null } })),
        setArrivalRule: arrival => store.setState(({ rule }) => ({ rule: { ...rule, arrival } })),
        clear() {
          const before = { frames: [...frames], marks, everyS, newest, source };
          const { fromS } = store.getState().rule;
          clear();
          return () => {
            if (source !== before.source) return;
            everyS = Math.max(everyS, before.everyS);
            for (const frame of before.frames) insertFrame(frames, frame, everyS);
            everyS = thinFrames(frames, everyS, framesKept);
            const added = before.marks.filter(mark => !marks.some(each => isSameMark(each, mark)));
            marks = [...added, ...marks].sort((a, b) => a.afterFrame - b.afterFrame).slice(-marksKept);
            newest ??= before.newest;
            store.setState(({ rule }) => ({ rule: { ...rule, fromS: rule.fromS ?? fromS } }));
            changed();
          };
        },
      },
    },
    measured(measurement, inputs) {
      newest = measurement;
      // Of the inputs: while tracking is lost the measurement has none.
      shown = inputs.regions.filter(isCurved).map(({ id, role, tissue }) => ({ id, role, tissue }));
      insertFrame(frames, curveFrameOf(measurement, inputs), everyS);
      everyS = thinFrames(frames, everyS, framesKept);
      changed();
    },
    broken(words, afterFrame = newest?.frameNumber) {
      if (afterFrame === undefined) return;
      if (marks.some(mark => isSameMark(mark, { afterFrame, words }))) return;
      marks = [...marks, { afterFrame, words }].sort((a, b) => a.afterFrame - b.afterFrame).slice(-marksKept);
      changed();
    },
    clear() {
      source = {};
      clear();
    },
    [Symbol.dispose]() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

const isSameMark = (a: BreakMark, b: BreakMark): boolean =>
  a.afterFrame === b.afterFrame && a.words === b.words;

const isCurved = ({ role }: Pick<Region, 'role'>): boolean => role === 'tumour' || role === 'background';

function curveFrameOf(
  measurement: Measurement,
  {
    layout,
    profile,
    specular,
    regions,
  }: Pick<MeasurementInputs, 'layout' | 'profile' | 'specular' | 'regions'>,
): CurveFrame {
  const isLost = measurement.motion?.kind === 'lost';
  const figures = [
    ...measurement.pairs.map(({ tbr }) => tbr),
    ...measurement.references.map(each => each.percent),
  ];
  const hasNoField = figures.some(figure => 'withheld' in figure && figure.withheld === 'no-field');
  const place = new Map(regions.map(({ id, shape }) => [id, nameOf(shape)]));
  return {
    frameNumber: measurement.frameNumber,
    timeS: measurement.timestampS,
    lost: isLost ? 'tracking lost' : hasNoField ? 'data of the calibration missing' : null,
    setting: {
      profile: measurement.profileHash || measurement.profileId,
      layout: nameOf(layout),
      highlights: specular ? nameOf(specular) : '',
    },
    regions: measurement.regions.filter(isCurved).map(({ id, mean, clippedShare }) => ({
      id,
      light: clippedShare > profile.clippedLimitShare ? null : mean,
      place: place.get(id) ?? '',
    })),
  };
}

/** Names already made: the same object is asked about with every frame. */
const names = new WeakMap<object, string>();

/** Another name for other content: 64 bits of FNV-1a over its JSON, in two halves. */
function nameOf(
  content: Shape | MeasurementInputs['layout'] | NonNullable<MeasurementInputs['specular']>,
): string {
  const known = names.get(content);
  if (known !== undefined) return known;
  const text = JSON.stringify(content);
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
  }
  const name = `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
  names.set(content, name);
  return name;
}
