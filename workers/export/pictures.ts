/** A frame's channels as PNG files at their own resolution: white light, NIR codes, NIR linear. */
import { encode } from 'fast-png';
import type { FramePlanes } from '#model/frame.ts';
import type { Rect } from '#model/geometry.ts';
import type { Profile } from '#model/profile.ts';
import { notice } from '#model/still.ts';
import { linearTable } from '#model/transfer.ts';
import { planesToRgb } from '#model/yuv.ts';
import { channelCodes, codesToLinear16, type LinearScale, wholeScale } from './nir.ts';

/** A channel: its frame, and which part of the frame it is, in whole pixels. */
export type ChannelPicture = { readonly frame: FramePlanes; readonly rect: Rect };

const software = { Software: 'Rimlight', Disclaimer: notice };

/** 8-bit RGB by `planesToRgb`. */
export function whiteLightToPng({ frame, rect }: ChannelPicture, profile: Profile): Blob {
  return png({
    width: rect.width,
    height: rect.height,
    channels: 3,
    depth: 8,
    data: planesToRgb(frame, rect, profile),
    text: { ...software, Description: 'White light, from camera codes, without overlay.' },
  });
}

/**
 * The NIR channel twice: its codes as they are (8-bit grey, 16-bit where codes are deeper, not stretched), and linear
 * light above dark in 16 bits on a scale that loses nothing.
 */
export function nirToPngs(
  { frame, rect }: ChannelPicture,
  profile: Profile,
): { codes: Blob; linear: Blob; scale: LinearScale & { readonly cutPx: number } } {
  const codes = channelCodes(frame, rect);
  const table = linearTable(frame.format, profile);
  const scale = wholeScale(table);
  const { samples, cutPx } = codesToLinear16(codes, table, scale);
  const size = { width: rect.width, height: rect.height, channels: 1 };
  return {
    codes: png({
      ...size,
      depth: codes.bitDepth > 8 ? 16 : 8,
      data: codes.samples,
      text: { ...software, Description: `NIR codes of ${codes.bitDepth} bits as the camera sent them.` },
    }),
    linear: png({
      ...size,
      depth: 16,
      data: samples,
      text: {
        ...software,
        Description: 'NIR linear light above dark, as a share of white: low + value / 65535 * (high - low).',
        'Linear low': String(scale.low),
        'Linear high': String(scale.high),
      },
    }),
    scale: { ...scale, cutPx },
  };
}

const png = (image: Parameters<typeof encode>[0]): Blob =>
  new Blob([new Uint8Array(encode(image))], { type: 'image/png' });
