/** All kernels for pictures of one size, in one memory; or their twins where this machine has no WebAssembly SIMD. */
import type { SizePx } from '#model/geometry.ts';
import { createKernelArena, createPlainArena } from './arena.ts';
import { channelLightBytes, kernelChannelLight } from './channel-light.ts';
import { plainChannelLight } from './channel-light-plain.ts';
import { contourBytes, kernelContours, plainContours } from './contour.ts';
import { distanceBytes, kernelDistance, plainDistance } from './distance.ts';
import type { Kernels } from './kernels.ts';
import { kernelSegmenter, segmenterBytes } from './segment.ts';
import { plainSegmenter } from './segment-plain.ts';
import { kernelSmooth, plainSmooth, smoothBytes } from './smooth.ts';
import { functionOf, memoryOf } from './wasm.ts';

/** For planes that callers take: codes, levels, distances, and a bit plane for each of up to 32 slots. */
const callersBytesPerPx = 16;
/** What alignment and spare bytes behind each plane may come to. */
const slackBytes = 65_536;
/** Addresses are 32 bits, half of them to be had everywhere. Pictures of more than about 20 megapixels get the twins. */
const memoryAtMostBytes = 2 ** 31;

/**
 * `wasm`: `kernels/all.as.ts`, compiled; null: the twins. `arena` has room for 16 bytes a pixel beside what the kernels hold. Memory that is
 * not written costs an address, no more: a quiet picture touches a tenth of the tables. Throws an `Error` for an empty picture or one wider
 * than 65,535 pixels.
 */
export function createKernels(size: SizePx, wasm: Uint8Array<ArrayBuffer> | null): Kernels {
  const pixels = size.widthPx * size.heightPx;
  if (!(pixels >= 1)) throw new Error(`There are no kernels for ${size.widthPx} × ${size.heightPx} pixels.`);
  const bytes =
    smoothBytes(size) +
    segmenterBytes(size) +
    contourBytes(size) +
    distanceBytes(size) +
    channelLightBytes(size) +
    callersBytesPerPx * pixels +
    slackBytes;
  if (!wasm || bytes > memoryAtMostBytes || !WebAssembly.validate(wasm)) return createTwins(size);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm));
  const arena = createKernelArena(memoryOf(exports), functionOf(exports, 'freeFromBytes')(), bytes);
  return {
    size,
    isFast: true,
    arena,
    ...kernelSmooth(exports, arena, size),
    ...kernelSegmenter(exports, arena, size),
    ...kernelContours(exports, arena, size),
    ...kernelDistance(exports, arena, size),
    light: kernelChannelLight(exports, arena, size),
  };
}

function createTwins(size: SizePx): Kernels {
  const arena = createPlainArena();
  return {
    size,
    isFast: false,
    arena,
    ...plainSmooth(size),
    ...plainSegmenter(arena, size),
    ...plainContours(arena, size),
    ...plainDistance(arena, size),
    light: plainChannelLight(),
  };
}
