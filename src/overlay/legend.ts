/** What the legend of a picture says, and where it stands. Pure; painted by `paint-legend.ts`. */
import type { ColourMap, Display } from '#model/display.ts';
import type { Rect } from '#model/geometry.ts';
import { mayShowNumbers } from '#model/liveness.ts';
import type { PaneContent } from '#model/panes.ts';
import { displayShare } from '#model/shade.ts';
import type { MeasureText, TypeSize } from './context.ts';
import { inShort } from './figures-in-words.ts';
import { labelOf } from './marks.ts';
import { stripsBeside } from './pane-frame.ts';
import type { OverlayScene } from './scene.ts';

/** A mark on the colour bar: its place as a share of the bar, and its words. */
export type BarTick = { readonly share: number; readonly text: string };

/** One iso-line's threshold; `rank` 0 is the lowest of `count`, and decides the pattern. */
export type LegendLine = { readonly rank: number; readonly count: number; readonly text: string };

export type Legend = {
  readonly title: string;
  /** The picture's colours; null where it has none but the lines'. */
  readonly bar: {
    readonly map: ColourMap;
    /** The shares between which the overlay is transparent. */
    readonly transparent: { readonly from: number; readonly to: number } | null;
    readonly low: string;
    readonly high: string;
    readonly ticks: readonly BarTick[];
  } | null;
  /** What the numbers are, and how far they can be trusted. */
  readonly units: string;
  readonly isCaution: boolean;
  readonly lines: readonly LegendLine[];
  /** Why there are no lines, where there are none. */
  readonly noLines: string | null;
  readonly showsSaturation: boolean;
};

const titles = {
  overlay: 'NIR fluorescence',
  'intensity-map': 'NIR fluorescence',
  monochrome: 'NIR fluorescence',
  contour: 'NIR margin lines',
} as const satisfies Record<Exclude<PaneContent, 'white-light'>, string>;

const curveWords = (curve: Display['curve']): string =>
  curve.kind === 'gamma'
    ? `gamma ${inShort(curve.gamma)}`
    : curve.kind === 'log'
      ? 'log scale'
      : 'linear scale';

/** The legend of the pane that shows `content`; null for white light, which shows no fluorescence. */
export function legendOf(content: PaneContent, scene: OverlayScene): Legend | null {
  if (content === 'white-light' || !mayShowNumbers(scene.pictureState)) return null;
  const { display, calibration } = scene;
  const noLines = whyNoLines(scene);
  const hasBar = content !== 'contour';
  return {
    title: titles[content],
    bar: hasBar ? barOf(content, scene) : null,
    units: [
      hasBar ? `linear, share of white · ${curveWords(display.curve)}` : backgroundInWords(scene),
      calibration,
    ]
      .filter(Boolean)
      .join(' · '),
    isCaution: calibration !== 'calibrated',
    lines:
      noLines === null
        ? display.thresholds.map((threshold, rank, { length: count }) => ({
            rank,
            count,
            text: `TBR ${inShort(threshold)}`,
          }))
        : [],
    noLines: noLines === 'no threshold set' && hasBar ? null : noLines && `No margin lines: ${noLines}`,
    showsSaturation: display.saturationMark,
  };
}

/** Why the shader draws no iso-lines now; null when it does. */
export function whyNoLines(scene: OverlayScene): string | null {
  const { display, calibration, measurement } = scene;
  if (display.thresholds.length === 0) return 'no threshold set';
  if (calibration !== 'calibrated' && !display.acceptsRelative) return `numbers are ${calibration}`;
  return measurement?.backgroundLinear == null ? 'no background measured' : null;
}

function backgroundInWords(scene: OverlayScene): string {
  const background = scene.measurement?.regions.find(region => region.role === 'background');
  return background && whyNoLines(scene) === null
    ? `multiples of ${labelOf(background)}`
    : 'multiples of background';
}

