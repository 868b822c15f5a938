/**
 * What the numbers panel reads, at most ten times a second: liveness by the view worker's clock, the newest measurement,
 * withheld as a whole when its frame is too old.
 */
import { createStore } from 'zustand/vanilla';
import { withhold, withholdAll } from '#model/figures.ts';
import { isTooOld, type Liveness, mayShowNumbers } from '#model/liveness.ts';
import type { IsoAnchor, Measurement } from '#model/measurement.ts';
import type { Problem } from '#model/problem.ts';
import type { ReadoutState } from './api.ts';
import type { Readable } from './readable.ts';

/** Length of the trace, in seconds. */
const traceS = 30;

const waiting: Liveness = {
  state: 'waiting',
  frameNumber: -1,
  ageS: 0,
  arrivedFps: 0,
  drawnFps: 0,
  dropped: 0,
  delayS: null,
  submitDelayS: null,
  longestGapS: null,
  pairSkewS: null,
  graphics: 'working',
};

const empty: ReadoutState = {
  liveness: waiting,
  measurement: null,
  anchors: [],
  measurementAgeS: null,
  trace: [],
};

export type Readout = {
  readonly store: Readable<ReadoutState>;
  /** Kept until the next `tick`. */
  measured(measurement: Measurement, anchors: readonly IsoAnchor[]): void;
  /** Ten times a second, by the view worker's clock: writes the store. */
  tick(liveness: Liveness): void;
  /** Nothing measured until now may be shown any more; the trace stays. */
  forget(): void;
  /** A feed was closed or opened: nothing measured holds any more. */
  clear(): void;
};

export function createReadout(
  clockS: () => number,
  /** Because of which no number may be shown now; null: none. */
  withholding: () => Problem | null,
): Readout {
  const store = createStore<ReadoutState>(() => empty);
  let newest: { measurement: Measurement; anchors: readonly IsoAnchor[] } | null = null;
  let trace: { timeS: number; tbr: number | null }[] = [];

  return {
    store,
    measured(measurement, anchors) {
      newest = { measurement, anchors };
    },
    tick(liveness) {
      const nowS = clockS();
      const ageS = newest ? nowS - newest.measurement.arrivedS : null;
      const isTrusted = mayShowNumbers(liveness.state) && !isTooOld(liveness.state, ageS);
      const hazard = withholding();
      const mayShow = (measured: Measurement): Measurement => {
        if (!isTrusted) return withhold(measured, 'frame-old', oldWords(ageS));
        return hazard ? withholdAll(measured, 'hazard', hazard.text) : measured;
      };
      const measurement = newest && mayShow(newest.measurement);
      const tbr = measurement?.pairs[0]?.tbr;
      trace = [
        ...trace.filter(point => nowS - point.timeS < traceS),
        ...(tbr ? [{ timeS: nowS, tbr: 'value' in tbr ? tbr.value : null }] : []),
      ];
      store.setState({
        liveness,
        measurement,
        anchors: isTrusted && !hazard && newest ? newest.anchors : [],
        measurementAgeS: ageS,
        trace: trace.map(point => ({ atS: point.timeS - nowS, tbr: point.tbr })),
      });
    },
    forget() {
      newest = null;
      store.setState({ measurement: null, anchors: [], measurementAgeS: null });
    },
    clear() {
      newest = null;
      trace = [];
      store.setState(empty);
    },
  };
}

const oldWords = (ageS: number | null): string =>
  ageS === null ? 'no frame' : `frame ${ageS < 10 ? ageS.toFixed(1) : Math.round(ageS)} s old`;
