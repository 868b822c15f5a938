/** The NIR channel of a frame as a smoothed picture of levels. Holds its planes in the arena of the kernels it was made for. */

import type { FieldCorrection } from '#model/field-correction.ts';
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

const scaleOf = (correction: FieldCorrection | null) => {
  const { low, high } = rangeOf(correction);
  return { low, perLight: topLevel / (high - low) };
};

type Planes = {
  readonly levels: Uint16Array<ArrayBuffer>;
  readonly halfWords: () => Uint16Array<ArrayBuffer>;
};

/** What only some cameras need is taken from the arena when it first is. */
function planesIn({ arena, size }: Kernels): Planes {
  const pixels = size.widthPx * size.heightPx;
  let halfWords: Uint16Array<ArrayBuffer> | null = null;
  return {
    levels: arena.halfWords(pixels),
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
      const { low, perLight } = scaleOf(null);
      table = Uint16Array.from(linear, light => levelOf(light, low, perLight));
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
    kernels.light.take(sensor);
    const bytes = correction === null ? kernels.light.bytes() : null;
    if (bytes && stepPx === 1) kernels.smooth8(bytes, levels, size);
    else {
      const to = planes.halfWords();
      kernels.light.levels({
        to,
        size,
        stepPx,
        by: bytes ? 'codes' : correction ? scaleOf(correction) : tableOf(linear),
      });
      kernels.smooth16(to, levels, size);
    }
    const readsCodes = bytes !== null;
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

/** The level of light on a scale from `low`. Light beyond the range counts as its end. */
export const levelOf = (light: number, low: number, perLight: number): number =>
  Math.max(0, Math.min(topLevel, Math.round((light - low) * perLight)));

function lightOf(
  { linear, correction }: Sensor,
  readsCodes: boolean,
): Pick<LightPicture, 'scale' | 'toLinear' | 'toLevel'> {
  if (!readsCodes) {
    const { low, high } = rangeOf(correction);
    const step = (high - low) / topLevel;
    return {
      scale: { low, step },
      toLinear: level => low + step * level,
      toLevel: light => Math.max(0, Math.min(topLevel, (light - low) / step)),
    };
  }
  const last = linear.length - 1;
  return {
    scale: null,
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

/** The smallest whole level whose light is at least `linear`; one that no pixel has where the camera cannot show so much. */
export const levelFrom = (picture: LightPicture, linear: number): number =>
  linear > picture.toLinear(topLevel) ? topLevel : Math.ceil(picture.toLevel(linear));
