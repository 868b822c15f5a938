/** A check of a camera that never was, and its history. Results are the model's own, of wells and series that are put in. */

import { readConcentration } from '#model/check/concentration.ts';
import { readDepth } from '#model/check/depth.ts';
import { readResolution } from '#model/check/resolution.ts';
import { readStability } from '#model/check/stability.ts';
import {
  type BarMark,
  type BarProfile,
  type CheckConditions,
  type CheckParts,
  type CheckPicture,
  type CheckReport,
  type CheckTarget,
  type CheckWell,
  noCheckParts,
  type PlacedWell,
} from '#model/check.ts';
import type { Point } from '#model/geometry.ts';
import { targets } from '#study/seeds.ts';
import { testBuild } from './made-with.ts';
import { createRandom } from './random.ts';

const targetOf = (kind: CheckTarget['kind']): CheckTarget => {
  const target = targets.find(each => each.kind === kind);
  if (!target) throw new Error(`No seed of the kind ${kind}.`);
  return target;
};
export const sampleTargets = { concentration: targetOf('concentration'), depth: targetOf('depth') };

const size = { widthPx: 1024, heightPx: 768 };
const conditions: CheckConditions = {
  frames: 16,
  unit: 'linear',
  isDarkSubtracted: true,
  isFlatFielded: false,
};

const control = { mean: 0.004, sd: 0.0006 };
const netOf = {
  concentration: (nM: number) => 0.0008 * nM ** 0.992,
  depth: (mm: number) => 0.6 * Math.exp(-0.9 * mm),
};
/** Off by a few per cent that depend on the place alone. */
const offBy = (index: number): number => 1 + 0.03 * Math.sin(2.6 * index + 1);

const centreOf = (index: number): Point => ({
  x: 256 + 256 * (index % 3),
  y: 144 + 240 * Math.floor(index / 3),
});
export const samplePlaces: readonly PlacedWell[] = Array.from({ length: 9 }, (_, index) => ({
  index,
  centre: centreOf(index),
  radiusPx: 76,
  from: index > 6 ? ('grid' as const) : ('found' as const),
}));

/** Wells where they are placed; further from their true place they give less light. */
export function sampleWells(target: CheckTarget, placed: readonly PlacedWell[]): readonly CheckWell[] {
  return placed.flatMap((well): CheckWell[] => {
    const value = target.values[well.index] ?? null;
    if (value === null) return [];
    const place = centreOf(well.index);
    const off = Math.hypot(well.centre.x - place.x, well.centre.y - place.y);
    const seen = Math.max(0, 1 - Math.max(0, off - 20) / 80);
    const net = value === 'control' ? 0 : netOf[target.kind](value) * offBy(well.index) * seen;
    const radius = well.radiusPx / 2;
    return [
      {
        ...well,
        value,
        n: Math.round(Math.PI * radius * radius),
        mean: control.mean + net,
        sd: control.sd + 0.02 * net,
        clippedShare: 0,
      },
    ];
  });
}

/** Wells as they lie, bright where there is dye. */
export function samplePicture(target: CheckTarget | null): CheckPicture {
  const picture = { widthPx: 512, heightPx: 384 };
  const rgba = new Uint8ClampedArray(4 * picture.widthPx * picture.heightPx);
  const wells = target ? sampleWells(target, samplePlaces) : [];
  const brightest = Math.max(1e-9, ...wells.map(({ mean }) => mean ?? 0));
  for (let y = 0; y < picture.heightPx; y++)
    for (let x = 0; x < picture.widthPx; x++) {
      const well = wells.find(each => Math.hypot(2 * x - each.centre.x, 2 * y - each.centre.y) < 76);
      const bars = target === null && Math.floor(x / Math.max(4, 28 - x / 24)) % 2 === 0;
      const grey = 12 + (well ? 240 * Math.sqrt((well.mean ?? 0) / brightest) : bars ? 180 : 0);
      rgba.set([grey, grey, grey, 255], 4 * (y * picture.widthPx + x));
    }
  return {
    conditions,
    ...size,
    picture: { ...picture, rgba },
    clippedShare: 0,
    uniformity: { above60: 0.994, above80: 0.871, above90: 0.512, above95: 0.223 },
  };
}

