/**
 * Every function in `shaders/lib` answers as its TypeScript twin does, on random inputs and at the ends of its range.
 * A function without a case here fails the last tests, so nothing can be added to the shaders without a reference.
 */
import { afterAll, describe, expect, test } from 'vitest';
import {
  cividis,
  colourOf,
  cyan,
  green,
  grey,
  inferno,
  type Rgb,
  redBlue,
  viridis,
} from '#model/colour-map.ts';
import { tableToLinear } from '#model/curve-table.ts';
import { colourMaps } from '#model/display.ts';
import { fieldOf } from '#model/field.ts';
import { identity, mapPoint } from '#model/geometry.ts';
import { createToScene, toSensor } from '#model/mapping.ts';
import type { Transfer } from '#model/profile.ts';
import {
  bandCover,
  bandStyleOf,
  blendOverlay,
  byteWeights,
  clampTo,
  clipMark,
  correctLinear,
  curveShare,
  frameToChannel,
  greyToSignal,
  homogeneousToPoint,
  isoLines,
  isoStyleOf,
  isWithin,
  mayCross,
  overlayAlpha,
  packLinear,
  paintBands,
  paintIsoLines,
  rgbToGrey,
  signedShare,
  signedStrength,
  signedStretchOf,
  stripes,
  texelToRgb,
  texelToSignal,
  unpackLinear,
  veil,
  windowOf,
  windowShare,
  yuvToRgb,
} from '#model/shade.ts';
import { signalToLinear } from '#model/transfer.ts';
import { createGlslHarness, type GlslInput } from '#test/support/glsl-harness.ts';
import { createRandom, type Random } from '#test/support/random.ts';
import { curveTexels, fieldTexels } from '#workers/view/compositor-fields.ts';
import type { TexelRows } from '#workers/view/gpu/plane-texture.ts';
import { type Defines, shaderPaths, shaderText } from '#workers/view/gpu/shader-source.ts';

type ParityCase = {
  /** The GLSL function. */
  readonly name: string;
  readonly file: string;
  readonly call: string;
  readonly defines?: Defines;
  readonly textures?: Readonly<Record<string, TexelRows>>;
  readonly random: (random: Random) => GlslInput;
  readonly edges?: readonly GlslInput[];
  /** As many numbers as the function returns. */
  readonly reference: (input: GlslInput) => readonly number[];
  readonly tolerance: number;
};

/** Numbers of magnitude one after a few float32 operations: a dozen units in the last place, 2⁻²⁴ each. */
const fewRoundings = 1e-6;
/** `pow` and `log2` may be off by far more than a rounding (GLSL ES 3.00 §4.5.1 leaves it open); still 1/100 of a code. */
const power = 4e-5;
/** The standard curves may be fitted to 5 parts in 100,000 up to a signal of 1.1, which is light of 1.24; 1/50 of a code. */
const fitted = 7e-5;
/** Degree six with coefficients up to 217 that cancel: 217 × 2⁻²⁴ × a few terms; 1/40 of a displayed step. */
const cancelling = 1e-4;
/** Positions up to 2,000: a few units in the last place, 1/8,192 pixel each. */
const positionPx = 1e-3;

const share = (random: Random): number => random.uniform(0, 1);
const shares: GlslInput[] = [[[0]], [[0.5]], [[1]]];
const rgb = (random: Random): number[] => [share(random), share(random), share(random)];
const asRgb = (vector: readonly number[]): Rgb => [vector[0]!, vector[1]!, vector[2]!];
const asPair = (vector: readonly number[]) => [vector[0]!, vector[1]!] as const;
const asFour = (vector: readonly number[]) => [vector[0]!, vector[1]!, vector[2]!, vector[3]!] as const;
const float32 = (vector: readonly number[]): number[] => vector.map(Math.fround);

const ofShare = (name: string, reference: (share: number) => Rgb): ParityCase => ({
  name,
  file: 'colour-map',
  call: `vec4(${name}(a.x), 1.0)`,
  random: random => [[share(random)]],
  edges: shares,
  reference: ([a]) => reference(a![0]!),
  tolerance: cancelling,
});

const colourMapCases: ParityCase[] = [
  ...Object.entries({ green, cyan, grey, inferno, viridis, cividis, redBlue }).map(([name, reference]) =>
    ofShare(name, reference),
  ),
  ...colourMaps.map((map, index) => ({
    ...ofShare('colourOf', value => colourOf(map, value)),
    defines: { COLOUR_MAP: index },
  })),
];

