/** What is written to disk comes back the same, and what does not fit is refused with its place. */

import { describe, expect, test } from 'vitest';
import { noAnalysis } from '#model/analysis.ts';
import { toBase64 } from '#model/base64.ts';
import { emptyCase } from '#model/case-strip.ts';
import { defaultLayout } from '#model/default-layout.ts';
import { defaultDisplay, defaultView, opacityLimit } from '#model/display.ts';
import { displaySchema } from '#model/display-schema.ts';
import { eventSchema, type SessionEvent, type SessionEventType } from '#model/event.ts';
import { fieldOf, fieldToJson } from '#model/field.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import { unknownProfile } from '#model/profile.ts';
import type { StabilityRow } from '#model/stability/row.ts';
import { notice, type Still, stillSchema } from '#model/still.ts';
import { testBuild } from '../../support/made-with.ts';

const inputs: MeasurementInputs = {
  revision: 3,
  layout: defaultLayout(2, null),
  profile: unknownProfile,
  faults: [{ kind: 'expired', part: 'dark' }, { kind: 'other-size' }],
  regions: [
    {
      id: 'T1',
      role: 'tumour',
      tissue: null,
      shape: { kind: 'circle', centre: { x: 1 / 3, y: 2 }, radiusPx: 9.7 },
    },
    {
      id: 'B1',
      role: 'background',
      tissue: 'muscle',
      shape: { kind: 'ellipse', centre: { x: 5, y: 5 }, radiusXPx: 3, radiusYPx: 2, angleRad: Math.PI / 7 },
    },
    {
      id: 'L1',
      role: 'leak',
      tissue: null,
      shape: {
        kind: 'freehand',
        points: [
          { x: 0.1, y: 0.2 },
          { x: 3, y: 0 },
          { x: 0, y: -3.5 },
        ],
      },
    },
  ],
  referenceId: 'T1',
  keyFrame: null,
  specular: null,
  analysis: noAnalysis,
};

const stabilityRow: StabilityRow = {
  fromS: 1_790_000_000.25,
  lastsS: 10.004,
  delivered: 4,
  drawn: 3,
  dropped: 1,
  missing: 2,
  held: 0,
  ageMs: { p50: 11.2, p95: 40, p99: 40, max: 40 },
  ageCounts: [
    [96, 1],
    [97, 1],
    [123, 1],
  ],
  longestGapS: 0.21,
  gain: null,
  gainUnseenS: 10.004,
  ambientCodes: 18.5,
  darkCodes: null,
  withheldS: 1.2,
  heldS: 0,
  exposureMs: null,
  iso: null,
  hazards: [{ problemId: 'picture-black', text: 'The picture is black.', fromS: 3, toS: 4.2 }],
};

const statistics = {
  n: 12,
  sd: 0.1,
  median: 0.5,
  p5: 0.3,
  p95: 0.7,
  min: 0.1,
  max: 0.9,
  meanCodes: 130.25,
  specularShare: 0.01,
  peak: 0.8,
  effectiveN: 4.5,
  meanSd: 0.04,
};
const nothing = {
  n: 0,
  mean: null,
  sd: null,
  median: null,
  p5: null,
  p95: null,
  min: null,
  max: null,
  meanCodes: null,
  specularShare: 0,
  peak: null,
  effectiveN: null,
  meanSd: null,
};
const shares = { clippedShare: 0.041, crushedShare: 0, outsideShare: 0.5 };

const measurement: Measurement = {
  frameNumber: 17,
  timestampS: 0.5666666666666667,
  arrivedS: 1_790_000_000.123,
  inputsRevision: 3,
  profileId: 'unknown',
  profileHash: '',
  calibration: 'relative, uncalibrated',
  motion: null,
  regions: [
    { id: 'T1', role: 'tumour', tissue: null, mean: 0.1 + 0.2, ...statistics, ...shares },
    { id: 'B1', role: 'background', tissue: 'muscle', ...nothing, ...shares },
  ],
  pairs: [
    {
      tumourId: 'T1',
      backgroundId: 'B1',
      tbr: { value: 3.4200000000000004 },
      tbrProfileSd: null,
      tbrSd: null,
      cnrSd: null,
      cnr: { withheld: 'clipped', detail: 'clipped 4.1 % > 1 %' },
      cnrTwoSigma: { withheld: 'no-spread', detail: '' },
      snr: { value: -0 },
      weber: { value: 5e-324 },
      michelson: { value: 1 / 3 },
    },
  ],
  references: [
    { id: 'B1', percent: { withheld: 'no-pixels', detail: 'B1 has no pixels' }, ofSpecimen: { value: 77 } },
  ],
  backgroundLinear: null,
  fieldClippedShare: 0,
  fieldHistogram: [0, 1, 2],
};