export const sampleMarks: readonly BarMark[] = [1, 2, 3, 4].map(element => ({
  name: `G1 E${element}`,
  linePairsPerMm: 2 ** (1 + (element - 1) / 6),
  from: { x: 120 + 180 * element, y: 300 },
  to: { x: 210 + 180 * element, y: 300 },
  bars: 3,
}));

export const sampleProfiles = (marks: readonly BarMark[]): readonly BarProfile[] =>
  marks.map(mark => {
    const depth = Math.max(0, 1.7 - 0.46 * mark.linePairsPerMm);
    const values = Float32Array.from({ length: 181 }, (_, i) => {
      const bar = 0.5 - 0.5 * Math.cos((2 * Math.PI * mark.bars * i) / 180);
      return 0.2 + 0.5 * (1 - depth + depth * bar);
    });
    return { mark, stepPx: 0.5, values, sd: 0.004, isClipped: false };
  });

/** Two minutes of a lamp that warms up and hums. */
function stability() {
  const random = createRandom(11);
  return readStability(
    Array.from({ length: 3600 }, (_, i) => {
      const timestampS = i / 30;
      const mean =
        0.4 *
        (1 + 0.00012 * timestampS + 0.003 * Math.sin((2 * Math.PI * timestampS) / 4.2)) *
        (1 + 0.002 * random.uniform(-1, 1));
      return { timestampS, mean };
    }),
  );
}

const madeAtS = Date.UTC(2026, 9, 14, 7, 5) / 1000;
const made = { madeAtS, conditions };

/** What each part reads. */
export const sampleParts: CheckParts = {
  concentration: {
    ...made,
    result: readConcentration(
      sampleTargets.concentration,
      sampleWells(sampleTargets.concentration, samplePlaces),
    ),
  },
  depth: {
    ...made,
    result: readDepth(sampleTargets.depth, sampleWells(sampleTargets.depth, samplePlaces)),
  },
  uniformity: { ...made, result: { above60: 0.994, above80: 0.871, above90: 0.512, above95: 0.223 } },
  resolution: { ...made, result: readResolution(sampleProfiles(sampleMarks)) },
  dark: {
    madeAtS,
    conditions: null,
    result: {
      frames: 32,
      bitDepth: 8,
      meanCodes: { value: 17.42, sd: 0.01 },
      temporalSdCodes: 1.31,
      fixedPatternSdCodes: 0.42,
    },
  },
  stability: { madeAtS, conditions: null, result: stability() },
};

/** A report of this camera with the parts given, `daysAgo` days before the sample's day. */
export function sampleReport(parts: Partial<CheckParts> = sampleParts, daysAgo = 0): CheckReport {
  const at = madeAtS - daysAgo * 86_400;
  return {
    version: 1,
    madeWith: testBuild,
    id: `sample-${daysAgo}`,
    madeAtS: at,
    device: 'Tower A',
    scope: '0°, 10 mm',
    profileHash: '5e'.repeat(32),
    calibration: 'calibrated',
    note: daysAgo === 0 ? 'Room light off.' : '',
    parts: { ...noCheckParts, ...parts },
  };
}

/** Earlier checks of the same camera, newest first, each a little different. */
export const sampleHistory = (count = 8): readonly CheckReport[] =>
  Array.from({ length: count }, (_, i) => {
    const wells = sampleWells(sampleTargets.concentration, samplePlaces).map(well => ({
      ...well,
      mean:
        (well.mean ?? 0) * (typeof well.value === 'number' ? well.value ** (0.003 * Math.sin(3 * i + 1)) : 1),
    }));
    return sampleReport(
      {
        ...sampleParts,
        concentration: { ...made, result: readConcentration(sampleTargets.concentration, wells) },
        dark: {
          madeAtS,
          conditions: null,
          result: {
            frames: 32,
            bitDepth: 8,
            meanCodes: { value: 17.3 + 0.05 * Math.sin(i), sd: 0.01 },
            temporalSdCodes: 1.3 + 0.02 * Math.cos(2 * i),
            fixedPatternSdCodes: 0.41 + 0.01 * Math.sin(5 * i),
          },
        },
      },
      2 + 3 * i,
    );
  });