/** A texel of bytes as the sampler gives it. */
const texel = (random: Random, channels: number): number[] =>
  Array.from({ length: channels }, () => Math.fround(random.integer(0, 255) / 255));
/** Weights as decoding uses them for bytes: up to 2 for a channel. */
const factors = (random: Random): number[] => [
  random.uniform(-2, 2),
  random.uniform(-2, 2),
  random.uniform(-2, 2),
  random.uniform(-1.5, 1.5),
];

const decodeCases: ParityCase[] = [
  {
    name: 'texelToSignal',
    file: 'decode',
    call: 'vec4(texelToSignal(a.xyz, b))',
    random: random => [texel(random, 3), factors(random)],
    // The two bytes of a code of 16 bits and of 10.
    edges: [
      ...[0, 1].flatMap(low => [0, 1].map(high => [[low, high, 0], float32([1 / 257, 256 / 257, 0, 0])])),
      ...[0, 1].map(low => [float32([low, 3 / 255, 0]), float32([255 / 1023, 65_280 / 1023, 0, 0])]),
    ],
    reference: ([a, b]) => [texelToSignal(asRgb(a!), asFour(b!))],
    tolerance: 2 * fewRoundings,
  },
  {
    name: 'greyToSignal',
    file: 'decode',
    call: 'vec4(greyToSignal(a.x, b))',
    random: random => [texel(random, 1), factors(random)],
    reference: ([a, b]) => [greyToSignal(a![0]!, asFour(b!))],
    tolerance: fewRoundings,
  },
  {
    name: 'texelToRgb',
    file: 'decode',
    call: 'vec4(texelToRgb(a.xyz, mat4(b, c, d, e)), 1.0)',
    random: random => [texel(random, 3), ...Array.from({ length: 4 }, () => factors(random))],
    reference: ([a, ...columns]) => texelToRgb(asRgb(a!), columns.flat()),
    tolerance: 2 * fewRoundings,
  },
  {
    name: 'yuvToRgb',
    file: 'decode',
    call: 'vec4(yuvToRgb(a.x, a.yz, YuvFactors(b.x, b.y, c.xy, b.z, d.xyz)), 1.0)',
    random: random => [
      texel(random, 3),
      factors(random),
      [random.uniform(-1, 0), random.uniform(-1, 0)],
      [random.uniform(-1.2, 0.8), random.uniform(-1.2, 0.8), random.uniform(-1.2, 0.8)],
    ],
    reference: ([a, b, c, d]) => {
      const [luma, redFromV, blueFromU] = asRgb(b!);
      const yuv = { luma, redFromV, blueFromU, greenFromUv: asPair(c!), added: asRgb(d!) };
      return yuvToRgb(a![0]!, [a![1]!, a![2]!], yuv);
    },
    tolerance: 2 * fewRoundings,
  },
  {
    name: 'rgbToGrey',
    file: 'decode',
    call: 'vec4(rgbToGrey(a.xyz))',
    random: random => [rgb(random)],
    edges: [[[0, 0, 0]], [[1, 1, 1]]],
    reference: ([a]) => [rgbToGrey(asRgb(a!))],
    tolerance: fewRoundings,
  },
  {
    name: 'packLinear',
    file: 'decode',
    call: 'vec4(packLinear(a.x), 0.0, 0.0)',
    // Between two steps of the high byte: at a step one rounding moves a whole low byte, and the sum stays.
    random: random => [
      [Math.fround(((random.integer(0, 254) + random.uniform(0.01, 0.99)) / 255) * 1.5 - 0.25)],
    ],
    edges: [[[-0.25]], [[-3]], [[1.25]], [[7]]],
    reference: ([a]) => packLinear(a![0]!),
    // The low byte is 255 times as fine as the light.
    tolerance: 255 * fewRoundings,
  },
  {
    name: 'unpackLinear',
    file: 'decode',
    call: 'vec4(unpackLinear(a.xy))',
    random: random => [texel(random, 2)],
    reference: ([a]) => [unpackLinear(asPair(a!))],
    tolerance: fewRoundings,
  },
  {
    // Whatever the step: what is packed comes back.
    name: 'unpackLinear',
    file: 'decode',
    call: 'vec4(unpackLinear(packLinear(a.x)))',
    random: random => [[random.uniform(-0.25, 1.25)]],
    edges: [[[0]], [[1]]],
    reference: ([a]) => [a![0]!],
    tolerance: 2 * fewRoundings,
  },
];

