/** How each kind of mark looks. Colour never stands alone: every kind has a pattern and a letter of its own, too. */
import type { Region, RegionRole } from '#model/region.ts';
import { dashPeriodPx, isoStyleOf } from '#model/shade.ts';
import { words } from '#words/words.ts';
import type { LineLook } from './context.ts';

/** Lengths in units of the overlay (`unitOf`). */
type Mark = { readonly colour: string; readonly width: number; readonly dash: readonly number[] };

/**
 * Colours and patterns of regions, for the picture and for whatever stands beside it. All colours here are so light that on
 * any tissue the line or its halo has a contrast of 3; `test/unit/overlay/contrast.test.ts` computes it.
 */
export const roleMarks = {
  tumour: { colour: '#f4f6f8', width: 2.4, dash: [] },
  background: { colour: '#4fe0ff', width: 2.4, dash: [9, 5] },
  leak: { colour: '#ffb04f', width: 2.4, dash: [] },
  edge: { colour: '#ff93e6', width: 2.4, dash: [14, 4, 3, 4] },
  cavity: { colour: '#cfb0ff', width: 2.4, dash: [3, 5] },
} as const satisfies Record<RegionRole, Mark>;

/** Blue is selection, everywhere in the viewer. */
export const selectionColour = '#7dbcff';
/** Text of the picture's own: titles, legend, footer. */
export const textColour = '#e6e9ec';
export const quietColour = '#b7bec5';
export const cautionColour = '#ffc14d';
/** Margin iso-lines; the shader draws them in the same yellow. */
export const isoColour = '#ffde33';

/** Colours of what analysis found. The nearer to the edge, the redder; what is far away keeps the edge's own colour. */
export const analysisColours = {
  signal: '#b8ffd2',
  smallest: '#f7f9fb',
  peak: '#f4f6f8',
  gap: '#ffb84d',
  disc: '#8fd0ff',
  band: ['#ff9b80', '#ffb04a', '#ffcf80', '#ffe6bd'],
  lost: '#b7bec5',
} as const;

export const analysisMarkLooks = {
  smallest: { colour: analysisColours.smallest, width: 2.4, dash: [] },
  peak: { colour: analysisColours.peak, width: 2, dash: [] },
  gap: { colour: analysisColours.gap, width: 3, dash: [5, 3] },
  disc: { colour: analysisColours.disc, width: 2.4, dash: [12, 7] },
  /** A region whose tissue is no longer found. */
  lost: { colour: analysisColours.lost, width: 2, dash: [6, 6] },
} as const satisfies Record<string, Mark>;

const bandLines = [
  { width: 8, dash: [] },
  { width: 6, dash: [12, 4] },
  { width: 4.5, dash: [6, 5] },
  { width: 3.5, dash: [3, 6] },
] as const;

/** The edge where it is nearer than limit number `rank`; 0 is the first. Thickness and pattern say it without colour, too. */
export const bandLook = (rank: number, unit: number): LineLook => {
  const at = Math.min(rank, bandLines.length - 1);
  return lineOf({ ...bandLines[at]!, colour: analysisColours.band[at]! }, unit);
};

/** The outline of the segmented signal. */
export const signalLook = (unit: number): LineLook =>
  lineOf({ colour: analysisColours.signal, width: 1.3, dash: [] }, unit);

/** The shader's stripes on saturated NIR. */
export const saturationColour = '#ff00cc';

/** The shader's pattern of an iso-line, by its threshold's rank: 0 is the lowest of `count`. */
export function isoLook(rank: number, count: number, unit: number): LineLook {
  const { halfWidthsPx, solidShares } = isoStyleOf(Array.from({ length: count }, (_, i) => i));
  const slot = halfWidthsPx.length - count + rank;
  const solid = solidShares[slot]! * dashPeriodPx * unit;
  return {
    colour: isoColour,
    widthPx: 2 * halfWidthsPx[slot]! * unit,
    dashPx: solidShares[slot] === 1 ? [] : [solid, dashPeriodPx * unit - solid],
  };
}

/** The outline of contour mode; the shader draws it in the same green. */
export const outlineLook = (unit: number): LineLook => ({ ...isoLook(0, 1, unit), colour: '#4dff8c' });

/** A mark in canvas pixels. A selected region's line is half as wide again. */
export const lineOf = (mark: Mark, unit: number, isSelected = false): LineLook => ({
  colour: mark.colour,
  widthPx: mark.width * unit * (isSelected ? 1.5 : 1),
  dashPx: mark.dash.map(length => length * unit),
});

/** "T1", "B1 muscle", "L1 leak". */
export function labelOf(region: Pick<Region, 'id' | 'role' | 'tissue'>): string {
  if (region.role === 'leak' || region.role === 'edge' || region.role === 'cavity')
    return `${region.id} ${words(region.role)}`;
  return region.tissue ? `${region.id} ${words(region.tissue)}` : region.id;
}
