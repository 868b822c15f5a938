/** The mean of a channel's codes over frames, one number a pixel. Holds one float picture. */
import type { SizePx } from '#model/geometry.ts';
import { type Channel, channelRectPx, type StreamSizes } from '#model/layout.ts';
import { ProblemError } from '#model/problem.ts';
import { createCodesReader, type MeasuredFrame } from '../../nir-codes.ts';
import type { Grey } from './grey.ts';

/** Sizes of a frame's streams. */
export const sizesOf = ({ main, second }: MeasuredFrame): StreamSizes => ({
  main: main.format,
  ...(second && { second: second.format }),
});

/** Pictures of two sizes have no mean. */
export function assertSameSize(before: SizePx, now: SizePx): void {
  if (before.widthPx === now.widthPx && before.heightPx === now.heightPx) return;
  throw new ProblemError({
    id: 'calibrate-size-changed',
    severity: 'stop',
    text: 'The picture changed its size while it was read.',
    tip: 'Leave the source as it is, then read again.',
  });
}

export type ChannelAverage = {
  /** Adds the channel's luma codes of one frame; does nothing where the frame lacks the channel. Throws when its size changed. */
  add(frame: MeasuredFrame): void;
  /** Mean codes; null when no frame had the channel. */
  mean(): Grey | null;
};

export function createChannelAverage(channel: Channel | null): ChannelAverage {
  const readCodes = createCodesReader();
  let sums: Grey | null = null;
  let frames = 0;
  return {
    add(frame) {
      const rect = channelRectPx(channel, sizesOf(frame));
      const from = channel?.stream === 'second' ? frame.second : frame.main;
      if (!rect || !from) return;
      const codes = readCodes(from, rect);
      sums ??= {
        widthPx: rect.width,
        heightPx: rect.height,
        values: new Float32Array(rect.width * rect.height),
      };
      assertSameSize(sums, codes);
      frames++;
      const { widthPx, heightPx, samples, startSamples, strideSamples } = codes;
      const { values } = sums;
      for (let y = 0; y < heightPx; y++) {
        const row = startSamples + y * strideSamples;
        for (let x = 0; x < widthPx; x++) values[y * widthPx + x]! += samples[row + x]!;
      }
    },
    mean: () => sums && { ...sums, values: sums.values.map(sum => sum / frames) },
  };
}