const transferCase = (name: string, transfer: Transfer, more: Partial<ParityCase> = {}): ParityCase => ({
  name,
  file: 'transfer',
  call: `vec4(${name}(a.x${/power|signal/.test(name) ? ', b.x' : ''}))`,
  // Codes below black and above white are signal, too: −0.07 … 1.09 in limited range.
  random: random => [[random.uniform(-0.2, 1.1)], [transfer.kind === 'power' ? transfer.gamma : 1]],
  edges: [-1, 0, 1].map(signal => [[signal], [transfer.kind === 'power' ? transfer.gamma : 1]]),
  reference: ([a]) => [signalToLinear(a![0]!, transfer)],
  tolerance: fitted,
  ...more,
});
const gammas = [0.5, 1.8, 2.2, 5].map(gamma => ({ kind: 'power', gamma: Math.fround(gamma) }) as const);

/** Curves that bend where no standard one does: nearly flat and steep in turn, an S, a toe of one step. */
const tables = [
  Array.from({ length: 65 }, (_, i) => (i + 6 * Math.sin((i * Math.PI) / 8) * 0.4) / 64),
  Array.from({ length: 65 }, (_, i) => (i / 64) ** 2 * (3 - i / 32)),
  Array.from({ length: 65 }, (_, i) => (i === 0 ? 0 : 0.5 + i / 128)),
  Array.from({ length: 65 }, (_, i) => (i / 64) ** 2.2),
];
/** A piece's start and its rise are kept in 65,536 steps, half a step off each; at white + 0.095 the rise counts 7 times. */
const inTwoBytes = 4.1 / 65_535;

const tableCases = tables.flatMap((linear): ParityCase[] => {
  const asTable: Partial<ParityCase> = {
    defines: { TRANSFER: 4 },
    textures: { u_table: curveTexels(linear) },
    // What codes of limited range can be: 0 … 255 about 16 … 235.
    random: random => [[random.uniform(-0.075, 1.095)], [1]],
    edges: [-0.075, 0, 1 / 64, 0.5, 63 / 64, 1, 1.095].map(signal => [[Math.fround(signal)], [1]]),
    reference: ([a]) => [tableToLinear(a![0]!, linear)],
    tolerance: inTwoBytes,
  };
  return [
    transferCase('signalToLinear', { kind: 'table', linear }, asTable),
    transferCase(
      'tableToLinear',
      { kind: 'table', linear },
      { ...asTable, call: 'vec4(tableToLinear(a.x, u_table))' },
    ),
  ];
});

const transferCases: ParityCase[] = [
  ...tableCases,
  transferCase('srgbToLinear', { kind: 'srgb' }),
  transferCase('bt709ToLinear', { kind: 'bt709' }),
  ...gammas.map(transfer => transferCase('powerToLinear', transfer)),
  transferCase('signalToLinear', { kind: 'unknown' }, { defines: { TRANSFER: 0 }, tolerance: 0 }),
  transferCase('signalToLinear', { kind: 'linear' }, { defines: { TRANSFER: 0 }, tolerance: 0 }),
  transferCase('signalToLinear', { kind: 'srgb' }, { defines: { TRANSFER: 1 } }),
  transferCase('signalToLinear', { kind: 'bt709' }, { defines: { TRANSFER: 2 } }),
  ...gammas.map(transfer => transferCase('signalToLinear', transfer, { defines: { TRANSFER: 3 } })),
];

const curveCase = (curve: Parameters<typeof curveShare>[1], index: number): ParityCase => {
  const gamma = curve.kind === 'gamma' ? curve.gamma : 1;
  return {
    name: 'curveShare',
    file: 'window',
    call: 'vec4(curveShare(a.x, b.x))',
    defines: { CURVE: index },
    random: random => [[share(random)], [gamma]],
    edges: shares.map(([a]) => [a!, [gamma]]),
    reference: ([a]) => [curveShare(a![0]!, curve)],
    tolerance: power,
  };
};

