/** Regions with undo, and the readout that withholds what is too old. */
import { expect, test } from 'vitest';
import { createReadout } from '#conductor/readout.ts';
import { createRegions } from '#conductor/regions.ts';
import type { Liveness } from '#model/liveness.ts';
import type { Measurement } from '#model/measurement.ts';

const circle = (x: number) => ({ kind: 'circle' as const, centre: { x, y: 10 }, radiusPx: 5 });

test('regions are named by role and every step can be taken back', () => {
  const regions = createRegions(() => 0);
  regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(1) });
  regions.commands.addRegion({ role: 'background', tissue: 'muscle', shape: circle(2) });
  regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(3) });
  const ids = () => regions.store.getState().regions.map(region => region.id);
  expect(ids()).toEqual(['T1', 'B1', 'T2']);
  regions.commands.removeRegion('T1');
  expect(ids()).toEqual(['B1', 'T2']);
  regions.commands.undo();
  expect(ids()).toEqual(['T1', 'B1', 'T2']);
  regions.commands.undo();
  regions.commands.undo();
  regions.commands.undo();
  expect(ids()).toEqual([]);
  expect(regions.store.getState().canUndo).toBe(false);
  regions.commands.undo();
  expect(ids()).toEqual([]);
});

test('a drag is one step, however many changes it made', () => {
  let nowS = 0;
  const regions = createRegions(() => nowS);
  regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(1) });
  nowS = 5;
  for (let i = 0; i < 50; i++) {
    nowS += 0.016;
    regions.commands.changeRegion('T1', { shape: circle(i) });
  }
  regions.commands.undo();
  expect(regions.store.getState().regions[0]?.shape).toEqual(circle(1));
});

test('a reference that was removed is no reference any more', () => {
  const regions = createRegions(() => 0);
  regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(1) });
  regions.commands.setReference('T1');
  regions.commands.removeRegion('T1');
  expect(regions.store.getState().referenceId).toBeNull();
});

const measured = (arrivedS: number): Measurement => ({
  frameNumber: 7,
  timestampS: 0,
  arrivedS,
  inputsRevision: 1,
  profileId: 'p',
  profileHash: '',
  calibration: 'calibrated',
  motion: null,
  regions: [],
  pairs: [
    {
      tumourId: 'T1',
      backgroundId: 'B1',
      tbr: { value: 2 },
      tbrProfileSd: null,
      tbrSd: null,
      cnrSd: null,
      cnr: { value: 3 },
      cnrTwoSigma: { value: 1 },
      snr: { value: 1 },
      weber: { value: 1 },
      michelson: { value: 1 / 3 },
    },
  ],
  references: [],
  backgroundLinear: 0.1,
  fieldClippedShare: 0,
  fieldHistogram: [],
});

const liveness = (state: Liveness['state']): Liveness => ({
  state,
  frameNumber: 7,
  ageS: 0,
  arrivedFps: 30,
  drawnFps: 30,
  dropped: 0,
  delayS: 0.01,
  submitDelayS: 0.005,
  longestGapS: 0.03,
  pairSkewS: null,
  graphics: 'working',
});

test('numbers older than half a second are withheld with their age, and come back with the next frame', () => {
  let nowS = 100;
  const readout = createReadout(
    () => nowS,
    () => null,
  );
  const tbr = () => readout.store.getState().measurement?.pairs[0]?.tbr;
  readout.measured(measured(100), [{ threshold: 2, x: 1, y: 1 }]);
  readout.tick(liveness('live'));
  expect(tbr()).toEqual({ value: 2 });
  expect(readout.store.getState().anchors.length).toBe(1);
  nowS = 100.7;
  readout.tick(liveness('late'));
  expect(tbr()).toEqual({ withheld: 'frame-old', detail: 'frame 0.7 s old' });
  expect(readout.store.getState().anchors).toEqual([]);
  readout.measured(measured(100.7), []);
  readout.tick(liveness('live'));
  expect(tbr()).toEqual({ value: 2 });
  expect(readout.store.getState().trace.map(point => point.tbr)).toEqual([2, null, 2]);
});

test('no signal and identical frames withhold at once, a still and a frozen picture do not age', () => {
  let nowS = 100;
  const readout = createReadout(
    () => nowS,
    () => null,
  );
  const isWithheld = (state: Liveness['state']) => {
    readout.tick(liveness(state));
    const tbr = readout.store.getState().measurement?.pairs[0]?.tbr;
    return tbr !== undefined && 'withheld' in tbr;
  };
  readout.measured(measured(100), []);
  expect(isWithheld('identical')).toBe(true);
  expect(isWithheld('no-signal')).toBe(true);
  nowS = 200;
  expect(isWithheld('still')).toBe(false);
  expect(isWithheld('frozen')).toBe(false);
});
