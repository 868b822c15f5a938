/** The NIR channel of a frame as a smoothed picture of levels. Holds its planes in the arena of the kernels it was made for. */

import { correctedLight, type FieldCorrection } from '#model/field-correction.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import { createToScene, toSensor } from '#model/mapping.ts';
import type { Sensor } from '../sensor.ts';
import type { Kernels } from './kernels.ts';
import type { LightPicture } from './picture.ts';

/** Levels are 256 times a code where they are made of the codes themselves. */
const levelsPerCode = 256;
const topLevel = 65_535;

/** Linear light of the levels 0 and 65,535 where levels are light. A flat field lifts what vignetting took: more room above white. */
const rangeOf = (correction: FieldCorrection | null) =>
  correction?.flat ? { low: -0.125, high: 2.125 } : { low: -0.05, high: 1.05 };

type Planes = {
  readonly levels: Uint16Array<ArrayBuffer>;
  readonly bytes: () => Uint8Array<ArrayBuffer>;
  readonly halfWords: () => Uint16Array<ArrayBuffer>;
};

/** Taken from the arena when first needed: a camera has either 8 bits or more. */
function planesIn({ arena, size }: Kernels): Planes {
  const pixels = size.widthPx * size.heightPx;
  let bytes: Uint8Array<ArrayBuffer> | null = null;
  let halfWords: Uint16Array<ArrayBuffer> | null = null;
  return {
    levels: arena.halfWords(pixels),
    bytes: () => {
      bytes ??= arena.bytes(pixels);
      return bytes;
    },
    halfWords: () => {
      halfWords ??= arena.halfWords(pixels);
      return halfWords;
    },
  };
}

/** The step that a channel of this size can be taken at, and the size of its picture. A last odd row or column is left out at 2. */
export function pictureSize(nir: SizePx, stepPx: 1 | 2): SizePx & { readonly stepPx: 1 | 2 } {
  const { widthPx, heightPx } = nir;
  if (stepPx === 1 || widthPx < 2 || heightPx < 2) return { widthPx, heightPx, stepPx: 1 };
  return { widthPx: widthPx >> 1, heightPx: heightPx >> 1, stepPx: 2 };
}

/** Makes pictures, each of which holds until the next one of the same kernels. `kernels` are those for `pictureSize`. */
export type PictureMaker = (sensor: Sensor, stepPx: 1 | 2, kernels: Kernels) => LightPicture;

export function createPictureMaker(): PictureMaker {
  const planesOf = new WeakMap<Kernels, Planes>();
  const levelTables = new WeakMap<Float64Array, Uint16Array<ArrayBuffer>>();
  const tableOf = (linear: Float64Array): Uint16Array<ArrayBuffer> => {
    let table = levelTables.get(linear);
    if (!table) {
      const { low, high } = rangeOf(null);
      table = Uint16Array.from(linear, light => levelOf(light, low, topLevel / (high - low)));
      levelTables.set(linear, table);
    }
    return table;
  };

  return (sensor, wantedStepPx, kernels) => {
    const { codes, correction, linear } = sensor;
    const { stepPx, ...size } = pictureSize(codes, wantedStepPx);
    let planes = planesOf.get(kernels);
    if (!planes) {
      planes = planesIn(kernels);
      planesOf.set(kernels, planes);
    }
    const { levels } = planes;
    const readsCodes = codes.samples instanceof Uint8Array && correction === null;
    if (readsCodes && codes.samples instanceof Uint8Array && stepPx === 1) {
      copyCodes(codes.samples, codes, planes.bytes());
      kernels.smooth8(planes.bytes(), levels, size);
    } else {
      const to = planes.halfWords();
      if (readsCodes) sumFours(codes.samples, codes, { to, size });
      else if (correction) correctLevels(sensor, correction, { to, size, stepPx });
      else tableLevels(sensor, tableOf(linear), { to, size, stepPx });
      kernels.smooth16(to, levels, size);
    }
    const { sceneToSensor } = sensor;
    return {
      ...size,
      stepPx,
      levels,
      sceneToSensor,
      ...lightOf(sensor, readsCodes),
      ...mappingOf(sensor, size, stepPx),
    };
  };
}

type Rows = SizePx & { readonly startSamples: number; readonly strideSamples: number };
type Target = { readonly to: Uint16Array<ArrayBuffer>; readonly size: SizePx };