const windowCases: ParityCase[] = [
  {
    name: 'windowShare',
    file: 'window',
    call: 'vec4(windowShare(a.x, b.xy))',
    random: random => {
      const windowLow = random.uniform(-0.5, 0.5);
      const windowHigh = random.uniform(windowLow + 0.1, windowLow + 1);
      return [[random.uniform(-0.7, 1.5)], float32(windowOf({ windowLow, windowHigh }))];
    },
    edges: [
      [[0.25], [0.25, 2]],
      [[0.75], [0.25, 2]],
      // A window of no width: nothing under it, everything over it.
      ...[0.2, 0.3].map(linear => [[linear], float32(windowOf({ windowLow: 0.25, windowHigh: 0.25 }))]),
    ],
    reference: ([a, b]) => [windowShare(a![0]!, asPair(b!))],
    // The narrowest window here stretches a rounding by ten.
    tolerance: 10 * fewRoundings,
  },
  curveCase({ kind: 'linear' }, 0),
  curveCase({ kind: 'log' }, 1),
  ...[0.2, 0.45, 2.2, 5].map(gamma => curveCase({ kind: 'gamma', gamma: Math.fround(gamma) }, 2)),
  {
    name: 'signedShare',
    file: 'window',
    call: 'vec4(signedShare(a.x, b.xyz))',
    random: random => {
      const background = random.uniform(0.05, 0.6);
      const windowLow = random.uniform(-0.5, background - 0.02);
      const windowHigh = random.uniform(background + 0.02, 1.2);
      return [[random.uniform(-0.2, 1.2)], float32(signedStretchOf(background, { windowLow, windowHigh }))];
    },
    // At the background, and with no room on one side: everything there is at the end, not infinite.
    edges: [
      [[0.25], float32(signedStretchOf(0.25, { windowLow: 0, windowHigh: 1 }))],
      [[0.1], float32(signedStretchOf(0.2, { windowLow: 0.2, windowHigh: 1 }))],
      [[0.9], float32(signedStretchOf(0.8, { windowLow: 0, windowHigh: 0.8 }))],
    ],
    reference: ([a, b]) => [signedShare(a![0]!, asRgb(b!))],
    // One side may be 0.02 wide: roundings times fifty.
    tolerance: 50 * fewRoundings,
  },
  {
    name: 'signedStrength',
    file: 'window',
    call: 'vec4(signedStrength(a.x))',
    random: random => [[share(random)]],
    edges: shares,
    reference: ([a]) => [signedStrength(a![0]!)],
    tolerance: fewRoundings,
  },
];

const blendCases: ParityCase[] = [
  {
    name: 'overlayAlpha',
    file: 'blend',
    call: 'vec4(overlayAlpha(a.x, a.y, a.z))',
    random: random => [[share(random), random.uniform(0, 0.5), random.uniform(0, 0.7)]],
    edges: [[[0.15, 0.15, 0.7]], [[0, 0, 0.7]], [[1, 1, 0.7]], [[1, 0, 0]]],
    reference: ([a]) => [overlayAlpha(a![0]!, a![1]!, a![2]!)],
    // The ramp is 16 times as steep as its input.
    tolerance: 16 * fewRoundings,
  },
  {
    name: 'blendOverlay',
    file: 'blend',
    call: 'vec4(blendOverlay(a.xyz, b.xyz, c.x), 1.0)',
    random: random => [rgb(random), rgb(random), [share(random)]],
    edges: [
      [[0.1, 0.2, 0.3], [1, 1, 1], [0]],
      [[0.1, 0.2, 0.3], [1, 1, 1], [1]],
    ],
    reference: ([a, b, c]) => blendOverlay(asRgb(a!), asRgb(b!), c![0]!),
    tolerance: fewRoundings,
  },
];

/** A place well inside a stripe or a gap: at an edge one rounding decides, and nobody sees which way. */
function onStripe(random: Random, period: number): number[] {
  const phase = random.integer(-50, 50) + random.integer(0, 1) / 2 + random.uniform(0.02, 0.48);
  const y = random.uniform(0, 1000);
  return [Math.fround(y + phase * period), y];
}

const markCases: ParityCase[] = [
  {
    name: 'stripes',
    file: 'marks',
    call: 'vec4(stripes(a.xy, b.x))',
    random: random => {
      const period = random.uniform(4, 60);
      return [onStripe(random, period), [period]];
    },
    reference: ([a, b]) => [stripes(asPair(a!), b![0]!)],
    tolerance: 0,
  },
  {
    name: 'clipMark',
    file: 'marks',
    call: 'vec4(clipMark(a.xyz, b.xy), 1.0)',
    random: random => [rgb(random), onStripe(random, 8)],
    reference: ([a, b]) => clipMark(asRgb(a!), asPair(b!)),
    tolerance: fewRoundings,
  },
  {
    name: 'veil',
    file: 'marks',
    call: 'vec4(veil(a.xyz, b.xy), 1.0)',
    random: random => [rgb(random), onStripe(random, 28)],
    reference: ([a, b]) => veil(asRgb(a!), asPair(b!)),
    tolerance: fewRoundings,
  },
];

