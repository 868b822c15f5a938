/** A small two-camera still order with known codes, and a picture of something like tissue. */

import { noAnalysis } from '#model/analysis.ts';
import { emptyCase } from '#model/case-strip.ts';
import { type Display, defaultDisplay, defaultView } from '#model/display.ts';
import { definitionsInWords } from '#model/figures.ts';
import type { FrameFormat, FramePlanes } from '#model/frame.ts';
import { packedPlanes, planesIn } from '#model/frame.ts';
import type { Layout } from '#model/layout.ts';
import type { Measurement } from '#model/measurement.ts';
import { panesOf } from '#model/panes.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import type { Region } from '#model/region.ts';
import { notice, type Still } from '#model/still.ts';
import type { StillOrder } from '#workers/export/api.ts';
import { testBuild } from '../../support/made-with.ts';

export const sideBySide: Layout = {
  id: 'white-nir',
  name: 'White light | NIR',
  white: { stream: 'main', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
  nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 1 } },
  displayReferred: false,
  source: 'made for a test',
};

export const knownProfile: Profile = {
  ...unknownProfile,
  id: 'known',
  name: 'Tower A, 18 Nov',
  transfer: { kind: 'power', gamma: 2.2 },
  darkCodes: 24,
};

/** A frame whose codes are a fixed pseudo-random pattern over the whole range of its depth. */
export function madeFrame(format: Omit<FrameFormat, 'colour'> & Partial<FrameFormat>): FramePlanes {
  const whole: FrameFormat = {
    colour: { fullRange: false, matrix: 'bt709', transfer: null, primaries: null },
    ...format,
  };
  const { totalBytes } = packedPlanes(whole);
  const planes = planesIn(new ArrayBuffer(totalBytes), whole);
  const top = 2 ** whole.bitDepth;
  let state = 7;
  for (const { samples } of planes) {
    for (let i = 0; i < samples.length; i++) {
      state = (state * 1664525 + 1013904223) >>> 0;
      samples[i] = Math.floor((state / 2 ** 32) * top);
    }
  }
  return { number: 1234, timestampS: 41.16, arrivedS: 1_763_784_000, format: whole, planes };
}

export const scene = { widthPx: 640, heightPx: 480 };

export const regions: readonly Region[] = [
  {
    id: 'T1',
    role: 'tumour',
    tissue: null,
    shape: { kind: 'ellipse', centre: { x: 330, y: 220 }, radiusXPx: 74, radiusYPx: 50, angleRad: 0.4 },
  },
  {
    id: 'B1',
    role: 'background',
    tissue: 'muscle',
    shape: { kind: 'circle', centre: { x: 130, y: 340 }, radiusPx: 46 },
  },
  {
    id: 'L1',
    role: 'leak',
    tissue: null,
    shape: {
      kind: 'polygon',
      points: [
        { x: 480, y: 90 },
        { x: 580, y: 110 },
        { x: 560, y: 180 },
        { x: 490, y: 170 },
      ],
    },
  },
];

export const measurement: Measurement = {
  frameNumber: 1234,
  timestampS: 41.16,
  arrivedS: 1_763_784_000,
  inputsRevision: 3,
  profileId: 'known',
  profileHash: '',
  calibration: 'calibrated',
  motion: null,
  regions: regions.map(({ id, role, tissue }, i) => ({
    id,
    role,
    tissue,
    n: 11_623 - 3000 * i,
    mean: [0.3912, 0.1144, 0.72][i]!,
    sd: [0.0841, 0.0197, 0.05][i]!,
    median: 0.3,
    p5: 0.2,
    p95: 0.5,
    min: 0.1,
    max: 0.6,
    clippedShare: 0.0021,
    crushedShare: 0,
    outsideShare: 0,
    meanCodes: 120,
    specularShare: 0,
    peak: null,
    effectiveN: null,
    meanSd: null,
  })),
  pairs: [
    {
      tumourId: 'T1',
      backgroundId: 'B1',
      tbr: { value: 3.4196 },
      tbrProfileSd: null,
      tbrSd: null,
      cnrSd: null,
      cnr: { value: 14.05 },
      cnrTwoSigma: { value: 3.2 },
      snr: { value: 19.9 },
      weber: { value: 2.42 },
      michelson: { value: 0.55 },
    },
  ],
  references: [],
  backgroundLinear: 0.1144,
  fieldClippedShare: 0.001,
  fieldHistogram: [0, 1, 2],
};

