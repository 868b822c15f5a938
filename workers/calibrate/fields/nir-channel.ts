/** The NIR channel of one frame after the other, of which a reading makes an average. */
import type { FrameFormat } from '#model/frame.ts';
import { channelRectPx, type Layout } from '#model/layout.ts';
import { ProblemError } from '#model/problem.ts';
import { createCodesReader, type MeasuredFrame, type SensorCodes } from '../../nir-codes.ts';

/** `codes` belong to the frame: copy what is to be kept. */
export type NirFrame = { readonly codes: SensorCodes; readonly format: FrameFormat };

/**
 * Opens frames of one reading. Throws a `ProblemError`: `calibrate-no-nir` where the frame has no NIR channel,
 * `calibrate-format-changed` where size or depth is not that of the first frame.
 */
export function createNirReader(layout: Layout): (frame: MeasuredFrame) => NirFrame {
  const readCodes = createCodesReader();
  let expected = '';
  return ({ main, second }) => {
    const rect = channelRectPx(layout.nir, { main: main.format, ...(second && { second: second.format }) });
    const nir = layout.nir?.stream === 'second' ? second : main;
    if (!rect || !nir) throw noNir();
    const { format, bitDepth, colour } = nir.format;
    const found = JSON.stringify([rect, format, bitDepth, colour.fullRange]);
    expected ||= found;
    if (found !== expected) throw formatChanged();
    return { codes: readCodes(nir, rect), format: nir.format };
  };
}

/** For a reading that ends before it has what it needs. */
export const tooFewFrames = (needed: number): ProblemError =>
  new ProblemError({
    id: 'calibrate-too-few-frames',
    severity: 'stop',
    text: `Fewer than ${needed} frames came.`,
    tip: 'Check that the picture is live, then read again.',
  });

const noNir = (): ProblemError =>
  new ProblemError({
    id: 'calibrate-no-nir',
    severity: 'stop',
    text: 'This source has no NIR channel.',
    tip: 'Choose the layout that says where NIR lies in the picture, then read again.',
  });

const formatChanged = (): ProblemError =>
  new ProblemError({
    id: 'calibrate-format-changed',
    severity: 'stop',
    text: 'The picture changed its size or format during the reading.',
    tip: 'Wait until the source is steady, then read again.',
  });