/** Distortions that a lens can have: the corners stay in order. */
const distortion = (random: Random): number[] => [random.uniform(-0.2, 0.3), random.uniform(-0.05, 0.1)];
/** A place of the scene in units of the distance to its corners. */
const inScene = (random: Random): number[] => [random.uniform(-0.87, 0.87), random.uniform(-0.49, 0.49)];
const radialOf = ([k1, k2]: readonly number[]) =>
  ({ k1: k1!, k2: k2!, centre: { x: 0, y: 0 }, radiusPx: 1 }) as const;

const registerCases: ParityCase[] = [
  {
    name: 'frameToChannel',
    file: 'register',
    call: 'vec4(frameToChannel(a.xy, b), 0.0, 0.0)',
    random: random => [
      [share(random), share(random)],
      [random.uniform(0, 0.4), random.uniform(0, 0.4), random.uniform(0.5, 1), random.uniform(0.5, 1)],
    ],
    reference: ([a, b]) => {
      const { x, y } = frameToChannel({ x: a![0]!, y: a![1]! }, asFour(b!));
      return [x, y];
    },
    // A channel may be a tenth of its frame.
    tolerance: 10 * fewRoundings,
  },
  {
    // Through a homography, as the programs use it; places in units of the distortion's radius.
    name: 'undistorted',
    file: 'register',
    call: `vec4(homogeneousToPoint(undistorted(
      mat3(b.xyz, c.xyz, d.xyz) * vec3(a.xy, 1.0), d.xyz, a.xy, a.zw)), 0.0, 0.0)`,
    random: random => [
      [...inScene(random), ...distortion(random)],
      [random.uniform(0.4, 0.6), random.uniform(-0.05, 0.05), random.uniform(-0.05, 0.05)],
      [random.uniform(-0.05, 0.05), random.uniform(0.8, 1), random.uniform(-0.05, 0.05)],
      [random.uniform(0.4, 0.6), random.uniform(0.4, 0.6), 1],
    ],
    edges: [
      [
        [0, 0, 0.3, 0.1],
        [1, 0, 0],
        [0, 1, 0],
        [0.5, 0.5, 1],
      ],
    ],
    reference: ([a, b, c, d]) => {
      const homography = [...asRgb(b!), ...asRgb(c!), ...asRgb(d!)] as const;
      const { x, y } = toSensor({ homography, radial: radialOf(a!.slice(2)) }, { x: a![0]!, y: a![1]! });
      return [x, y];
    },
    tolerance: 2 * fewRoundings,
  },
  {
    name: 'distorted',
    file: 'register',
    call: 'vec4(distorted(a.xy, b.xy), 0.0, 0.0)',
    random: random => {
      const lens = distortion(random).map(Math.fround);
      const [x, y] = inScene(random);
      const straight = toSensor({ homography: identity, radial: radialOf(lens) }, { x: x!, y: y! });
      return [[Math.fround(straight.x), Math.fround(straight.y)], lens];
    },
    edges: [
      [
        [0, 0],
        [0.2, 0.1],
      ],
    ],
    reference: ([a, b]) => {
      const { x, y } = createToScene({ homography: identity, radial: radialOf(b!) })({
        x: a![0]!,
        y: a![1]!,
      });
      return [x, y];
    },
    // Where the lens compresses most, a rounding of the straight place is seven of the distorted one.
    tolerance: 7 * fewRoundings,
  },
  {
    name: 'homogeneousToPoint',
    file: 'register',
    call: 'vec4(homogeneousToPoint(a.xyz), 0.0, 0.0)',
    random: random => [[random.uniform(-2, 2), random.uniform(-2, 2), random.uniform(0.5, 2)]],
    reference: ([a]) => {
      const { x, y } = homogeneousToPoint(asRgb(a!));
      return [x, y];
    },
    tolerance: 2 * fewRoundings,
  },
  {
    // With a matrix before it: columns are columns on both sides.
    name: 'homogeneousToPoint',
    file: 'register',
    call: 'vec4(homogeneousToPoint(mat3(b.xyz, c.xyz, d.xyz) * vec3(a.xy, 1.0)), 0.0, 0.0)',
    random: random => [
      [random.uniform(-10, 2000), random.uniform(-10, 1200)],
      [random.uniform(0.8, 1.2), random.uniform(-0.1, 0.1), random.uniform(-1e-5, 1e-5)],
      [random.uniform(-0.1, 0.1), random.uniform(0.8, 1.2), random.uniform(-1e-5, 1e-5)],
      [random.uniform(-50, 50), random.uniform(-50, 50), 1],
    ],
    reference: ([a, b, c, d]) => {
      const to = mapPoint([...asRgb(b!), ...asRgb(c!), ...asRgb(d!)], { x: a![0]!, y: a![1]! });
      return [to.x, to.y];
    },
    tolerance: 2 * positionPx,
  },
  {
    name: 'isWithin',
    file: 'register',
    call: 'vec4(isWithin(a.xy, b))',
    random: random => [
      [random.uniform(-0.2, 1.2), random.uniform(-0.2, 1.2)],
      [random.uniform(0, 0.4), random.uniform(0, 0.4), random.uniform(0.5, 1), random.uniform(0.5, 1)],
    ],
    // Nothing is rounded here, so the edges themselves agree: left and top belong to it, right and bottom do not.
    edges: [0.25, Math.fround(0.2499999), 0.75, Math.fround(0.7499999)].flatMap(edge => [
      [
        [edge, 0.5],
        [0.25, 0.25, 0.75, 0.75],
      ],
      [
        [0.5, edge],
        [0.25, 0.25, 0.75, 0.75],
      ],
    ]),
    reference: ([a, b]) => [isWithin({ x: a![0]!, y: a![1]! }, asFour(b!)) ? 1 : 0],
    tolerance: 0,
  },
  {
    name: 'clampTo',
    file: 'register',
    call: 'vec4(clampTo(a.xy, b), 0.0, 0.0)',
    random: random => [
      [random.uniform(-0.2, 1.2), random.uniform(-0.2, 1.2)],
      [random.uniform(0, 0.4), random.uniform(0, 0.4), random.uniform(0.4, 1), random.uniform(0.4, 1)],
    ],
    // A channel of one pixel has one place.
    edges: [
      [
        [0.2, 0.9],
        [0.5, 0.5, 0.5, 0.5],
      ],
    ],
    reference: ([a, b]) => {
      const { x, y } = clampTo({ x: a![0]!, y: a![1]! }, asFour(b!));
      return [x, y];
    },
    tolerance: 0,
  },
];

