/** What a feed delivers: frames of codes, and how to read them. */

/** How samples lie in memory. `Y8` and `Y16` are one plane of codes that no `VideoFrame` format holds. */
export type PixelFormat = 'I420' | 'NV12' | 'RGBA' | 'RGBX' | 'BGRA' | 'BGRX' | 'Y8' | 'Y16';

/** Colour as the sender declared it; null where it declared nothing. Never trusted without the profile's rules. */
export type DeliveredColour = {
  readonly fullRange: boolean | null;
  /** WebCodecs' name of the YUV matrix: `bt709`, `smpte170m`, `bt470bg`, `rgb`, `bt2020-ncl`. */
  readonly matrix: string | null;
  readonly transfer: string | null;
  readonly primaries: string | null;
};

/** Size and meaning of a frame's samples. `bitDepth` is the codes' depth, 8 to 16. */
export type FrameFormat = {
  readonly format: PixelFormat;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: number;
  readonly colour: DeliveredColour;
};

/**
 * One plane of codes. `samples` may be a view into a larger buffer; rows are `strideSamples` apart and hold
 * `widthPx * samplesPerPixel` samples. Chroma planes have their own, smaller, `widthPx` and `heightPx`.
 */
export type Plane = {
  readonly samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly strideSamples: number;
  readonly samplesPerPixel: 1 | 2 | 4;
};

/** A frame as planes of codes: what no `VideoFrame` holds (16-bit images, grey kept exact), and recorded frames. */
export type CodesFrame = {
  readonly kind: 'codes';
  /** The number it was recorded with; absent when it was not. */
  readonly number?: number;
  /** Seconds on the feed's own clock. */
  readonly timestampS: number;
  readonly format: FrameFormat;
  readonly planes: readonly Plane[];
};

/** The only currency of a feed. Whoever receives a `VideoFrame` closes it; whoever keeps one clones it. */
export type Frame = VideoFrame | CodesFrame;

/** A frame copied out into planes of codes, on its way to measurement or to the disk. */
export type FramePlanes = {
  /** Counts every frame that arrived since the feed was opened, from 0. In replay: the recorded number. */
  readonly number: number;
  /** Seconds on the feed's own clock. */
  readonly timestampS: number;
  /** Seconds since the epoch of the page's clock (`performance.timeOrigin + now()`), when the frame reached us. */
  readonly arrivedS: number;
  readonly format: FrameFormat;
  readonly planes: readonly Plane[];
};

/** Where one plane lies inside one contiguous buffer of a frame. Bytes, little-endian samples. */
export type PlaneLayout = {
  readonly offsetBytes: number;
  readonly strideSamples: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly samplesPerPixel: 1 | 2 | 4;
};

const samplesOf = { RGBA: 4, RGBX: 4, BGRA: 4, BGRX: 4, Y8: 1, Y16: 1 } as const;

/** Tightly packed planes of `format`, in order, and the bytes that they need together. */
export function packedPlanes(format: FrameFormat): { planes: readonly PlaneLayout[]; totalBytes: number } {
  const { widthPx, heightPx } = format;
  const chromaWidthPx = Math.ceil(widthPx / 2);
  const chromaHeightPx = Math.ceil(heightPx / 2);
  const sizes: [widthPx: number, heightPx: number, samplesPerPixel: 1 | 2 | 4][] =
    format.format === 'I420'
      ? [
          [widthPx, heightPx, 1],
          [chromaWidthPx, chromaHeightPx, 1],
          [chromaWidthPx, chromaHeightPx, 1],
        ]
      : format.format === 'NV12'
        ? [
            [widthPx, heightPx, 1],
            [chromaWidthPx, chromaHeightPx, 2],
          ]
        : [[widthPx, heightPx, samplesOf[format.format]]];
  const sampleBytes = format.bitDepth > 8 ? 2 : 1;
  let offsetBytes = 0;
  const planes = sizes.map(([planeWidthPx, planeHeightPx, samplesPerPixel]) => {
    const strideSamples = planeWidthPx * samplesPerPixel;
    const plane = {
      offsetBytes,
      strideSamples,
      widthPx: planeWidthPx,
      heightPx: planeHeightPx,
      samplesPerPixel,
    };
    offsetBytes += strideSamples * planeHeightPx * sampleBytes;
    return plane;
  });
  return { planes, totalBytes: offsetBytes };
}

/** Views of the planes of `format` that lie packed in `buffer` from `startBytes` on. Nothing is copied. */
export function planesIn(buffer: ArrayBuffer, format: FrameFormat, startBytes = 0): Plane[] {
  return packedPlanes(format).planes.map(({ offsetBytes, ...size }) => {
    const length = size.strideSamples * size.heightPx;
    const start = startBytes + offsetBytes;
    const samples =
      format.bitDepth > 8 ? new Uint16Array(buffer, start, length) : new Uint8Array(buffer, start, length);
    return { ...size, samples };
  });
}
