/** How a region's curve is drawn: its role's colour on the picture, and a pattern that tells it from its like. */
import type { TimeCurve } from '#model/time-curve/time-curve.ts';
import { roleMarks } from '#overlay/marks.ts';

export type CurveLook = { readonly colour: string; readonly dash: string };

/** The first is the role's own on the picture. */
const patterns = {
  tumour: ['', '2 4', '12 4', '12 4 2 4'],
  background: ['9 5', '4 3', '14 3', '9 3 2 3'],
} as const;

/** One look a curve, in their order. */
export function looksOf(curves: readonly TimeCurve[]): readonly CurveLook[] {
  return curves.map(({ role }, index) => {
    const rank = curves.slice(0, index).filter(curve => curve.role === role).length;
    const own = patterns[role === 'tumour' ? 'tumour' : 'background'];
    return { colour: roleMarks[role].colour, dash: own[rank % own.length]! };
  });
}