const fieldCases: ParityCase[] = [
  {
    name: 'correctLinear',
    file: 'field',
    call: 'vec4(correctLinear(a.x, b, a.yz))',
    random: random => {
      const largest = random.uniform(0.5, 4);
      const bytes = [
        random.integer(8, 255),
        random.integer(0, 255),
        random.integer(38, 60),
        random.integer(0, 255),
      ];
      return [
        [random.uniform(-0.1, 1.2), ...float32(byteWeights(largest))],
        bytes.map(byte => Math.fround(byte / 255)),
      ];
    },
    reference: ([a, b]) => [correctLinear(a![0]!, asFour(b!), [a![1]!, a![2]!])],
    // Divided by 1/64 at the least.
    tolerance: 64 * fewRoundings,
  },
];

/** Canvas units well inside a dash or a space of every line style, whichever way the line runs. */
const onDash = (random: Random): number =>
  Math.fround(12 * (random.integer(0, 80) + [0.15, 0.4, 0.62, 0.88][random.integer(0, 3)]!));

const isoStyleRows = (levels: readonly number[], unitPx: number): number[][] => {
  const { levels: slots, halfWidthsPx, solidShares } = isoStyleOf(levels, unitPx);
  return [slots, halfWidthsPx, solidShares].map(float32);
};

