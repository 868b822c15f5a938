/**
 * Real images for tests, in `../shared/data` beside the checkout. They do not ship with the viewer: a test that needs them uses
 * `test.skipIf(!haveRealImages)`, so that a checkout alone still passes and says what was skipped. Node only.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Whether the folder is there. */
export const haveRealImages = existsSync(`${folder}reference.json`);

/** Samples row by row, channels interleaved, as the file holds them. */
export type DecodedImage = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: number;
  readonly bitDepth: number;
  readonly samples: Uint8Array | Uint16Array;
};

/** The path of one of the files, for tests that hand a file to a browser. Throws an `Error` when it is not there. */
export function realImagePath(name: string): string {
  const path = `${folder}${name}`;
  if (!existsSync(path)) throw new Error(`${path} is not there; guard the test with haveRealImages.`);
  return path;
}

/** One of the PNG files, decoded, its codes untouched. Throws like `realImagePath`. */
export function readRealImage(name: string): DecodedImage {
  const { width, height, channels, depth, data } = decode(readFileSync(realImagePath(name)));
  if (data instanceof Uint8ClampedArray) throw new Error(`${name} decoded to clamped samples.`);
  return { widthPx: width, heightPx: height, channels, bitDepth: depth, samples: data };
}

/** `reference.json`: numbers made by other people's software for these images. The caller parses what it needs. */
export const readReference = (): unknown => JSON.parse(readFileSync(realImagePath('reference.json'), 'utf8'));
