/** What the stress set looks at, in codes, one value a reduced pixel. */
import { phantomSchema } from '#model/phantom.ts';
import specimen from '#seeds/phantoms/back-table-specimen.json' with { type: 'json' };
import liver from '#seeds/phantoms/liver-rim.json' with { type: 'json' };
import bed from '#seeds/phantoms/sarcoma-bed.json' with { type: 'json' };
import { paintSubject } from '#workers/feed/phantom/subjects.ts';
import { createRandom } from '../../support/random.ts';
import { haveRealImages, readRealImage } from '../../support/real-images.ts';
import { addNoise, addVessel, plantTexture, type Texture, tissueTexture } from './scenes.ts';

const empty = (): Texture => {
  const widthPx = 720;
  const heightPx = 480;
  return { widthPx, heightPx, values: new Float32Array(widthPx * heightPx).fill(110) };
};

function noiseTexture(seed: number, cells: readonly (readonly [cellPx: number, codes: number])[]): Texture {
  const texture = empty();
  const random = createRandom(seed);
  for (const [cellPx, codes] of cells) addNoise(texture, { cellPx, codes, random });
  return texture;
}

function vesselTexture(seed: number): Texture {
  const texture = noiseTexture(seed, [[120, 12]]);
  const random = createRandom(seed + 1);
  for (let vessel = 0; vessel < 30; vessel++) addVessel(texture, random);
  return texture;
}

/** Threads every `periodPx`; `share` of the picture, the rest (below) is tissue. */
function weaveTexture(seed: number, periodPx: number, share: number): Texture {
  const texture = noiseTexture(seed, [[90, 8]]);
  const { widthPx, heightPx, values } = texture;
  const tissue = tissueTexture(seed);
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      const thread = Math.sin((2 * Math.PI * x) / periodPx) + Math.sin((2 * Math.PI * y) / periodPx);
      if ((y - 105) / 270 < share) values[i]! += 14 * thread + 4 * thread * thread;
      else values[i] = tissue.values[i]!;
    }
  return texture;
}

function fluorescenceTexture(): Texture {
  const { widthPx, heightPx, samples } = readRealImage('fluorescence-16bit.png');
  const half = { widthPx: widthPx >> 1, heightPx: heightPx >> 1 };
  const values = new Float32Array(half.widthPx * half.heightPx);
  const top = [...samples].sort((a, b) => a - b)[Math.floor(0.999 * samples.length)] ?? 1;
  for (let y = 0, i = 0; y < half.heightPx; y++)
    for (let x = 0; x < half.widthPx; x++, i++) {
      const at = 2 * y * widthPx + 2 * x;
      const sum = samples[at]! + samples[at + 1]! + samples[at + widthPx]! + samples[at + widthPx + 1]!;
      values[i] = (230 * sum) / 4 / top;
    }
  return { ...half, values };
}

function phantomTexture(seed: object): Texture {
  const spec = phantomSchema.parse({ ...seed, $schema: undefined });
  const { white } = paintSubject(spec, { kind: 'tissue' });
  const values = Float32Array.from(white.luma, packed => (packed & 255) + 0.6 * (packed >> 16));
  return { widthPx: white.widthPx, heightPx: white.heightPx, values };
}

/** By name; made when first asked for. */
const textureMakers: Readonly<Record<string, (seed: number) => Texture>> = {
  tissue: seed => tissueTexture(seed),
  'pale tissue': seed => tissueTexture(seed, 0.4),
  'faint tissue': seed => tissueTexture(seed, 0.15),
  'smooth tissue': seed =>
    noiseTexture(seed, [
      [90, 30],
      [31, 18],
    ]),
  'fine grain': seed =>
    noiseTexture(seed, [
      [60, 20],
      [5, 8],
      [3, 6],
    ]),
  vessels: vesselTexture,
  weave: seed => weaveTexture(seed, 9 + (seed % 5), 1),
  'weave and tissue': seed => weaveTexture(seed, 9 + (seed % 5), 0.6),
  liver: () => phantomTexture(liver),
  bed: () => phantomTexture(bed),
  specimen: () => phantomTexture(specimen),
  ...(haveRealImages && { plant: plantTexture, fluorescence: fluorescenceTexture }),
};
const made = new Map<string, Texture>();
/** By a name of `textureNames`; throws an `Error` for another. */
export function textureOf(name: string, seed: number): Texture {
  const maker = textureMakers[name];
  if (!maker) throw new Error(`There is no texture ${name}.`);
  const id = maker.length ? `${name} ${seed}` : name;
  const texture = made.get(id) ?? maker(seed);
  made.set(id, texture);
  return texture;
}

export const textureNames: readonly string[] = Object.keys(textureMakers);

/** Beyond its border a texture is seen in a mirror. */
export function mirrored({ widthPx, heightPx, values }: Texture, atX: number, atY: number): number {
  const x = folded(atX, widthPx - 1.001);
  const y = folded(atY, heightPx - 1.001);
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const below = y - top;
  const at = top * widthPx + left;
  const upper = values[at]! * (1 - right) + values[at + 1]! * right;
  const lower = values[at + widthPx]! * (1 - right) + values[at + widthPx + 1]! * right;
  return upper * (1 - below) + lower * below;
}

function folded(at: number, length: number): number {
  const turns = Math.abs(at) % (2 * length);
  return turns > length ? 2 * length - turns : turns;
}