function barOf(content: PaneContent, scene: OverlayScene): NonNullable<Legend['bar']> {
  const { display } = scene;
  const background = scene.measurement?.backgroundLinear ?? null;
  const isGrey = content === 'monochrome';
  const scale = { ...display, signed: display.signed && !isGrey };
  const hasMiddle = scale.signed && background !== null;
  const lines = whyNoLines(scene) === null && background !== null ? display.thresholds : [];
  const ticks = lines
    .map(threshold => ({ threshold, linear: threshold * (background ?? 0) }))
    .filter(({ linear }) => linear >= display.windowLow && linear <= display.windowHigh)
    .map(({ threshold, linear }) => ({
      share: displayShare(linear, scale, background),
      text: inShort(threshold),
    }));
  return {
    map: isGrey ? 'grey' : display.colourMap,
    transparent: isGrey
      ? null
      : hasMiddle
        ? { from: 0.5 - display.thresholdShare / 2, to: 0.5 + display.thresholdShare / 2 }
        : { from: 0, to: display.thresholdShare },
    low: inShort(display.windowLow),
    high: inShort(display.windowHigh),
    ticks: hasMiddle ? [{ share: 0.5, text: 'B' }, ...ticks] : ticks,
  };
}

/** Lengths of the legend in units; `paint-legend.ts` sets by them. */
export const legendMeasures = {
  width: 330,
  padding: 9,
  titleRow: 20,
  barRow: 14,
  tickRow: 18,
  textRow: 18,
  sample: 30,
} as const;

export const legendType = (unit: number, isTitle = false): TypeSize => ({
  sizePx: 12.5 * unit,
  weight: isTitle ? 600 : 500,
});

/** The legend's key in rows that fit its width: lines' samples, then the saturation mark. */
export function legendKeys(
  legend: Legend,
  set: { widthPx: number; unit: number; measure: MeasureText },
): { readonly line: LegendLine | null; readonly text: string; readonly row: number; readonly xPx: number }[] {
  const { unit, measure } = set;
  const keys = [
    ...legend.lines.map(line => ({ line, text: line.text })),
    ...(legend.showsSaturation ? [{ line: null, text: 'saturated' }] : []),
  ];
  let row = 0;
  let xPx = 0;
  return keys.map(key => {
    const width = (legendMeasures.sample + 6) * unit + measure(key.text, legendType(unit)) + 14 * unit;
    if (xPx > 0 && xPx + width - 14 * unit > set.widthPx) {
      row++;
      xPx = 0;
    }
    const placed = { ...key, row, xPx };
    xPx += width;
    return placed;
  });
}

/** A legend's place. `onPicture`: it covers tissue, because the pane leaves no room beside it. */
export type LegendPlace = { readonly rect: Rect; readonly onPicture: boolean };

/**
 * Beside the picture where a dark strip has room (below first), else in the picture's lower left corner. Null in a pane
 * too small to carry one.
 */
export function placeLegend(
  size: { widthPx: number; heightPx: number },
  pane: { rect: Rect; picture: Rect; unit: number },
): LegendPlace | null {
  const { rect, picture, unit } = pane;
  const edge = 8 * unit;
  if (size.widthPx + 2 * edge > rect.width || size.heightPx * 2 > rect.height) return null;
  const strip = stripsBeside(rect, picture).find(
    free => free.width >= size.widthPx + 2 * edge && free.height >= size.heightPx + edge,
  );
  const within = strip ?? rect;
  // Below the picture it hangs from the picture's edge, where the eye comes from; elsewhere it stands at the bottom.
  const isBelow = strip !== undefined && strip.y >= picture.y + picture.height;
  const y = isBelow ? within.y + edge / 2 : within.y + within.height - size.heightPx - edge;
  return {
    rect: { x: within.x + edge, y, width: size.widthPx, height: size.heightPx },
    onPicture: strip === undefined,
  };
}

/** The legend's size in canvas pixels, as wide as the pane lets it be. */
export function legendSize(
  legend: Legend,
  set: { paneWidthPx: number; unit: number; measure: MeasureText },
): { widthPx: number; heightPx: number } {
  const m = legendMeasures;
  const { unit } = set;
  const widthPx = Math.min(m.width * unit, set.paneWidthPx - 16 * unit);
  const keys = legendKeys(legend, { widthPx: widthPx - 2 * m.padding * unit, unit, measure: set.measure });
  const keyRows = keys.reduce((rows, key) => Math.max(rows, key.row + 1), 0);
  const rows =
    m.titleRow +
    (legend.bar ? m.barRow + m.tickRow : 0) +
    m.textRow +
    keyRows * m.textRow +
    (legend.noLines === null ? 0 : m.textRow);
  return { widthPx, heightPx: (rows + 2 * m.padding) * unit };
}
