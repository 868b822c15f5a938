/** A frame's channels as PNG files at their own resolution: white light, NIR codes, NIR linear. */
import { encode } from 'fast-png';
import type { Field } from '#model/field.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Rect } from '#model/geometry.ts';
import type { Profile } from '#model/profile.ts';
import { notice } from '#model/still.ts';
import { linearTable } from '#model/transfer.ts';
import { planesToRgb } from '#model/yuv.ts';
import {
  type Codes,
  channelCodes,
  codesToLinear16,
  correctedToLinear16,
  type LinearScale,
  wholeScale,
} from './nir.ts';

/** A channel: its frame, and which part of the frame it is, in whole pixels. */
export type ChannelPicture = { readonly frame: FramePlanes; readonly rect: Rect };

/** What every PNG that leaves says first. `madeWith`: as `madeWithOf` says it. */
export const softwareText = (madeWith: string) => ({ Software: madeWith, Disclaimer: notice });

/** 8-bit RGB by `planesToRgb`. */
export function whiteLightToPng({ frame, rect }: ChannelPicture, profile: Profile, madeWith: string): Blob {
  return png({
    width: rect.width,
    height: rect.height,
    channels: 3,
    depth: 8,
    data: planesToRgb(frame, rect, profile),
    text: { ...softwareText(madeWith), Description: 'White light, from camera codes, without overlay.' },
  });
}

type NirOrder = {
  readonly profile: Profile;
  readonly fields: readonly Field[];
  readonly madeWith: string;
};

/**
 * The NIR channel twice: its codes as they are (8-bit grey, 16-bit where codes are deeper, not stretched), and linear
 * light above dark, corrected by pixel where the profile has fields, in 16 bits on a scale that loses nothing.
 */
export function nirToPngs(
  { frame, rect }: ChannelPicture,
  { profile, fields, madeWith }: NirOrder,
): { codes: Blob; linear: (LinearScale & { readonly png: Blob; readonly cutPx: number }) | null } {
  const codes = channelCodes(frame, rect);
  const light = linearLight(codes, linearTable(frame.format, profile), { profile, fields });
  const size = { width: rect.width, height: rect.height, channels: 1 };
  return {
    codes: png({
      ...size,
      depth: codes.bitDepth > 8 ? 16 : 8,
      data: codes.samples,
      text: {
        ...softwareText(madeWith),
        Description: `NIR codes of ${codes.bitDepth} bits as the camera sent them.`,
      },
    }),
    linear: light && {
      ...light.scale,
      cutPx: light.cutPx,
      png: png({
        ...size,
        depth: 16,
        data: light.samples,
        text: {
          ...softwareText(madeWith),
          Description:
            'NIR linear light above dark, as a share of white: low + value / 65535 * (high - low).',
          'Linear low': String(light.scale.low),
          'Linear high': String(light.scale.high),
        },
      }),
    },
  };
}

/** Null where a field that the profile refers to is not there: nothing may pass for corrected light then. */
function linearLight(
  codes: Codes,
  table: Float64Array,
  { profile, fields }: { profile: Profile; fields: readonly Field[] },
): { samples: Uint16Array<ArrayBuffer>; scale: LinearScale; cutPx: number } | null {
  const shelf = createFieldShelf();
  shelf.put(fields);
  const { correction, missing } = shelf.find(profile, codes);
  if (missing !== null) return null;
  if (correction) return { ...correctedToLinear16(codes, table, correction), cutPx: 0 };
  const scale = wholeScale(table);
  return { ...codesToLinear16(codes, table, scale), scale };
}

const png = (image: Parameters<typeof encode>[0]): Blob =>
  new Blob([new Uint8Array(encode(image))], { type: 'image/png' });
