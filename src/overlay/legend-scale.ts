/** Where linear light stands on the colour bar: the same arithmetic as `shaders/lib/window.glsl`. */
import type { Display } from '#model/display.ts';

type Scale = Pick<Display, 'windowLow' | 'windowHigh' | 'curve' | 'signed'>;

/** Share 0 … 1 along the bar. With `signed` and a known background the bar's middle is the background. */
export function linearToShare(linear: number, scale: Scale, backgroundLinear: number | null): number {
  const { windowLow: low, windowHigh: high, curve } = scale;
  if (scale.signed && backgroundLinear !== null) {
    const difference = linear - backgroundLinear;
    const reach = difference < 0 ? backgroundLinear - low : high - backgroundLinear;
    return 0.5 + 0.5 * clamp(difference / Math.max(reach, 1e-6), -1, 1);
  }
  const share = clamp((linear - low) / (high - low), 0, 1);
  if (curve.kind === 'log') return Math.log2(1 + 63 * share) / 6;
  return curve.kind === 'gamma' ? share ** (1 / curve.gamma) : share;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
