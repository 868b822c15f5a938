/**
 * The textures of a feed's streams. Holds, per stream, one texture for luma (or the whole pixel) and one for chroma, and
 * 4:2:0 chroma interleaved on its way (a quarter of the luma's bytes, twice); disposed of by the compositor.
 */
import type { FrameFormat, FramePlanes, Plane } from '#model/frame.ts';
import { createPlaneTexture, type PlaneTexture } from './gpu/plane-texture.ts';

export type StreamTextures = {
  upload(planes: FramePlanes): void;
  /** Of what was uploaded last; null before the first upload. */
  readonly format: FrameFormat | null;
  readonly first: PlaneTexture;
  readonly chroma: PlaneTexture;
  [Symbol.dispose](): void;
};

const bytesOf = ({ samples }: Plane): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);

export function createStreamTextures(gl: WebGL2RenderingContext): StreamTextures {
  const first = createPlaneTexture(gl);
  const chroma = createPlaneTexture(gl);
  let interleaved = new Uint8Array();
  let format: FrameFormat | null = null;

  const uploadPlane = (texture: PlaneTexture, plane: Plane): void => {
    // Sixteen-bit codes go up as two bytes, low and high: both are interpolated alike, so their sum is, too.
    const sampleBytes = plane.samples.BYTES_PER_ELEMENT;
    texture.upload({
      bytes: bytesOf(plane),
      channels: sampleBytes === 2 ? 2 : plane.samplesPerPixel,
      widthPx: plane.widthPx,
      heightPx: plane.heightPx,
      strideBytes: plane.strideSamples * sampleBytes,
    });
  };

  /** U and V side by side: one sample in the shader instead of two, for a pass over a few hundred kilobytes. */
  const uploadChroma = (u: Plane, v: Plane): void => {
    const bytes = u.widthPx * u.heightPx * 2;
    if (interleaved.length !== bytes) interleaved = new Uint8Array(bytes);
    interleaveChroma(u, v, interleaved);
    chroma.upload({
      bytes: interleaved,
      channels: 2,
      widthPx: u.widthPx,
      heightPx: u.heightPx,
      strideBytes: u.widthPx * 2,
    });
  };

  return {
    upload(planes) {
      const [luma, u, v] = planes.planes;
      uploadPlane(first, luma!);
      if (u && v) uploadChroma(u, v);
      else if (u) uploadPlane(chroma, u);
      format = planes.format;
    },
    get format() {
      return format;
    },
    first,
    chroma,
    [Symbol.dispose]() {
      first[Symbol.dispose]();
      chroma[Symbol.dispose]();
    },
  };
}

function interleaveChroma(u: Plane, v: Plane, into: Uint8Array<ArrayBuffer>): void {
  // Pairs as one store each; little-endian, as every machine with WebGL is.
  const pairs = new Uint16Array(into.buffer);
  for (let y = 0; y < u.heightPx; y++) {
    const uRow = y * u.strideSamples;
    const vRow = y * v.strideSamples;
    const to = y * u.widthPx;
    for (let x = 0; x < u.widthPx; x++) {
      pairs[to + x] = u.samples[uRow + x]! | (v.samples[vRow + x]! << 8);
    }
  }
}
