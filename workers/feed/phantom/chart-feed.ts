/**
 * The test chart, fed into the camera's processor as into a tower: over the whole frame, behind lens and sensor. It passes
 * pedestal, curve, matrix and range; chroma is the mean of two by two pixels.
 */
import { paintChart } from '#model/chart.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import { linearToSignal, signalToLinear } from '#model/transfer.ts';
import { pedestalOf, rangeOf } from './camera.ts';
import { deviateBits } from './random.ts';

/** Luma in parts of a code of 2 to the power of `deviateBits`, so that noise dithers it; chroma as it leaves. */
export type ChartFeed = { readonly luma: Uint16Array; readonly chroma: Uint8Array };

/**
 * Codes the chart for a phantom's frame. Its white is the brightest light that the camera takes above its pedestal, so that
 * nothing of it is clipped.
 */
export function createChartFeed(spec: PhantomSpec): ChartFeed {
  const widthPx = 2 * spec.widthPx;
  const { heightPx } = spec;
  const { rgba } = paintChart({ widthPx, heightPx });
  const signalOf = signalTable(spec);
  const { black, white, chromaSpan } = rangeOf(spec);
  const luma = new Uint16Array(widthPx * heightPx);
  const chromaWidthPx = widthPx / 2;
  const chromaPixels = luma.length / 4;
  const bluish = new Float32Array(chromaPixels);
  const reddish = new Float32Array(chromaPixels);
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      const red = signalOf[rgba[4 * i]!]!;
      const green = signalOf[rgba[4 * i + 1]!]!;
      const blue = signalOf[rgba[4 * i + 2]!]!;
      // ITU-R BT.709-6 §3: luma and the two colour differences.
      const y709 = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      luma[i] = Math.round((black + (white - black) * y709) * 2 ** deviateBits);
      const pair = (y >> 1) * chromaWidthPx + (x >> 1);
      bluish[pair]! += (blue - y709) / 1.8556 / 4;
      reddish[pair]! += (red - y709) / 1.5748 / 4;
    }
  const chroma = new Uint8Array(2 * chromaPixels);
  const code = (difference: number) => Math.min(255, Math.round(128 + chromaSpan * difference));
  for (let i = 0; i < chromaPixels; i++) {
    chroma[i] = code(bluish[i]!);
    chroma[i + chromaPixels] = code(reddish[i]!);
  }
  return { luma, chroma };
}

/** From a display's 8-bit sRGB to the camera's signal. */
function signalTable(spec: PhantomSpec): Float64Array {
  const pedestal = pedestalOf(spec);
  return Float64Array.from({ length: 256 }, (_, code) => {
    const light = signalToLinear(code / 255, { kind: 'srgb' });
    return linearToSignal(pedestal + (1 - pedestal) * light, spec.camera.transfer);
  });
}

/** One row of luma with noise of half a code, or none where `noise` is null. */
export function chartRow(
  { luma }: ChartFeed,
  from: { readonly row: number; readonly noise: Int16Array | null; readonly noiseFrom: number },
  target: { readonly bytes: Uint8Array; readonly widthPx: number },
): void {
  const { row, noise, noiseFrom } = from;
  const { bytes, widthPx } = target;
  const half = 1 << (deviateBits - 1);
  const begin = row * widthPx;
  for (let x = 0; x < widthPx; x++) {
    const electrons = noise ? noise[noiseFrom + x]! >> 1 : 0;
    bytes[begin + x] = Math.max(0, Math.min(255, (luma[begin + x]! + electrons + half) >> deviateBits));
  }
}
