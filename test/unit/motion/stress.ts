/**
 * Cases that have led registration astray, by number: case n is the same on every run. A scene of 1920 × 1080, seen
 * reduced to 480 × 270. What stands still (a mask, text, glare, loss of light in the corners) pulls towards no motion, what
 * crosses (instruments) pulls anywhere, what repeats fits in many places.
 */
import type { SizePx } from '#model/geometry.ts';
import { type Motion, moved } from '#model/motion.ts';
import { createRandom } from '../../support/random.ts';
import { type Bar, fitted, pick, type Spot, type Text, textOf } from './stress-obstacles.ts';
import { textureNames } from './stress-textures.ts';

export const scene: SizePx = { widthPx: 1920, heightPx: 1080 };
const centre = { x: (scene.widthPx - 1) / 2, y: (scene.heightPx - 1) / 2 };

/** Everything about a case. */
export type StressCase = {
  readonly index: number;
  readonly texture: string;
  readonly seed: number;
  readonly motion: Motion;
  readonly shift: 'none' | 'small' | 'quarter' | 'third';
  readonly turn: 'none' | 'ten' | 'fifteen';
  readonly noiseCodes: number;
  readonly light: number;
  readonly vignetting: number;
  /** Share of the picture that bars are to hide, of the key frame and of the frame. */
  readonly hidden: number;
  readonly keyBars: readonly Bar[];
  readonly bars: readonly Bar[];
  /** Glare that stays with the light. */
  readonly spots: readonly Spot[];
  /** Radius of an endoscope's round picture, in reduced pixels; null: none. */
  readonly maskPx: number | null;
  readonly text: Text | null;
  /** What issue 4 and the clinic call usual: to be followed. */
  readonly isOrdinary: boolean;
};

/** Fit in many places, or have next to nothing to hold on to: lost is the right answer as well. */
const oddTextures = new Set(['weave', 'faint tissue', 'plant', 'smooth tissue', 'fluorescence']);

/**
 * Case `index`; `series` numbers another set of the same kind. With `mostGrowth` the same case, but for a scale of up to so
 * much more or less than 1.
 */
export function stressCase(index: number, series = 0, mostGrowth = 0): StressCase {
  const random = createRandom(7919 * (index + 1) + 104_729 * series);
  for (let i = 0; i < 4; i++) random.integer(0, 1);
  const texture = textureNames[index % textureNames.length]!;
  const shift = pick(random, ['none', 'small', 'small', 'quarter', 'quarter', 'third'] as const);
  const turn = pick(random, ['none', 'none', 'ten', 'fifteen'] as const);
  const most = { none: 0, small: 0.03, quarter: 0.25, third: 1 / 3 }[shift];
  const motion = {
    dxPx: scene.widthPx * random.uniform(-most, most),
    dyPx: scene.heightPx * random.uniform(-most, most),
    scale: 1 + createRandom(31 * index + series + 1).uniform(-mostGrowth, mostGrowth),
    angleRad: (({ none: 0, ten: 10, fifteen: 15 }[turn] * Math.PI) / 180) * random.uniform(-1, 1),
    centre,
  };
  const noiseCodes = pick(random, [0.5, 1, 1, 2, 2, 4, 4, 6]);
  const isPlain = random.integer(0, 3) === 0;
  const hidden = isPlain ? 0 : pick(random, [0, 0, 0.05, 0.1, 0.15, 0.15, 0.25, 0.4]);
  const barOf = (): Bar => ({
    x: random.uniform(60, 420),
    y: random.uniform(40, 230),
    angleRad: random.uniform(0, Math.PI),
    widthPx: 0,
    kind: pick(random, ['dark', 'bright', 'metal', 'metal']),
  });
  const bar = fitted(barOf(), hidden);
  // An instrument is in the key frame, too: elsewhere, or where it still is.
  const keyBar = random.integer(0, 3);
  const keyBars =
    hidden === 0 ? [] : keyBar === 0 ? [bar] : keyBar === 1 ? [fitted(barOf(), hidden / 2)] : [];
  const spotCount = isPlain ? 0 : pick(random, [0, 0, 4, 12, 30]);
  const spot = () => ({
    x: random.uniform(0, 480),
    y: random.uniform(0, 270),
    radiusPx: random.uniform(0.6, 3.5),
  });
  const spots = Array.from({ length: spotCount }, spot);
  const maskPx = !isPlain && random.integer(0, 3) === 0 ? random.uniform(125, 175) : null;
  const text = !isPlain && random.integer(0, 3) === 0 ? textOf(random) : null;
  return {
    index,
    texture,
    seed: 11 + random.integer(0, 3) + 10 * series,
    motion,
    shift,
    turn,
    noiseCodes,
    light: pick(random, [0.8, 1, 1, 1.2]),
    vignetting: isPlain ? 0 : pick(random, [0, 0, 0.3, 0.5]),
    hidden,
    keyBars,
    bars: hidden === 0 ? [] : [bar],
    spots,
    maskPx,
    text,
    isOrdinary:
      hidden <= 0.15 &&
      (keyBars.length === 0 || keyBars[0] !== bar) &&
      shift !== 'third' &&
      turn !== 'fifteen' &&
      noiseCodes <= 4 &&
      spotCount <= 12 &&
      !oddTextures.has(texture) &&
      !(texture === 'weave and tissue'),
  };
}

/**
 * How far a motion puts tissue beside where it is: the most over the middle 60 % of the picture, which its corners hold, in
 * scene pixels.
 */
export function stressErrorPx(found: Motion, truth: Motion): number {
  let most = 0;
  for (const x of [0.2, 0.8])
    for (const y of [0.2, 0.8]) {
      const at = { x: x * scene.widthPx, y: y * scene.heightPx };
      const one = moved(found, at);
      const other = moved(truth, at);
      most = Math.max(most, Math.hypot(one.x - other.x, one.y - other.y));
    }
  return most;
}
