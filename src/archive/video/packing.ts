/**
 * How frames' codes of any format become 8-bit 4:2:0 pictures that a video holds, and come back to the last bit. Pure. The places
 * are part of the format of a session: README.md defines them.
 */
import { type FrameFormat, type PlaneLayout, packedPlanes } from '#model/frame.ts';
import type { Packing, PackingOf, PictureSize } from './video.ts';

/** Largest width and height of a picture: what every decoder of VP9 level 6 takes. */
const limitPx = 8192;
/** Chroma of a picture whose format has none: costs nothing, and is grey when somebody looks. */
const grey = 128;

/** The packing of frames of one format, or null where no video holds them: a picture over 8192 a side, or no size at all. */
export const packingOf: PackingOf = format => {
  const { widthPx, heightPx, bitDepth } = format;
  const isWhole = [widthPx, heightPx].every(side => Number.isInteger(side) && side >= 1 && side <= limitPx);
  if (!isWhole || !(bitDepth >= 8 && bitDepth <= 16)) return null;
  const packing = bitDepth > 8 ? deepPacking(format) : shallowPackings[format.format](format);
  return packing.size.widthPx <= limitPx && packing.size.heightPx <= limitPx ? packing : null;
};

/** Bytes of a picture of 8-bit 4:2:0, and where its chroma planes begin. */
export function pictureLayout({ widthPx, heightPx }: PictureSize): {
  readonly chromaWidthPx: number;
  readonly uAtBytes: number;
  readonly vAtBytes: number;
  readonly totalBytes: number;
} {
  const chromaWidthPx = Math.ceil(widthPx / 2);
  const chromaBytes = chromaWidthPx * Math.ceil(heightPx / 2);
  const uAtBytes = widthPx * heightPx;
  return {
    chromaWidthPx,
    uAtBytes,
    vAtBytes: uAtBytes + chromaBytes,
    totalBytes: uAtBytes + 2 * chromaBytes,
  };
}

const sizeOf = ({ widthPx, heightPx }: FrameFormat): PictureSize => ({ widthPx, heightPx });

const shallowPackings = {
  /** A picture already. */
  I420: format => ({
    size: sizeOf(format),
    toPicture: (payload, picture) => picture.set(payload),
    toPayload: (picture, payload) => payload.set(picture),
  }),
  /** Chroma taken apart. */
  NV12: format => {
    const size = sizeOf(format);
    const { uAtBytes, vAtBytes, totalBytes } = pictureLayout(size);
    const chromaBytes = totalBytes - vAtBytes;
    return {
      size,
      toPicture(payload, picture) {
        picture.set(payload.subarray(0, uAtBytes));
        for (let i = 0; i < chromaBytes; i++) {
          picture[uAtBytes + i] = payload[uAtBytes + 2 * i]!;
          picture[vAtBytes + i] = payload[uAtBytes + 2 * i + 1]!;
        }
      },
      toPayload(picture, payload) {
        payload.set(picture.subarray(0, uAtBytes));
        for (let i = 0; i < chromaBytes; i++) {
          payload[uAtBytes + 2 * i] = picture[uAtBytes + i]!;
          payload[uAtBytes + 2 * i + 1] = picture[vAtBytes + i]!;
        }
      },
    };
  },
  Y8: greyPacking,
  Y16: greyPacking,
  RGBA: fourChannelPacking,
  RGBX: fourChannelPacking,
  BGRA: fourChannelPacking,
  BGRX: fourChannelPacking,
} satisfies Record<FrameFormat['format'], (format: FrameFormat) => Packing>;

/** Codes as luma. */
function greyPacking(format: FrameFormat): Packing {
  const size = sizeOf(format);
  const { uAtBytes } = pictureLayout(size);
  return {
    size,
    toPicture(payload, picture) {
      picture.set(payload);
      picture.fill(grey, uAtBytes);
    },
    toPayload: (picture, payload) => payload.set(picture.subarray(0, uAtBytes)),
  };
}

