/** Paints the display check's pattern (`model/test-pattern.ts`), at the screen's own pixels. */
import { legendStops } from '#model/colour-map.ts';
import type { Rect, SizePx } from '#model/geometry.ts';
import { type PatternPart, testPattern } from '#model/test-pattern.ts';
import { type PaintContext, paintText } from '#overlay/context.ts';
import { words } from '#words/words.ts';

const grey = (code: number): string => `rgb(${code} ${code} ${code})`;

/** Over all of a canvas of `size`. */
export function paintPattern(context: PaintContext, size: SizePx): void {
  for (const part of testPattern(size)) paintPart(context, part);
}

function paintPart(context: PaintContext, part: PatternPart): void {
  switch (part.kind) {
    case 'patch':
      context.fillStyle = grey(part.code);
      context.fillRect(part.rect.x, part.rect.y, part.rect.width, part.rect.height);
      break;
    case 'bar':
      paintBar(context, part.rect, part.map);
      break;
    case 'grating':
      paintGrating(context, part.rect, part.isUpright);
      break;
    case 'text':
      paintText(context, words(part.text, part.values), {
        at: part.at,
        type: { sizePx: part.fontPx, weight: 500 },
        colour: grey(part.code),
        align: part.align,
        halo: false,
      });
  }
}

function paintBar(
  context: PaintContext,
  rect: Rect,
  map: Extract<PatternPart, { kind: 'bar' }>['map'],
): void {
  const gradient = context.createLinearGradient(rect.x, 0, rect.x + rect.width, 0);
  for (const { share, colour } of legendStops(map, 65)) {
    const [red, green, blue] = colour.map(value => Math.round(value * 255));
    gradient.addColorStop(share, `rgb(${red} ${green} ${blue})`);
  }
  context.fillStyle = gradient;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
}

function paintGrating(context: PaintContext, { x, y, width, height }: Rect, isUpright: boolean): void {
  context.fillStyle = '#000';
  context.fillRect(x, y, width, height);
  context.fillStyle = '#fff';
  if (isUpright) for (let i = 0; i < width; i += 2) context.fillRect(x + i, y, 1, height);
  else for (let i = 0; i < height; i += 2) context.fillRect(x, y + i, width, 1);
}
