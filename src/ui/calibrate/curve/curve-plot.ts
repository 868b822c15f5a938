/** A fitted curve and its points as places in a plot. Pure. */
import type { CurveFit } from '#model/calibration.ts';
import { linearToSignal } from '#model/transfer.ts';
import { numerals } from '#words/words.ts';

/** In SVG units; `zeroY` of the residuals lies in the middle of their box. */
export const plotBox = {
  width: 440,
  height: 280,
  left: 46,
  right: 430,
  curve: { top: 8, bottom: 168 },
  residual: { top: 198, bottom: 246 },
} as const;

type Place = { readonly x: number; readonly y: number };

export type CurvePlot = {
  readonly points: readonly Place[];
  readonly residuals: readonly (Place & { readonly barY: number; readonly barHeight: number })[];
  /** SVG path of the fitted curve; empty where the points do not fix it. */
  readonly curve: string;
  /** Ticks of codes on the left, of light below. */
  readonly codeTicks: readonly { readonly y: number; readonly word: string }[];
  readonly lightTicks: readonly { readonly x: number; readonly word: string }[];
  /** Half the height of the residuals' box, in codes. */
  readonly residualLimitCodes: number;
};

/** 1, 2 or 5 times a power of ten, not below `value`. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999_999) ?? 10 * power;
}

/**
 * Black and white of a fit, in codes: it says codes = black + (white − black) · s for a signal s that the light gives, so its own
 * fitted points are a straight line over s. Null with fewer than two different signals.
 */
export function endsOf({ residuals, transfer, scale, pedestal }: CurveFit): {
  readonly blackCodes: number;
  readonly spanCodes: number;
} | null {
  const fitted = residuals.map(({ point, codes }) => ({
    signal: linearToSignal(scale * point.light + pedestal, transfer),
    codes: point.codes - codes,
  }));
  const first = fitted.toSorted((a, b) => a.signal - b.signal)[0];
  const last = fitted.toSorted((a, b) => b.signal - a.signal)[0];
  if (!first || !last || last.signal - first.signal < 1e-9) return null;
  const spanCodes = (last.codes - first.codes) / (last.signal - first.signal);
  return { blackCodes: first.codes - spanCodes * first.signal, spanCodes };
}

/** `null`: there is no point to plot. */
export function curvePlot(fit: CurveFit): CurvePlot | null {
  const { residuals, transfer, scale, pedestal } = fit;
  const lights = residuals.map(({ point }) => point.light);
  const codes = residuals.map(({ point }) => point.codes);
  const lightTop = Math.max(...lights);
  if (!(lightTop > 0)) return null;
  const codeStep = roundUp(Math.max(...codes) / 5);
  const codeTop = codeStep * Math.ceil((Math.max(...codes) * 1.02) / codeStep);
  const lightStep = roundUp(lightTop / 5);
  const { left, right, curve: box, residual: below } = plotBox;
  const toX = (light: number) => left + ((right - left) * light) / (lightTop * 1.02);
  const toY = (code: number) => box.bottom - ((box.bottom - box.top) * code) / codeTop;
  const limit = roundUp(Math.max(0.1, ...residuals.map(each => Math.abs(each.codes))));
  const zeroY = (below.top + below.bottom) / 2;
  const toBelow = (code: number) => zeroY - ((below.bottom - below.top) / 2) * (code / limit);
  const ends = endsOf(fit);
  const samples = Array.from({ length: 97 }, (_, i) => (lightTop * i) / 96);
  const place = (light: number, ends: { blackCodes: number; spanCodes: number }) => {
    const signal = linearToSignal(scale * light + pedestal, transfer);
    return `${toX(light).toFixed(1)} ${toY(ends.blackCodes + ends.spanCodes * signal).toFixed(1)}`;
  };
  return {
    points: residuals.map(({ point }) => ({ x: toX(point.light), y: toY(point.codes) })),
    residuals: residuals.map(({ point, codes: off }) => ({
      x: toX(point.light),
      y: toBelow(off),
      barY: Math.min(zeroY, toBelow(off)),
      barHeight: Math.abs(zeroY - toBelow(off)),
    })),
    curve: ends ? `M${samples.map(light => place(light, ends)).join('L')}` : '',
    codeTicks: Array.from({ length: Math.round(codeTop / codeStep) + 1 }, (_, i) => ({
      y: toY(i * codeStep),
      word: String(Math.round(i * codeStep * 10) / 10),
    })),
    lightTicks: Array.from({ length: Math.floor(lightTop / lightStep + 1e-6) + 1 }, (_, i) => ({
      x: toX(i * lightStep),
      word: numerals(String(Number((i * lightStep).toPrecision(3)))),
    })),
    residualLimitCodes: limit,
  };
}