const happened = { atS: 1_790_000_000.5, frameNumber: 17 };
const samples: { readonly [Type in SessionEventType]: Extract<SessionEvent, { type: Type }> } = {
  inputs: { type: 'inputs', ...happened, inputs: { ...inputs, regions: [...inputs.regions] } },
  display: { type: 'display', ...happened, display: defaultDisplay, view: defaultView },
  case: { type: 'case', ...happened, case: { ...emptyCase, protocolId: 'NL7674', label: 'K-017' } },
  measurement: { type: 'measurement', ...happened, measurement: eventMeasurement() },
  analysis: {
    type: 'analysis',
    ...happened,
    analysis: {
      frameNumber: 17,
      timestampS: 0.5,
      arrivedS: 1_790_000_000,
      inputsRevision: 3,
      stepPx: 1,
      signal: { withheld: 'no-background', detail: 'no background region' },
      lines: [
        {
          threshold: 2,
          loops: 1,
          length: { px: 40, sdPx: 0.3, mm: { value: 4, sd: 0.1 } },
          area: { px: 100, mm2: null },
        },
      ],
      margin: {
        edgeId: 'E1',
        smallest: { px: 11.2, sdPx: 0.3, mm: null },
        reachesEdge: false,
        at: { x: 1, y: 2 },
        signalAt: { x: 9, y: 10 },
        edgeLength: { px: 400, sdPx: 1, mm: null },
        under: [],
      },
      rim: null,
      peaks: null,
      residual: null,
    },
  },
  'key-frame': {
    type: 'key-frame',
    ...happened,
    keyFrame: {
      hash: 'a'.repeat(64),
      widthPx: 8,
      heightPx: 8,
      sceneWidthPx: 32,
      sceneHeightPx: 32,
      samples: toBase64(new Uint8Array(64)),
    },
  },
  still: { type: 'still', ...happened, stillId: 'a1b2c3d4' },
  fields: {
    type: 'fields',
    ...happened,
    fields: [fieldToJson(fieldOf([1, 2, 3, 4, 5, 6], 3, 2))],
  },
  'gain-jump': { type: 'gain-jump', ...happened, ratio: 1.26, isStep: true },
  camera: { type: 'camera', ...happened, text: 'Exposure is automatic' },
  mark: { type: 'mark', ...happened, kind: 'iort-start', doseGy: 15, text: 'Resection ended' },
  pause: { type: 'pause', ...happened },
  resume: { type: 'resume', ...happened },
  blank: { type: 'blank', ...happened, blanks: [{ stream: 'main', x: 0, y: 0, width: 0.5, height: 0.1 }] },
  dropped: { type: 'dropped', ...happened, count: 2, where: 'recorder' },
  stability: { type: 'stability', ...happened, row: stabilityRow },
  problem: { type: 'problem', ...happened, problemId: 'camera-lost', text: 'The camera is gone.' },
};

/** Through the schema, which is what makes it an event's (mutable) measurement. */
function eventMeasurement() {
  const event = eventSchema.parse({ type: 'measurement', ...happened, measurement });
  if (event.type !== 'measurement') throw new Error('The sample is not a measurement.');
  return event.measurement;
}