const isoCases: ParityCase[] = [
  ...[[0.2], [0.15, 0.3], [0.15, 0.2, 0.3, 0.5], []].map(
    (levels): ParityCase => ({
      name: 'isoLines',
      file: 'iso-lines',
      call: 'vec4(isoLines(a.x, a.yz, e.xy, IsoStyle(b, c, d)), 0.0, 0.0)',
      random: random => {
        const angle = random.uniform(0, 2 * Math.PI);
        const slope = random.uniform(0.002, 0.03);
        const near = levels[random.integer(0, levels.length - 1)] ?? 0.1;
        return [
          [
            Math.fround(near + slope * random.uniform(-8, 8)),
            Math.fround(slope * Math.cos(angle)),
            Math.fround(slope * Math.sin(angle)),
          ],
          ...isoStyleRows(levels, random.uniform(1, 3)),
          [onDash(random), onDash(random)],
        ];
      },
      // Flat light: on a level it is all line, anywhere else none.
      edges: [0.25, 0.3].map(linear => [[linear, 0, 0], ...isoStyleRows([0.25], 1), [1.8, 1.8]]),
      reference: ([a, slots, halfWidthsPx, solidShares, e]) => {
        const style = {
          levels: asFour(slots!),
          halfWidthsPx: asFour(halfWidthsPx!),
          solidShares: asFour(solidShares!),
        };
        const cover = isoLines({ linear: a![0]!, gradient: [a![1]!, a![2]!] }, asPair(e!), style);
        return [cover.line, cover.halo];
      },
      // A distance is a difference of lights over a slope of at least 0.002: half a rounding of 0.5 times 500, and
      // `inversesqrt`, which may be off by 2 units in the last place of distances of some pixels.
      tolerance: 2e-4,
    }),
  ),
  {
    name: 'paintIsoLines',
    file: 'iso-lines',
    call: 'paintIsoLines(a.xy, b.xyz)',
    random: random => [[share(random), share(random)], rgb(random)],
    reference: ([a, b]) => paintIsoLines({ line: a![0]!, halo: a![1]! }, asRgb(b!)),
    tolerance: fewRoundings,
  },
  {
    name: 'mayCross',
    file: 'iso-lines',
    call: 'vec4(mayCross(a.xy, b), 0.0, 0.0, 0.0)',
    random: random => {
      const [low, high] = [random.integer(0, 255), random.integer(0, 255)].sort((x, y) => x - y);
      // On a quarter of a byte's step: never where one rounding decides.
      const level = () => Math.fround(((random.integer(0, 255) + 0.3) / 255) * 1.5 - 0.25);
      return [
        [Math.fround(low! / 255), Math.fround(high! / 255)],
        [level(), level(), -1e9, -1e9],
      ];
    },
    reference: ([a, b]) => [mayCross(asPair(a!), asFour(b!)) ? 1 : 0],
    tolerance: 0,
  },
];

const bandCases: ParityCase[] = [
  {
    name: 'bandCover',
    file: 'bands',
    call: 'vec4(bandCover(a.x, c.xy, BandStyle(b, a.y, a.z)), 0.0)',
    random: random => {
      const { limitsPx, halfWidthPx, canvasPx } = bandStyleOf([12, 60.5], 1, random.uniform(0.5, 3));
      const near = limitsPx[random.integer(0, 1)]!;
      // Never where one rounding decides whether a place is inside the first limit.
      const away = random.uniform(0.01, 6) * (random.integer(0, 1) === 0 ? -1 : 1);
      return [float32([near + away, halfWidthPx, canvasPx]), [...limitsPx], onStripe(random, 10)];
    },
    edges: [
      [
        [0, 1, 1],
        [12, 60, 1e9, 1e9],
        [4, 1],
      ],
      [
        [1e6, 1, 1],
        [12, 60, 1e9, 1e9],
        [4, 1],
      ],
    ],
    reference: ([a, limitsPx, at]) =>
      bandCover(a![0]!, asPair(at!), {
        limitsPx: asFour(limitsPx!),
        halfWidthPx: a![1]!,
        canvasPx: a![2]!,
      }),
    // Distances of some tens of pixels, in units of half a pixel.
    tolerance: 2e-5,
  },
  {
    name: 'paintBands',
    file: 'bands',
    call: 'paintBands(a.xyz, b.xyz, c.x)',
    random: random => [rgb(random), rgb(random), [share(random)]],
    reference: ([a, b, c]) => paintBands(asRgb(a!), asRgb(b!), c![0]!),
    tolerance: fewRoundings,
  },
];

const cases: readonly ParityCase[] = [
  ...registerCases,
  ...decodeCases,
  ...transferCases,
  ...fieldCases,
  ...windowCases,
  ...colourMapCases,
  ...blendCases,
  ...markCases,
  ...isoCases,
  ...bandCases,
];

const glsl = createGlslHarness();
afterAll(() => glsl[Symbol.dispose]());

/** In GLSL ES a constant that is asked for must be there. */
const baseDefines: Defines = { COLOUR_MAP: 0, TRANSFER: 0, CURVE: 0 };

const titleOf = ({ name, defines }: ParityCase): string =>
  [name, ...Object.entries(defines ?? {}).map(([define, value]) => `${define} ${value}`)].join(', ');

describe('a GLSL function answers as its TypeScript twin', () => {
  test.each(cases.map((one, seed) => [titleOf(one), one, seed] as const))('%s', (_title, one, seed) => {
    const random = createRandom(seed + 1);
    const inputs = [...(one.edges ?? []), ...Array.from({ length: 1000 }, () => one.random(random))];
    const path = `lib/${one.file}.glsl`;
    const defines = { ...baseDefines, ...one.defines };
    const answers = glsl.run({
      path,
      call: one.call,
      defines,
      inputs,
      ...(one.textures && { textures: one.textures }),
    });
    inputs.forEach((input, at) => {
      one.reference(input).forEach((expected, channel) => {
        const answer = answers[at]![channel]!;
        // Not `toBeCloseTo`, which a NaN on both sides would please, and a message that can be tried out by hand.
        if (!(Math.abs(answer - expected) <= one.tolerance))
          expect.fail(`${one.call} of ${JSON.stringify(input)}, [${channel}]: ${answer}, not ${expected}`);
      });
    });
  });
});

