/**
 * What goes wrong with the NIR light itself: too much of it, twice the gain, the lamps of the theatre, no excitation. Codes are taken back to
 * linear light by the camera's own curve, changed there, and coded again: that is where a real camera's gain and a lamp's light act.
 */
import type { PhantomSpec } from '#model/phantom.ts';
import { linearToSignal, signalToLinear } from '#model/transfer.ts';
import { codeTable, noiseShift, noiseTable, pedestalOf, rangeOf } from '../camera.ts';
import { deviateTable, hash } from '../random.ts';
import type { Spoil } from './planes.ts';

/** Far more gain than there is room for: the weakest tissue of every phantom ends at white. */
const overexposure = 16;
/** 6 dB, the smallest step of gain that nobody calls drift. */
const jump = 2;
/** Light of the room that passes the NIR filter, of white: about that of healthy tissue, as with the theatre lamps left on. */
const ambient = 0.12;

/** Changes every NIR code by what happens to its light (above the pedestal, of white). */
function changeLight(spec: PhantomSpec, change: (linear: number) => number): Spoil {
  const { black, white } = rangeOf(spec);
  const pedestal = pedestalOf(spec);
  const table = Uint8Array.from({ length: 256 }, (_, code) => {
    // A code at white may have been any light above it, and stays there.
    if (code >= white) return code;
    const linear = signalToLinear((code - black) / (white - black), spec.camera.transfer) - pedestal;
    const changed = Math.min(1, change(linear) + pedestal);
    const signal = linearToSignal(changed, spec.camera.transfer);
    return Math.min(white, Math.max(0, Math.round(black + (white - black) * signal)));
  });
  const { widthPx, heightPx } = spec;
  return bytes => {
    for (let y = 0; y < heightPx; y++) {
      const begin = (2 * y + 1) * widthPx;
      for (let i = begin; i < begin + widthPx; i++) bytes[i] = table[bytes[i]!]!;
    }
  };
}

export const saturate = (spec: PhantomSpec): Spoil => changeLight(spec, linear => linear * overexposure);
export const jumpGain = (spec: PhantomSpec): Spoil => changeLight(spec, linear => linear * jump);
export const addAmbientLight = (spec: PhantomSpec): Spoil => changeLight(spec, linear => linear + ambient);

/** NIR without any light: pedestal and read noise, another in every frame. White light stays as it is. */
export function darkenNir(spec: PhantomSpec): Spoil {
  const { widthPx, heightPx } = spec;
  const places = 65_536;
  const { codes, offset } = codeTable(spec, 1);
  const strength = noiseTable(spec)[0]!;
  const deviates = deviateTable(spec.seed, places + widthPx);
  const dark = Uint8Array.from(deviates, deviate => codes[offset + ((strength * deviate) >> noiseShift)]!);
  return (bytes, frameIndex) => {
    for (let y = 0; y < heightPx; y++) {
      const from = hash(spec.seed, frameIndex, 2 * y) & (places - 1);
      bytes.set(dark.subarray(from, from + widthPx), (2 * y + 1) * widthPx);
    }
  };
}