function copyCodes(samples: Uint8Array<ArrayBuffer>, rows: Rows, to: Uint8Array<ArrayBuffer>): void {
  const { widthPx, heightPx, startSamples, strideSamples } = rows;
  if (strideSamples === widthPx) {
    to.set(samples.subarray(startSamples, startSamples + widthPx * heightPx));
    return;
  }
  for (let y = 0; y < heightPx; y++) {
    const from = startSamples + y * strideSamples;
    to.set(samples.subarray(from, from + widthPx), y * widthPx);
  }
}

/** Sums of 2 × 2 codes on the scale of the smoothed ones, so that half resolution loses no step of a code. */
function sumFours(samples: ArrayLike<number>, rows: Rows, { to, size }: Target): void {
  const { startSamples, strideSamples } = rows;
  const { widthPx, heightPx } = size;
  for (let y = 0; y < heightPx; y++) {
    let from = startSamples + 2 * y * strideSamples;
    for (let at = y * widthPx; at < (y + 1) * widthPx; at++, from += 2) {
      const below = from + strideSamples;
      const sum = samples[from]! + samples[from + 1]! + samples[below]! + samples[below + 1]!;
      to[at] = sum * (levelsPerCode / 4);
    }
  }
}

type Stepped = Target & { readonly stepPx: 1 | 2 };

function tableLevels({ codes }: Sensor, table: Uint16Array, { to, size, stepPx }: Stepped): void {
  const { samples, startSamples, strideSamples, topCode } = codes;
  const { widthPx, heightPx } = size;
  for (let y = 0; y < heightPx; y++) {
    let from = startSamples + stepPx * y * strideSamples;
    for (let at = y * widthPx; at < (y + 1) * widthPx; at++, from += stepPx) {
      if (stepPx === 1) {
        to[at] = table[Math.min(samples[from]!, topCode)]!;
        continue;
      }
      const below = from + strideSamples;
      const sum =
        table[Math.min(samples[from]!, topCode)]! +
        table[Math.min(samples[from + 1]!, topCode)]! +
        table[Math.min(samples[below]!, topCode)]! +
        table[Math.min(samples[below + 1]!, topCode)]!;
      to[at] = (sum + 2) >> 2;
    }
  }
}

function correctLevels(sensor: Sensor, correction: FieldCorrection, { to, size, stepPx }: Stepped): void {
  const { codes, linear } = sensor;
  const { samples, startSamples, strideSamples, topCode } = codes;
  const { low, high } = rangeOf(correction);
  const perLight = topLevel / (high - low);
  for (let y = 0; y < size.heightPx; y++) {
    for (let x = 0; x < size.widthPx; x++) {
      let light = 0;
      for (let dy = 0; dy < stepPx; dy++) {
        const row = stepPx * y + dy;
        for (let dx = 0; dx < stepPx; dx++) {
          const column = stepPx * x + dx;
          const code = Math.min(samples[startSamples + row * strideSamples + column]!, topCode);
          light += correctedLight(correction, linear[code]!, row * codes.widthPx + column);
        }
      }
      to[y * size.widthPx + x] = levelOf(light / (stepPx * stepPx), low, perLight);
    }
  }
}

/** Light beyond the range counts as its end. */
const levelOf = (light: number, low: number, perLight: number): number =>
  Math.max(0, Math.min(topLevel, Math.round((light - low) * perLight)));

function lightOf(
  { linear, correction }: Sensor,
  readsCodes: boolean,
): Pick<LightPicture, 'toLinear' | 'toLevel'> {
  if (!readsCodes) {
    const { low, high } = rangeOf(correction);
    const step = (high - low) / topLevel;
    return {
      toLinear: level => low + step * level,
      toLevel: light => Math.max(0, Math.min(topLevel, (light - low) / step)),
    };
  }
  const last = linear.length - 1;
  return {
    toLinear(level) {
      const code = Math.max(0, Math.min(last, level / levelsPerCode));
      const below = Math.min(last - 1, Math.floor(code));
      return linear[below]! + (code - below) * (linear[below + 1]! - linear[below]!);
    },
    toLevel(light) {
      if (light <= linear[0]!) return 0;
      if (light >= linear[last]!) return last * levelsPerCode;
      let low = 0;
      let high = last;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (linear[middle]! <= light) low = middle;
        else high = middle;
      }
      return levelsPerCode * (low + (light - linear[low]!) / (linear[high]! - linear[low]!));
    },
  };
}

