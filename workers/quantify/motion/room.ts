/**
 * The memory of a registration: one key frame made ready, and room for the frame. About 44 bytes a pixel of
 * the reduced picture.
 */
import type { SizePx } from '#model/geometry.ts';
import type { KeyFrame } from '#model/motion.ts';
import { type KeyTiles, keyTilesOf } from './agree.ts';
import { type Blind, blindOf } from './blind.ts';
import { createFastMotionKernels, tilesOf } from './fast.ts';
import type { MotionKernels, Spectrum } from './kernels.ts';
import { reductionOf } from './key-picture.ts';
import { createPhaseCorrelator, type PhaseCorrelator, type Shift } from './phase.ts';
import { createPlainMotionKernels } from './plain.ts';
import {
  type Centre,
  centreOfLevel,
  createKeyLevel,
  createPyramid,
  cutOf,
  type Pyramid,
  setKeyLevel,
} from './prepare.ts';
import { repeatsOf } from './repeats.ts';
import type { SolveLevel } from './solve.ts';

/** The level whose phases are compared and where a search ends: a quarter of the reduced picture. */
export const searchLevel = 2;
/** The level that judges: a half of it. */
export const judgeLevel = 1;

/** Degrees at which a search begins: the first alone while it finds the tissue, then all. */
const startDegrees = [0, 5, -5, 10, -10, 15, -15];

export type Room = {
  readonly size: SizePx;
  readonly kernels: MotionKernels;
  /** The frame. */
  readonly now: Pyramid;
  readonly correlator: PhaseCorrelator;
  /** Angles at which a search begins. */
  readonly anglesRad: readonly number[];
  /** The key frame turned by `anglesRad[index]`. Made when first asked for. */
  spectrumAt(index: number): Spectrum;
  /** Makes a key frame ready. Takes about as long as ten frames. */
  setKey(key: KeyFrame): void;
  /** Takes the frame that is to be compared with the key frame. */
  setNow(samples: Uint8Array<ArrayBuffer>): void;
  /** The key frame that was made ready last. */
  readonly key: ReadyKey;
};

export type ReadyKey = {
  readonly hash: string;
  readonly centre: Centre;
  readonly blind: Blind | null;
  /** Where the light of each scale is cut. */
  readonly cuts: readonly number[];
  readonly levels: readonly KeyOfLevel[];
  /** Shifts that lay the key frame onto itself, in pixels of level 0. */
  readonly repeats: readonly Shift[];
};

/** A scale of the key frame. */
export type KeyOfLevel = SolveLevel & { readonly tiles: KeyTiles };

const noKey: ReadyKey = { hash: '', centre: { x: 0, y: 0 }, blind: null, cuts: [], levels: [], repeats: [] };

/** With the kernels' module, or null for the twins. */
export function createRoom(module: WebAssembly.Module | null, size: SizePx): Room {
  const pixels = (size.widthPx + 8) * (size.heightPx + 8);
  const kernels = module
    ? createFastMotionKernels(module, { bytes: 44 * pixels + 65_536, mostTiles: tilesOf(size) })
    : createPlainMotionKernels();
  const now = createPyramid(kernels, size);
  const keys = now.levels.map(level => createKeyLevel(kernels, level));
  const correlator = createPhaseCorrelator(kernels, now.levels[searchLevel]!);
  const anglesRad = startDegrees.map(degrees => (degrees * Math.PI) / 180);
  const spectra = anglesRad.map(() => correlator.createSpectrum());
  let made: boolean[] = [];
  let key = noKey;
  return {
    size,
    kernels,
    now,
    correlator,
    anglesRad,
    get key() {
      return key;
    },
    setKey({ hash, samples, widthPx, ...scene }) {
      const blind = blindOf(samples, size);
      now.set(samples, { blind, cuts: [] });
      const cuts = now.levels.map(cutOf);
      now.set(samples, { blind, cuts });
      const centre = centreOf({ widthPx: scene.sceneWidthPx, heightPx: scene.sceneHeightPx });
      const levels = keys.map((to, level) => {
        const from = { light: now.levels[level]!.light, samples, widthPx, level, blind };
        const units = setKeyLevel(to, { ...from, centre: centreOfLevel(centre, level) });
        return { key: to, level, units, tiles: keyTilesOf(to, units, blind?.levels[level] ?? null) };
      });
      key = { hash, centre, blind, cuts, levels, repeats: repeatsOf(levels[judgeLevel]!) };
      made = [];
    },
    setNow(samples) {
      now.set(samples, key);
      correlator.setNow(now.levels[searchLevel]!.light);
      for (const [level, { light }] of now.levels.entries()) key.blind?.stamp(light, level);
    },
    spectrumAt(index) {
      const spectrum = spectra[index];
      const angleRad = anglesRad[index];
      if (!spectrum || angleRad === undefined) throw new Error(`There is no start ${index}.`);
      if (!made[index])
        correlator.setSpectrum(spectrum, keys[searchLevel]!, {
          angleRad,
          centre: centreOfLevel(key.centre, searchLevel),
        });
      made[index] = true;
      return spectrum;
    },
  };
}

/** The scene's centre in pixels of the reduced picture. */
function centreOf(scene: SizePx): Centre {
  const factor = reductionOf(scene);
  const of = (lengthPx: number) => (lengthPx - factor) / (2 * factor);
  return { x: of(scene.widthPx), y: of(scene.heightPx) };
}