const throughDisk = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('an event', () => {
  test.each(Object.entries(samples))('of type %s comes back from disk as it was', (_, event) => {
    expect(eventSchema.parse(throughDisk(event))).toEqual(throughDisk(event));
    expect(Object.keys(eventSchema.parse(event)).toSorted()).toEqual(Object.keys(event).toSorted());
  });

  test('is sampled here for every type there is', () => {
    expect(Object.keys(samples).toSorted()).toEqual(
      eventSchema.options.map(option => option.shape.type.value).toSorted(),
    );
  });

  test('keeps every bit of a number, and a figure’s reason, through the disk', () => {
    const parsed = eventSchema.parse(throughDisk(samples.measurement));
    if (parsed.type !== 'measurement') throw new Error('The type changed.');
    const [pair] = parsed.measurement.pairs;
    expect(pair?.tbr).toEqual({ value: 3.4200000000000004 });
    expect(pair?.weber).toEqual({ value: 5e-324 });
    expect(pair?.cnr).toEqual({ withheld: 'clipped', detail: 'clipped 4.1 % > 1 %' });
    expect(parsed.measurement.regions[0]?.mean).toBe(0.1 + 0.2);
    expect(parsed.measurement.arrivedS).toBe(1_790_000_000.123);
  });

  test.each<[what: string, event: unknown, place: string]>([
    ['of no known type', { ...samples.mark, type: 'remark' }, 'type'],
    ['without its frame', { ...samples.mark, frameNumber: undefined }, 'frameNumber'],
    ['with a background that has no tissue', withTissue(null), 'inputs.regions.1'],
    [
      'with a person’s name for a label',
      { ...samples.case, case: { ...emptyCase, label: 'A. Person' } },
      'case.label',
    ],
    [
      'with more opacity than lets tissue through',
      withDisplay({ opacity: opacityLimit + 0.01 }),
      'display.opacity',
    ],
    ['with five thresholds', withDisplay({ thresholds: [1, 2, 3, 4, 5] }), 'display.thresholds'],
    ['with a figure that is neither number nor reason', withTbr({}), 'measurement.pairs.0.tbr'],
    [
      'with a number that is not finite',
      withTbr({ value: Number.POSITIVE_INFINITY }),
      'measurement.pairs.0.tbr',
    ],
  ])('%s is refused at its place', (_, event, place) => {
    const issues = eventSchema.safeParse(event).error?.issues ?? [];
    expect(issues.map(issue => issue.path.join('.')).some(path => path.startsWith(place))).toBe(true);
  });
});

test('the default display shows untouched white light, no thresholds and less than the cap of opacity', () => {
  expect(displaySchema.parse(defaultDisplay)).toEqual(defaultDisplay);
  expect(defaultDisplay).toMatchObject({ mode: 'side-by-side', thresholds: [], acceptsRelative: false });
  expect(defaultDisplay.opacity).toBeLessThanOrEqual(opacityLimit);
});

test('a still comes back from disk as it was, with the notice', () => {
  const still: Still = {
    version: 1,
    madeWith: testBuild,
    id: 'a1b2c3d4',
    takenAtS: 1_790_000_000.5,
    feed: { kind: 'camera', name: 'Tower A' },
    frame: { number: 17, timestampS: 0.5, arrivedS: 1_790_000_000.4 },
    case: emptyCase,
    inputs: { ...inputs, regions: [...inputs.regions] },
    display: defaultDisplay,
    view: defaultView,
    measurement: eventMeasurement(),
    analysis: null,
    definitions: { tbr: '(µ_T − µ_0) / (µ_B − µ_0)' },
    annotations: [
      { kind: 'text', at: { x: 1, y: 2 }, text: 'edge' },
      { kind: 'arrow', from: { x: 1, y: 2 }, to: { x: 3, y: 4 }, text: '' },
    ],
    files: {
      composite: 'composite.png',
      whiteLight: null,
      nirLinear: 'nir-linear.png',
      nirCodes: 'nir-codes.png',
    },
    nirLinearScale: { low: -0.01, high: 1.2, cutPx: 0 },
    notice,
  };
  expect(stillSchema.parse(throughDisk(still))).toEqual(throughDisk(still));
  expect(stillSchema.safeParse({ ...still, version: 2 }).success).toBe(false);
});

function withDisplay(change: object): unknown {
  return { ...samples.display, display: { ...defaultDisplay, ...change } };
}

function withTissue(tissue: null): unknown {
  const regions = inputs.regions.map(r => (r.role === 'background' ? { ...r, tissue } : r));
  return { ...samples.inputs, inputs: { ...inputs, regions } };
}

function withTbr(tbr: object): unknown {
  return {
    ...samples.measurement,
    measurement: { ...measurement, pairs: [{ ...measurement.pairs[0], tbr }] },
  };
}