/**
 * Each channel as luma, in a square of four: the first two above, the others below. In a square, and not in a column, 4K stays under
 * the limit. Channels are not subtracted from each other: sums that wrap would turn a small error of a lossy video into a large one.
 */
function fourChannelPacking({ widthPx, heightPx }: FrameFormat): Packing {
  const size = { widthPx: 2 * widthPx, heightPx: 2 * heightPx };
  const { uAtBytes } = pictureLayout(size);
  const starts = [0, widthPx, 2 * widthPx * heightPx, 2 * widthPx * heightPx + widthPx];
  /** Calls back with where each row of each channel lies, first sample, in payload and picture. */
  const eachRow = (act: (payloadAt: number, pictureAt: number) => void) => {
    for (const [channel, start] of starts.entries())
      for (let y = 0; y < heightPx; y++) act(4 * widthPx * y + channel, start + 2 * widthPx * y);
  };
  return {
    size,
    toPicture(payload, picture) {
      eachRow((payloadAt, pictureAt) => {
        for (let x = 0; x < widthPx; x++) picture[pictureAt + x] = payload[payloadAt + 4 * x]!;
      });
      picture.fill(grey, uAtBytes);
    },
    toPayload: (picture, payload) =>
      eachRow((payloadAt, pictureAt) => {
        for (let x = 0; x < widthPx; x++) payload[payloadAt + 4 * x] = picture[pictureAt + x]!;
      }),
  };
}

/**
 * More than 8 bits: of each plane the high bytes as luma, and below them the low bytes, mirrored (255 − low) wherever the high byte is
 * odd. So the low picture has no jump where a slope passes a multiple of 256, and costs less.
 */
function deepPacking(format: FrameFormat): Packing {
  const { planes } = packedPlanes(format);
  const rows = planes.reduce((sum, { heightPx }) => sum + 2 * heightPx, 0);
  const size = {
    widthPx: Math.max(...planes.map(({ strideSamples }) => strideSamples)),
    heightPx: rows,
  };
  const { uAtBytes } = pictureLayout(size);
  const placed: { plane: PlaneLayout; highAt: number; lowAt: number }[] = [];
  let row = 0;
  for (const plane of planes) {
    placed.push({ plane, highAt: row * size.widthPx, lowAt: (row + plane.heightPx) * size.widthPx });
    row += 2 * plane.heightPx;
  }
  /** Narrower planes leave a margin, which is grey too. */
  const hasMargin = planes.some(({ strideSamples }) => strideSamples < size.widthPx);
  const eachRow = (act: (payloadAt: number, at: { high: number; low: number; samples: number }) => void) => {
    for (const { plane, highAt, lowAt } of placed)
      for (let y = 0; y < plane.heightPx; y++)
        act(plane.offsetBytes + 2 * plane.strideSamples * y, {
          high: highAt + y * size.widthPx,
          low: lowAt + y * size.widthPx,
          samples: plane.strideSamples,
        });
  };
  return {
    size,
    toPicture(payload, picture) {
      picture.fill(grey, hasMargin ? 0 : uAtBytes);
      eachRow((payloadAt, { high, low, samples }) => {
        for (let x = 0; x < samples; x++) {
          const highByte = payload[payloadAt + 2 * x + 1]!;
          picture[high + x] = highByte;
          picture[low + x] = payload[payloadAt + 2 * x]! ^ -(highByte & 1);
        }
      });
    },
    toPayload: (picture, payload) =>
      eachRow((payloadAt, { high, low, samples }) => {
        for (let x = 0; x < samples; x++) {
          const highByte = picture[high + x]!;
          payload[payloadAt + 2 * x + 1] = highByte;
          payload[payloadAt + 2 * x] = picture[low + x]! ^ -(highByte & 1);
        }
      }),
  };
}
