/** Radial maxima of a rim about its centre as places in a plot. Pure. */
import type { PolarProfile, RimFigures } from '#model/analysis.ts';

/** In SVG units. */
export const polarBox = { width: 400, height: 272, x: 200, y: 136, radius: 104 } as const;

export type PolarPlot = {
  /** Closed path of the maxima; farther out is brighter. */
  readonly outline: string;
  /** Radius of the threshold's circle. */
  readonly threshold: number;
  /** Wedges from the centre to the outer circle where the rim has gaps, with a place for their words. */
  readonly gaps: readonly {
    readonly wedge: string;
    readonly x: number;
    readonly y: number;
    readonly word: string;
  }[];
};

const at = (degrees: number, radius: number) => {
  const turn = (degrees * Math.PI) / 180;
  return { x: polarBox.x + radius * Math.cos(turn), y: polarBox.y + radius * Math.sin(turn) };
};

const place = ({ x, y }: { x: number; y: number }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Degrees clockwise from the right, as on the picture. Null without light. */
export function polarPlot(profile: PolarProfile, gaps: RimFigures['gaps']): PolarPlot | null {
  const { maxima, thresholdLinear } = profile;
  const top = maxima.reduce((most, each) => Math.max(most, each), thresholdLinear);
  if (!(top > 0) || maxima.length === 0) return null;
  const toRadius = (light: number) => (polarBox.radius * Math.max(0, light)) / top;
  const step = 360 / maxima.length;
  return {
    outline: `M${Array.from(maxima, (light, i) => place(at((i + 0.5) * step, toRadius(light)))).join('L')}Z`,
    threshold: toRadius(thresholdLinear),
    gaps: gaps.map(({ fromDegrees, degrees }) => {
      const isLarge = degrees > 180 ? 1 : 0;
      const r = polarBox.radius;
      // A full circle begins where it ends, which an arc cannot say.
      const to = at(fromDegrees + Math.min(degrees, 359.9), r);
      const word = at(fromDegrees + degrees / 2, r + 18);
      return {
        wedge: `M${polarBox.x} ${polarBox.y}L${place(at(fromDegrees, r))}A${r} ${r} 0 ${isLarge} 1 ${place(to)}Z`,
        x: word.x,
        y: word.y,
        word: `${Math.round(degrees)}°`,
      };
    }),
  };
}
