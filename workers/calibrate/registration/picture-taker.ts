/** Both channels as pictures of the scene's size, averaged over a few frames, for marking points in. */
import type { ChannelPictures, Picture } from '#model/calibration.ts';
import type { SizePx } from '#model/geometry.ts';
import { channelRectPx, sceneSize } from '#model/layout.ts';
import { planesToRgb } from '#model/yuv.ts';
import type { MeasuredFrame } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { assertSameSize, createChannelAverage, sizesOf } from './channel-average.ts';
import { type Grey, resized } from './grey.ts';

export type PictureTaker = {
  /** Looks at a frame and lets it go. Throws a `ProblemError` when its size is not that of the frames before. */
  add(frame: MeasuredFrame): void;
  /** A channel that no frame had is null. NIR is brought to the scene's size and not registered. */
  finish(): ChannelPictures;
};

export function createPictureTaker({ layout, profile }: Reading): PictureTaker {
  const nir = createChannelAverage(layout.nir);
  let white: ColourSums | null = null;
  let scene: SizePx | null = null;
  return {
    add(frame) {
      const sizes = sizesOf(frame);
      scene = sceneSize(layout, sizes);
      nir.add(frame);
      const rect = channelRectPx(layout.white, sizes);
      const from = layout.white?.stream === 'second' ? frame.second : frame.main;
      if (!rect || !from) return;
      white ??= emptySums({ widthPx: rect.width, heightPx: rect.height });
      assertSameSize(white, { widthPx: rect.width, heightPx: rect.height });
      addColours(white, planesToRgb(from, rect, profile));
    },
    finish() {
      const grey = nir.mean();
      return { white: white && colourPicture(white), nir: grey && scene && stretched(resized(grey, scene)) };
    },
  };
}

/** Red, green and blue summed over frames. */
type ColourSums = SizePx & { readonly sums: Uint32Array<ArrayBuffer>; frames: number };

const emptySums = (size: SizePx): ColourSums => ({
  ...size,
  sums: new Uint32Array(3 * size.widthPx * size.heightPx),
  frames: 0,
});

function addColours(into: ColourSums, rgb: Uint8Array): void {
  const { sums } = into;
  for (let i = 0; i < sums.length; i++) sums[i]! += rgb[i]!;
  into.frames++;
}

function colourPicture({ widthPx, heightPx, sums, frames }: ColourSums): Picture {
  const rgba = new Uint8ClampedArray(4 * widthPx * heightPx).fill(255);
  for (let i = 0; i < widthPx * heightPx; i++)
    for (let channel = 0; channel < 3; channel++) rgba[4 * i + channel] = sums[3 * i + channel]! / frames;
  return { widthPx, heightPx, rgba };
}

/** Shares of the pixels that may turn black, and white: specks and noise do not set the contrast. */
const cut = { black: 0.005, white: 0.002 };

/** Grey from the darkest to the brightest codes, so that points can be seen in a dim channel. */
function stretched({ widthPx, heightPx, values }: Grey): Picture {
  const stride = Math.max(1, Math.floor(values.length / 50_000)) | 1;
  const sample = values.filter((_, i) => i % stride === 0).sort();
  const low = sample[Math.floor(cut.black * (sample.length - 1))]!;
  const high = sample[Math.ceil((1 - cut.white) * (sample.length - 1))]!;
  // A flat picture stays dark: its noise is not structure.
  const scale = 255 / Math.max(high - low, 4);
  const rgba = new Uint8ClampedArray(4 * widthPx * heightPx).fill(255);
  for (let i = 0; i < values.length; i++) {
    const grey = (values[i]! - low) * scale;
    rgba.fill(grey, 4 * i, 4 * i + 3);
  }
  return { widthPx, heightPx, rgba };
}
