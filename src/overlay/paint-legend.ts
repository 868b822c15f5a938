/** The legend's paint: colour bar, its ends and marks, units, and the key of lines. */
import { type colourOf, legendStops } from '#model/colour-map.ts';
import type { Rect } from '#model/geometry.ts';
import { fitText, measureBy, type PaintContext, paintLine, paintPlate, paintText } from './context.ts';
import { type Legend, type LegendPlace, legendKeys, legendMeasures, legendType } from './legend.ts';
import { cautionColour, isoColour, isoLook, quietColour, saturationColour, textColour } from './marks.ts';

/** Paints `legend` at its place. `freshness` fades what was measured: the thresholds' marks on the bar. */
export function paintLegend(
  context: PaintContext,
  legend: Legend,
  on: { place: LegendPlace; unit: number; freshness: number },
): void {
  const { unit, freshness } = on;
  const m = legendMeasures;
  const { rect } = on.place;
  if (on.place.onPicture) paintPlate(context, rect, 6 * unit);
  const inner: Rect = {
    x: rect.x + m.padding * unit,
    y: rect.y + m.padding * unit,
    width: rect.width - 2 * m.padding * unit,
    height: rect.height - 2 * m.padding * unit,
  };
  const measure = measureBy(context);
  const type = legendType(unit);
  let y = inner.y;
  const words = (text: string, colour: string, isTitle = false) => {
    const rowType = legendType(unit, isTitle);
    const height = (isTitle ? m.titleRow : m.textRow) * unit;
    const fitted = fitText(text, inner.width, { type: rowType, measure });
    paintText(context, fitted, { at: { x: inner.x, y: y + height / 2 }, type: rowType, colour, halo: false });
    y += height;
  };

  words(legend.title, textColour, true);
  if (legend.bar) {
    const bar: Rect = { x: inner.x, y, width: inner.width, height: m.barRow * unit };
    paintBar(context, legend.bar, bar);
    y += m.barRow * unit;
    paintScale(context, legend.bar, { bar, y: y + (m.tickRow * unit) / 2, unit, freshness });
    y += m.tickRow * unit;
  }
  words(legend.units, legend.isCaution ? cautionColour : quietColour);
  let lastRow = -1;
  for (const key of legendKeys(legend, { widthPx: inner.width, unit, measure })) {
    const middle = y + (key.row + 0.5) * m.textRow * unit;
    const x = inner.x + key.xPx;
    const sample: Rect = { x, y: middle - 5 * unit, width: m.sample * unit, height: 10 * unit };
    if (key.line) {
      const look = isoLook(key.line.rank, key.line.count, unit);
      paintLine(context, look, () => {
        context.moveTo(sample.x, middle);
        context.lineTo(sample.x + sample.width, middle);
      });
    } else paintStripes(context, sample, unit);
    const at = { x: x + (m.sample + 6) * unit, y: middle };
    paintText(context, key.text, { at, type, colour: key.line ? isoColour : textColour, halo: false });
    lastRow = key.row;
  }
  y += (lastRow + 1) * m.textRow * unit;
  if (legend.noLines !== null) words(legend.noLines, quietColour);
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
