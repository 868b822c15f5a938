/** What paint is put on, and the type it is set in. */
import type { Point, Rect } from '#model/geometry.ts';

/**
 * The part that a page's 2D canvas and a worker's have in common, so that one code paints both. Painters leave the context's
 * state as they found it.
 */
export type PaintContext = Omit<OffscreenCanvasRenderingContext2D, 'canvas'>;

/** Width of `text` in canvas pixels, set as `fontOf` says. Layout asks for it and never sees a context. */
export type MeasureText = (text: string, type: TypeSize) => number;

/** A size and weight of the one typeface. */
export type TypeSize = { readonly sizePx: number; readonly weight: 400 | 500 | 600 };

/** Of Windows, macOS, and Linux; also in `src/ui/tokens.css`. */
const chineseFonts =
  "'Microsoft YaHei UI', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'WenQuanYi Micro Hei'";

/** The app's typeface where it is loaded, the system's otherwise. */
const fontOf = ({ sizePx, weight }: TypeSize): string =>
  `${weight} ${sizePx}px 'Inter Variable', system-ui, 'Segoe UI', 'DejaVu Sans', ${chineseFonts}, sans-serif`;

/** `MeasureText` by a context's own font. */
export const measureBy =
  (context: PaintContext): MeasureText =>
  (text, type) => {
    context.font = fontOf(type);
    return context.measureText(text).width;
  };

/**
 * The space before, and what may stand at the beginning of a line: a word, or one Chinese character with the punctuation after it, which never begins a line.
 */
const wordOrCharacter = /(\s*)(\p{Script=Han}[，。；：、）”！？]*|[^\s\p{Script=Han}]+)/gu;

/** `text` in lines of at most `widthPx`, broken between words or Chinese characters; a longer word has a line of its own. */
export function wrapText(
  text: string,
  widthPx: number,
  setting: { type: TypeSize; measure: MeasureText },
): string[] {
  const lines: string[] = [];
  for (const [, space, word] of text.trim().matchAll(wordOrCharacter)) {
    const longer = lines.length === 0 ? word! : `${lines.at(-1)}${space ? ' ' : ''}${word}`;
    if (lines.length === 0 || setting.measure(longer, setting.type) > widthPx) lines.push(word!);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** A colour, '#rrggbb', and how much of what is below it hides. */
export type Cover = { readonly colour: string; readonly alpha: number };

/** Dark under every line and letter, so that they hold on blood, fat, bone and drapes: thinner, and mid-tones swallow them. */
export const halo: Cover = { colour: '#06080a', alpha: 0.9 };
/** Under words that stand on the picture. */
export const plate: Cover = { colour: '#0b0d10', alpha: 0.88 };

const inCss = ({ colour, alpha }: Cover): string =>
  `${colour}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
const haloColour = inCss(halo);
const plateColour = inCss(plate);

/** One text, `at` its left end on the middle of the line, with a halo as wide as the letters need. */
export function paintText(
  context: PaintContext,
  text: string,
  look: { at: Point; type: TypeSize; colour: string; align?: 'left' | 'center' | 'right'; halo?: boolean },
): void {
  context.font = fontOf(look.type);
  context.textAlign = look.align ?? 'left';
  context.textBaseline = 'middle';
  if (look.halo ?? true) {
    context.lineJoin = 'round';
    context.setLineDash([]);
    context.lineWidth = Math.max(3, look.type.sizePx * 0.3);
    context.strokeStyle = haloColour;
    context.strokeText(text, look.at.x, look.at.y);
  }
  context.fillStyle = look.colour;
  context.fillText(text, look.at.x, look.at.y);
}

/** A line's look: `dashPx` empty for a solid one. */
export type LineLook = {
  readonly colour: string;
  readonly widthPx: number;
  readonly dashPx: readonly number[];
};

/** Strokes what `trace` traces: first the halo, whole, then the line in its pattern. */
export function paintLine(context: PaintContext, look: LineLook, trace: () => void): void {
  context.lineJoin = 'round';
  context.lineCap = 'butt';
  context.setLineDash([]);
  context.strokeStyle = haloColour;
  context.lineWidth = look.widthPx + Math.max(2, look.widthPx * 1.2);
  context.beginPath();
  trace();
  context.stroke();
  context.setLineDash([...look.dashPx]);
  context.strokeStyle = look.colour;
  context.lineWidth = look.widthPx;
  context.stroke();
  context.setLineDash([]);
}

/** Traces straight lines through `points` onto the current path. */
export function tracePoints(context: PaintContext, points: readonly Point[], isClosed: boolean): void {
  for (const [index, { x, y }] of points.entries()) {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  if (isClosed) context.closePath();
}

/** A dark plate under text that stands on the picture. */
export function paintPlate(context: PaintContext, rect: Rect, radiusPx: number): void {
  context.fillStyle = plateColour;
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.width, rect.height, radiusPx);
  context.fill();
}
