/** The legend's paint: colour bar, its ends and marks, units, and the key of lines. */
import { type colourOf, legendStops } from '#model/colour-map.ts';
import type { Rect } from '#model/geometry.ts';
import { type LineLook, measureBy, type PaintContext, paintLine, paintPlate, paintText } from './context.ts';
import type { Legend } from './legend.ts';
import {
  bandLook,
  cautionColour,
  isoColour,
  isoLook,
  outlineLook,
  quietColour,
  saturationColour,
  signalLook,
  textColour,
} from './marks.ts';
import { type LegendRow, legendMeasures, legendType, type PlacedLegend } from './place-legend.ts';

const tones = { title: textColour, plain: textColour, quiet: quietColour, caution: cautionColour } as const;

/** Paints a legend at its place. `freshness` fades what was measured: the thresholds' marks on the bar. */
export function paintLegend(
  context: PaintContext,
  placed: PlacedLegend,
  on: { unit: number; freshness: number },
): void {
  const { unit, freshness } = on;
  const { rect } = placed;
  const m = legendMeasures;
  if (placed.onPicture) paintPlate(context, rect, 6 * unit);
  const left = rect.x + m.padding * unit;
  const top = rect.y + m.padding * unit;
  for (const row of placed.rows) {
    const y = top + row.y;
    const middle = y + (m.row * unit) / 2;
    if (row.kind === 'words') {
      const type = legendType(unit, row.tone === 'title');
      paintText(context, row.text, {
        at: { x: left, y: middle },
        type,
        colour: tones[row.tone],
        halo: false,
      });
    } else if (row.kind === 'bar') {
      const bar = { x: left, y, width: rect.width - 2 * m.padding * unit, height: m.bar * unit };
      paintBar(context, row.bar, bar);
      paintScale(context, row.bar, { bar, y: y + (m.bar + m.row / 2) * unit, unit, freshness });
    } else paintKey(context, row, { x: left + row.x, y: middle, unit });
  }
}

function paintKey(
  context: PaintContext,
  key: Extract<LegendRow, { kind: 'key' }>,
  on: { x: number; y: number; unit: number },
): void {
  const { x, y, unit } = on;
  const width = legendMeasures.sample * unit;
  const look = lookOf(key.sample, unit);
  if (look) {
    paintLine(context, look, () => {
      context.moveTo(x, y);
      context.lineTo(x + width, y);
    });
  } else paintStripes(context, { x, y: y - 5 * unit, width, height: 10 * unit }, unit);
  paintText(context, key.text, {
    at: { x: x + width + legendMeasures.sampleGap * unit, y },
    type: legendType(unit),
    colour: look?.colour ?? textColour,
    halo: false,
  });
}

/** Null for the saturation mark, which is no line. */
function lookOf(sample: Extract<LegendRow, { kind: 'key' }>['sample'], unit: number): LineLook | null {
  if (sample === 'saturation') return null;
  if (sample === 'signal') return signalLook(unit);
  if (typeof sample === 'object' && 'band' in sample) return bandLook(sample.band, unit);
  return sample === 'outline' ? outlineLook(unit) : isoLook(sample.rank, sample.count, unit);
}

type Bar = NonNullable<Legend['bar']>;

function paintBar(context: PaintContext, bar: Bar, rect: Rect): void {
  const gradient = context.createLinearGradient(rect.x, 0, rect.x + rect.width, 0);
  for (const { share, colour } of legendStops(bar.map, 33)) {
    gradient.addColorStop(share, cssColour(colour));
  }
  context.fillStyle = gradient;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  if (bar.transparent && bar.transparent.to > bar.transparent.from) {
    const x = rect.x + bar.transparent.from * rect.width;
    const width = (bar.transparent.to - bar.transparent.from) * rect.width;
    context.fillStyle = '#22262b';
    context.fillRect(x, rect.y, width, rect.height);
    context.strokeStyle = quietColour;
    context.lineWidth = Math.max(1, rect.height / 14);
    context.setLineDash([rect.height / 5, rect.height / 5]);
    context.strokeRect(
      x + context.lineWidth / 2,
      rect.y + context.lineWidth / 2,
      Math.max(0, width - context.lineWidth),
      rect.height - context.lineWidth,
    );
    context.setLineDash([]);
  }
}

function paintScale(
  context: PaintContext,
  bar: Bar,
  on: { bar: Rect; y: number; unit: number; freshness: number },
): void {
  const { unit } = on;
  const type = legendType(unit);
  const measure = measureBy(context);
  const right = on.bar.x + on.bar.width;
  paintText(context, bar.low, { at: { x: on.bar.x, y: on.y }, type, colour: quietColour, halo: false });
  paintText(context, bar.high, {
    at: { x: right, y: on.y },
    type,
    colour: quietColour,
    align: 'right',
    halo: false,
  });
  let freeFrom = on.bar.x + measure(bar.low, type) + 4 * unit;
  const freeTo = right - measure(bar.high, type) - 4 * unit;
  context.save();
  context.globalAlpha *= on.freshness;
  for (const tick of bar.ticks) {
    const x = on.bar.x + tick.share * on.bar.width;
    paintLine(context, { colour: isoColour, widthPx: 2 * unit, dashPx: [] }, () => {
      context.moveTo(x, on.bar.y - 2 * unit);
      context.lineTo(x, on.bar.y + on.bar.height + 2 * unit);
    });
    const half = measure(tick.text, type) / 2;
    // A number that would stand on its neighbour is left out: the line's own label says it.
    if (x - half < freeFrom || x + half > freeTo) continue;
    paintText(context, tick.text, {
      at: { x, y: on.y },
      type,
      colour: isoColour,
      align: 'center',
      halo: false,
    });
    freeFrom = x + half + 4 * unit;
  }
  context.restore();
}

/** The shader's saturation mark: stripes, tissue in between. */
function paintStripes(context: PaintContext, rect: Rect, unit: number): void {
  context.save();
  context.beginPath();
  context.rect(rect.x, rect.y, rect.width, rect.height);
  context.clip();
  context.fillStyle = '#3a3f45';
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.setLineDash([]);
  context.lineCap = 'butt';
  context.strokeStyle = saturationColour;
  context.lineWidth = 3 * unit;
  context.beginPath();
  for (let x = rect.x - rect.height; x < rect.x + rect.width; x += 6 * unit) {
    context.moveTo(x, rect.y);
    context.lineTo(x + rect.height, rect.y + rect.height);
  }
  context.stroke();
  context.restore();
}

const cssColour = ([red, green, blue]: ReturnType<typeof colourOf>): string =>
  `rgb(${[red, green, blue].map(channel => Math.round(channel * 255)).join(' ')})`;