test('fields that were packed for the sampler come back, between pixels, too, within a thousandth', () => {
  const [widthPx, heightPx] = [40, 30];
  const random = createRandom(5);
  const vignette = (x: number, y: number) => 1.2 - 0.6 * Math.hypot(x / widthPx - 0.5, y / heightPx - 0.5);
  const values = Array.from({ length: widthPx * heightPx }, (_, i) =>
    vignette(i % widthPx, Math.floor(i / widthPx)),
  );
  const noise = values.map(() => random.uniform(-0.01, 0.05));
  const [flat, dark] = [fieldOf(values, widthPx, heightPx), fieldOf(noise, widthPx, heightPx)];
  const largestFlat = Math.max(...values);
  const places = Array.from({ length: 1000 }, () => [
    random.uniform(0, widthPx - 1),
    random.uniform(0, heightPx - 1),
  ]);
  const answers = glsl.run({
    path: 'lib/field.glsl',
    call: 'vec4(correctLinear(b.x, texture(u_fields, a.xy), a.zw), correctLinear(b.y, texture(u_fields, a.xy), a.zw), 0.0, 0.0)',
    defines: baseDefines,
    prelude: 'uniform sampler2D u_fields;',
    textures: { u_fields: fieldTexels({ dark, flat, largestFlat }) },
    inputs: places.map(([x, y]) => [
      [(x! + 0.5) / widthPx, (y! + 0.5) / heightPx, ...byteWeights(largestFlat)].map(Math.fround),
      [0, 0.5],
    ]),
  });
  places.forEach(([x, y], at) => {
    const between = (of: readonly number[]) => {
      const [left, top] = [Math.floor(x!), Math.floor(y!)];
      const row = (down: number) => {
        const first = of[(top + down) * widthPx + left]!;
        return first + (x! - left) * ((of[(top + down) * widthPx + left + 1] ?? first) - first);
      };
      return top === heightPx - 1 ? row(0) : row(0) + (y! - top) * (row(1) - row(0));
    };
    for (const [channel, linear] of [0, 0.5].entries()) {
      const wanted = (linear - between(noise)) / between(values);
      expect(Math.abs(answers[at]![channel]! - wanted)).toBeLessThan(1e-3 * Math.max(0.5, Math.abs(wanted)));
    }
  });
});

describe('nothing in the shaders is without a reference', () => {
  const libPaths = shaderPaths().filter(path => path.startsWith('lib/'));
  const programPaths = shaderPaths().filter(path => !path.startsWith('lib/'));
  /** Without what it includes, and without comments. */
  const textOf = (path: string): string => shaderText(path, new Set(libPaths)).replace(/\/\/.*$/gm, '');
  const includedBy = (path: string): Set<string> => {
    const included = new Set<string>();
    shaderText(path, included);
    return included;
  };

  test('the library was found', () => {
    expect(libPaths.length).toBeGreaterThanOrEqual(8);
    expect(programPaths.length).toBeGreaterThanOrEqual(4);
  });

  test.each(libPaths)('every function of %s has a parity case', path => {
    const defined = Array.from(
      textOf(path).matchAll(/^(?:\w+\s+)+(\w+)\s*\([^;{}]*\)\s*\{/gm),
      match => match[1]!,
    );
    expect(defined.length).toBeGreaterThan(0);
    const covered = new Set(cases.filter(one => `lib/${one.file}.glsl` === path).map(one => one.name));
    expect(new Set(defined)).toEqual(covered);
  });

  test.each(libPaths)('every variant that %s knows has a parity case', path => {
    for (const [, define, value] of textOf(path).matchAll(/#(?:el)?if (\w+) == (\d+)/g)) {
      const isCovered = cases.some(
        one => `lib/${one.file}.glsl` === path && one.defines?.[define!] === Number(value),
      );
      expect(isCovered, `${path}: ${define} ${value}`).toBe(true);
    }
  });

  test.each(libPaths)('%s is included by a program', path => {
    expect(programPaths.filter(program => includedBy(program).has(path))).not.toEqual([]);
  });
});