export function madeStill(
  change: { display?: Partial<Display>; profile?: Profile; layout?: Layout } = {},
): Still {
  return {
    version: 1,
    madeWith: testBuild,
    id: `made-${crypto.randomUUID().slice(0, 8)}`,
    takenAtS: 1_763_784_001.25,
    feed: { kind: 'camera', name: 'Tower A' },
    frame: { number: 1234, timestampS: 41.16, arrivedS: 1_763_784_000 },
    case: {
      ...emptyCase,
      protocolId: 'NCT06979115',
      label: 'K-017',
      dose: '2 mg/kg',
      injectedAtS: 1_763_784_000 - 85_260,
    },
    inputs: {
      revision: 3,
      layout: change.layout ?? sideBySide,
      profile: change.profile ?? knownProfile,
      faults: [],
      regions: [...regions],
      referenceId: null,
      keyFrame: null,
      specular: null,
      analysis: noAnalysis,
    },
    display: { ...defaultDisplay, thresholds: [1.5, 2, 3], ...change.display },
    view: defaultView,
    measurement: structuredClone(measurement) as Still['measurement'],
    analysis: null,
    definitions: { ...definitionsInWords },
    annotations: [],
    files: { composite: '', whiteLight: null, nirLinear: null, nirCodes: null },
    nirLinearScale: null,
    notice,
  };
}

/** Something like tissue in every pane of the still's mode, as the view worker would draw it. */
export function madePicture(still: Still, canvas: { widthPx: number; heightPx: number }): ImageBitmap {
  const picture = new OffscreenCanvas(canvas.widthPx, canvas.heightPx);
  const context = picture.getContext('2d')!;
  context.fillStyle = '#0b0d10';
  context.fillRect(0, 0, canvas.widthPx, canvas.heightPx);
  for (const { rect, content, sceneToCanvas: h } of panesOf(still.display.mode, canvas, scene, still.view)) {
    context.save();
    context.beginPath();
    context.rect(rect.x, rect.y, rect.width, rect.height);
    context.clip();
    context.setTransform(h[0], h[1], h[3], h[4], h[6], h[7]);
    const tissue = context.createLinearGradient(0, 0, scene.widthPx, scene.heightPx);
    for (const [at, colour] of [
      [0, '#8d3b32'],
      [0.45, '#a94c3e'],
      [0.6, '#c9a06a'],
      [0.8, '#e9dcc4'],
      [1, '#5a1d1a'],
    ] as const) {
      tissue.addColorStop(at, colour);
    }
    context.fillStyle = tissue;
    context.fillRect(-0.5, -0.5, scene.widthPx, scene.heightPx);
    if (content !== 'white-light' && content !== 'contour') {
      const glow = context.createRadialGradient(330, 220, 5, 330, 220, 90);
      glow.addColorStop(0, 'rgba(60, 255, 60, 0.7)');
      glow.addColorStop(1, 'rgba(60, 255, 60, 0)');
      context.fillStyle = glow;
      context.fillRect(200, 100, 260, 240);
    }
    context.restore();
  }
  return picture.transferToImageBitmap();
}

/** `main` holds white light and NIR side by side, each the scene's size. */
export function madeOrder(still = madeStill(), canvas = { widthPx: 1280, heightPx: 720 }): StillOrder {
  return {
    still,
    picture: madePicture(still, canvas),
    main: madeFrame({
      format: 'I420',
      widthPx: 2 * scene.widthPx,
      heightPx: scene.heightPx,
      bitDepth: 8,
    }),
    second: null,
    anchors: [
      { threshold: 1.5, x: 330, y: 140 },
      { threshold: 2, x: 262, y: 258 },
      { threshold: 3, x: 352, y: 268 },
    ],
  };
}
