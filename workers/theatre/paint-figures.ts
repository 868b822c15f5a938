/** The big numbers. A number that is withheld keeps its name, its place and its size: a dash, and why. */
import { digitShare } from '#model/angular-size.ts';
import type { Rect } from '#model/geometry.ts';
import type { TheatreFigure } from '#model/theatre.ts';
import { measureBy, type PaintContext, paintText, type TypeSize, wrapText } from '#overlay/context.ts';
import { cautionColour, quietColour, textColour } from '#overlay/marks.ts';
import { theatreMeasures } from './theatre-layout.ts';

const dash = '–';
const mostLines = 2;

/** Paints one number into its `rect`; `unit` as of the layout. A value wider than its place is set smaller. */
export function paintFigure(
  context: PaintContext,
  { name, value, detail }: TheatreFigure,
  { rect, unit, isColumn }: { rect: Rect; unit: number; isColumn: boolean },
): void {
  const measure = measureBy(context);
  const left = rect.x + theatreMeasures.edge * unit;
  const widthPx = rect.width - 2 * theatreMeasures.edge * unit;
  context.fillStyle = '#36414d';
  if (isColumn) context.fillRect(left, rect.y + rect.height - unit, widthPx, Math.max(1, unit));
  else if (rect.x > 0)
    context.fillRect(rect.x, rect.y + 18 * unit, Math.max(1, unit), rect.height - 36 * unit);

  const nameType: TypeSize = { sizePx: 36 * unit, weight: 600 };
  const top = rect.y + 12 * unit;
  paintText(context, name, {
    at: { x: left, y: top + 22 * unit },
    type: shrunk(name, nameType, { measure, widthPx }),
    colour: quietColour,
    halo: false,
  });
  const full: TypeSize = { sizePx: (theatreMeasures.capital * unit) / digitShare, weight: 600 };
  const big = shrunk(value ?? dash, full, { measure, widthPx });
  const middle = top + 98 * unit;
  paintText(context, value ?? dash, {
    at: { x: left, y: middle },
    type: big,
    colour: value === null ? quietColour : textColour,
    halo: false,
  });
  if (detail === '') return;
  const small: TypeSize = { sizePx: 34 * unit, weight: 500 };
  const besidePx = measure(value ?? dash, big) + 22 * unit;
  const isBelow = isColumn || (value !== null && widthPx - besidePx < 100 * unit);
  if (isBelow && !isColumn) return;
  const isDashInColumn = isColumn && value === null;
  const indent = isColumn && !isDashInColumn ? 0 : besidePx;
  const roomPx = widthPx - indent;
  const lines = linesOf(detail, small, { measure, widthPx: roomPx });
  const from =
    isColumn && !isDashInColumn ? middle + 62 * unit : middle - ((lines.length - 1) * 42 * unit) / 2;
  for (const [index, line] of lines.entries()) {
    paintText(context, line, {
      at: { x: left + indent, y: from + index * 42 * unit },
      type: shrunk(line, small, { measure, widthPx: roomPx }),
      colour: value === null ? cautionColour : quietColour,
      halo: false,
    });
  }
}

type Room = { readonly measure: (text: string, type: TypeSize) => number; readonly widthPx: number };

function shrunk(text: string, type: TypeSize, { measure, widthPx }: Room): TypeSize {
  const width = measure(text, type);
  return width <= widthPx ? type : { ...type, sizePx: (type.sizePx * Math.max(0, widthPx)) / width };
}

/** At most two; what is left over goes onto the second, which is then set smaller. */
function linesOf(text: string, type: TypeSize, { measure, widthPx }: Room): string[] {
  const lines = wrapText(text, widthPx, { type, measure });
  return lines.length <= mostLines ? lines : [lines[0]!, lines.slice(1).join(' ')];
}
