/** The legend as rows, and its place in a pane: beside the picture where the pane leaves room, on it where not. */
import type { Rect } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import { type MeasureText, type TypeSize, wrapText } from './context.ts';
import type { Legend, LegendLine } from './legend.ts';
import { stripsBeside } from './pane-frame.ts';
import { overlaps } from './place-labels.ts';

/** One row; `y` is its upper edge, from the legend's inner top left corner, in canvas pixels. */
export type LegendRow = { readonly y: number } & (
  | {
      readonly kind: 'words';
      readonly text: string;
      readonly tone: 'title' | 'plain' | 'quiet' | 'caution';
    }
  | { readonly kind: 'bar'; readonly bar: NonNullable<Legend['bar']> }
  /** A sample of a line or of the saturation mark, and its name. */
  | {
      readonly kind: 'key';
      readonly x: number;
      readonly sample: LegendLine | { readonly band: number } | 'outline' | 'signal' | 'saturation';
      readonly text: string;
    }
);

/** `rect` includes the padding. `onPicture`: it covers tissue, so it needs a plate. */
export type PlacedLegend = {
  readonly rect: Rect;
  readonly rows: readonly LegendRow[];
  readonly onPicture: boolean;
};

/** Lengths in units. */
export const legendMeasures = {
  width: 330,
  narrowest: 128,
  padding: 8,
  row: 18,
  bar: 14,
  sample: 30,
  sampleGap: 6,
  keyGap: 14,
} as const;

export const legendType = (unit: number, isTitle = false): TypeSize => ({
  sizePx: 12.5 * unit,
  weight: isTitle ? 600 : 500,
});

type Setting = { readonly unit: number; readonly measure: MeasureText };

/** Of the picture in a pane; one that would cover more is folded. */
const mostCovered = 1 / 16;

/**
 * In a dark strip beside the picture where one has room (below first; narrow strips make it narrow and tall), else in the
 * picture's lower left corner, or the lower right one where that covers fewer of `marked`: what somebody drew. Folded to what the picture
 * cannot be read without where that leaves it beside the picture, or where it would cover much of it. Never on `taken`: titles and panes in front. Null in a pane too small to carry one.
 */
export function placeLegend(
  legend: Legend,
  pane: { rect: Rect; picture: Rect; taken: readonly Rect[]; marked: readonly Rect[] } & Setting,
): PlacedLegend | null {
  const { rect, picture, unit } = pane;
  const edge = 8 * unit;
  const m = legendMeasures;
  const fitTo = (room: Rect, isFolded: boolean) => {
    const widthPx = Math.min(m.width * unit, room.width - 2 * edge);
    const { rows, heightPx } = legendRows(legend, widthPx - 2 * m.padding * unit, { ...pane, isFolded });
    return { rows, widthPx, heightPx: heightPx + 2 * m.padding * unit };
  };
  const isFree = (place: Rect): boolean => !pane.taken.some(other => overlaps(other, place));

  const beside = (isFolded: boolean): PlacedLegend | null => {
    for (const strip of stripsBeside(rect, picture)) {
      if (strip.width < m.narrowest * unit + 2 * edge) continue;
      const { rows, widthPx, heightPx } = fitTo(strip, isFolded);
      if (heightPx > strip.height) continue;
      // Below the picture it hangs from the picture's edge, where the eye comes from; elsewhere it stands at the bottom.
      const isBelow = strip.y >= picture.y + picture.height;
      const y = isBelow ? strip.y : strip.y + strip.height - heightPx;
      // Rounding must not carry it over the strip's edge, where another pane's tissue may begin.
      const x = Math.max(strip.x, strip.x + edge - m.padding * unit);
      const place = { x, y, width: widthPx, height: heightPx };
      if (isFree(place)) return { rect: place, rows, onPicture: false };
    }
    return null;
  };

  const over = (isFolded: boolean): PlacedLegend | null => {
    const { rows, widthPx, heightPx } = fitTo(rect, isFolded);
    if (rows.length === 0 || widthPx < m.narrowest * unit || heightPx * 2 > rect.height) return null;
    if (!isFolded && widthPx * heightPx > mostCovered * areaOf(picture)) return null;
    const y = rect.y + rect.height - heightPx - edge;
    const covered = (place: Rect): number => pane.marked.filter(mark => overlaps(mark, place)).length;
    const best = [rect.x + edge, rect.x + rect.width - widthPx - edge]
      .map(x => ({ x, y, width: widthPx, height: heightPx }))
      .filter(isFree)
      .toSorted((one, other) => covered(one) - covered(other))[0];
    return best ? { rect: best, rows, onPicture: true } : null;
  };

  return beside(false) ?? beside(true) ?? over(false) ?? over(true);
}

const areaOf = ({ width, height }: Rect): number => width * height;

/** Folded: colours, what lines mean, and whether numbers are to be trusted; names, units and reasons are left out. */
function legendRows(
  legend: Legend,
  widthPx: number,
  set: Setting & { isFolded: boolean },
): { rows: LegendRow[]; heightPx: number } {
  const { unit, measure, isFolded } = set;
  const m = legendMeasures;
  const rows: LegendRow[] = [];
  let y = 0;
  const say = (text: string, tone: 'title' | 'plain' | 'quiet' | 'caution') => {
    for (const part of wrapText(text, widthPx, { type: legendType(unit, tone === 'title'), measure })) {
      rows.push({ kind: 'words', y, text: part, tone });
      y += m.row * unit;
    }
  };
  if (!isFolded) say(legend.title, 'title');
  if (legend.bar) {
    rows.push({ kind: 'bar', y: y + 2 * unit, bar: legend.bar });
    y += (m.bar + 2 + m.row) * unit;
  }
  if (!isFolded || legend.isCaution)
    say(
      [isFolded ? '' : legend.units, words(legend.calibration)].filter(Boolean).join(' · '),
      legend.isCaution ? 'caution' : 'quiet',
    );
  const keys = [
    ...legend.lines.map(line => ({ sample: line, text: line.text })),
    ...(legend.outline === null ? [] : [{ sample: 'outline' as const, text: legend.outline }]),
    ...(isFolded || legend.signal === null ? [] : [{ sample: 'signal' as const, text: legend.signal }]),
    ...legend.bands.map(({ band, text }) => ({ sample: { band }, text })),
    ...(!isFolded && legend.showsSaturation
      ? [{ sample: 'saturation' as const, text: words('saturated') }]
      : []),
  ];
  let x = 0;
  for (const key of keys) {
    const width = (m.sample + m.sampleGap) * unit + measure(key.text, legendType(unit));
    if (x > 0 && x + width > widthPx) {
      x = 0;
      y += m.row * unit;
    }
    rows.push({ kind: 'key', x, y, ...key });
    x += width + m.keyGap * unit;
  }
  if (keys.length > 0) y += m.row * unit;
  if (!isFolded && legend.noLines !== null) say(legend.noLines, 'quiet');
  return { rows, heightPx: y };
}