function mappingOf(
  { sceneToSensor }: Sensor,
  { widthPx, heightPx }: SizePx,
  stepPx: 1 | 2,
): Pick<LightPicture, 'toScene' | 'toPlane' | 'scenePxPerPlanePx'> {
  const nirToScene = createToScene(sceneToSensor);
  const shift = (stepPx - 1) / 2;
  const toScene = ({ x, y }: Point) => nirToScene({ x: stepPx * x + shift, y: stepPx * y + shift });
  const widthAt = ({ x, y }: Point): number => {
    const left = toScene({ x: x - 0.5, y });
    const right = toScene({ x: x + 0.5, y });
    const up = toScene({ x, y: y - 0.5 });
    const down = toScene({ x, y: y + 0.5 });
    return Math.sqrt(Math.abs((right.x - left.x) * (down.y - up.y) - (right.y - left.y) * (down.x - up.x)));
  };
  return {
    toScene,
    toPlane: scene => {
      const { x, y } = toSensor(sceneToSensor, scene);
      return { x: (x - shift) / stepPx, y: (y - shift) / stepPx };
    },
    scenePxPerPlanePx: plane => {
      const width = widthAt(plane);
      // Beyond where a lens' polynomial turns back there is no scene: the middle of the picture speaks for it.
      return Number.isFinite(width) ? width : widthAt({ x: (widthPx - 1) / 2, y: (heightPx - 1) / 2 });
    },
  };
}

/** Level between the pixels about `plane`, straight in both directions; beyond the picture that of its border. */
export const levelAt = (picture: LightPicture, { x, y }: Point): number => levelBetween(picture, x, y);

function levelBetween({ levels, widthPx, heightPx }: LightPicture, x: number, y: number): number {
  const px = x < 0 ? 0 : Math.min(widthPx - 1, x);
  const py = y < 0 ? 0 : Math.min(heightPx - 1, y);
  const x0 = Math.max(0, Math.min(Math.floor(px), widthPx - 2));
  const y0 = Math.max(0, Math.min(Math.floor(py), heightPx - 2));
  const fx = px - x0;
  const fy = py - y0;
  const at = y0 * widthPx + x0;
  const right = widthPx > 1 ? 1 : 0;
  const down = heightPx > 1 ? widthPx : 0;
  const above = levels[at]! * (1 - fx) + levels[at + right]! * fx;
  const below = levels[at + down]! * (1 - fx) + levels[at + down + right]! * fx;
  return above * (1 - fy) + below * fy;
}

/** Linear light at `plane`, interpolated between levels. */
export const lightAt = (picture: LightPicture, plane: Point): number =>
  picture.toLinear(levelAt(picture, plane));

/** Scene pixels from the first place to the next: `stepPx` of the direction (`dx`, `dy`), whose length is 1. */
type Ray = { readonly dx: number; readonly dy: number; readonly stepPx: number };

/**
 * Writes the light at places along a ray from `from` (scene) into `light`, and returns how many: as many as it holds, fewer where the picture ends. Plain
 * numbers: it reads a hundred thousand places a frame.
 */
export function readAlong(
  picture: LightPicture,
  { x, y }: Point,
  { dx, dy, stepPx }: Ray,
  light: Float64Array<ArrayBuffer>,
): number {
  const { sceneToSensor, widthPx, heightPx, stepPx: planeStepPx } = picture;
  const { homography, radial } = sceneToSensor;
  const [a, b, c, d, e, f, g, h, i] = homography;
  const shift = (planeStepPx - 1) / 2;
  for (let seen = 0; seen < light.length; seen++) {
    const r = seen * stepPx;
    const sceneX = x + r * dx;
    const sceneY = y + r * dy;
    let px: number;
    let py: number;
    if (radial) ({ x: px, y: py } = picture.toPlane({ x: sceneX, y: sceneY }));
    else {
      const w = c * sceneX + f * sceneY + i;
      px = ((a * sceneX + d * sceneY + g) / w - shift) / planeStepPx;
      py = ((b * sceneX + e * sceneY + h) / w - shift) / planeStepPx;
    }
    if (!(px >= -0.5 && py >= -0.5 && px <= widthPx - 0.5 && py <= heightPx - 0.5)) return seen;
    light[seen] = picture.toLinear(levelBetween(picture, px, py));
  }
  return light.length;
}

/** The smallest whole level whose light is at least `linear`; one that no pixel has where the camera cannot show so much. */
export const levelFrom = (picture: LightPicture, linear: number): number =>
  linear > picture.toLinear(topLevel) ? topLevel : Math.ceil(picture.toLevel(linear));
