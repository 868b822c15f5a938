/** Paints a display: picture and overlay on the stage, numbers, tags and notice beside it, and the veil where the picture must not be trusted. */
import { type Display, defaultDisplay, defaultView, type View } from '#model/display.ts';
import type { Rect, SizePx } from '#model/geometry.ts';
import { panesOn } from '#model/picture-size.ts';
import { notice } from '#model/still.ts';
import { measureBy, type PaintContext, paintText, type TypeSize, wrapText } from '#overlay/context.ts';
import { cautionColour, quietColour, textColour } from '#overlay/marks.ts';
import { paintOverlay } from '#overlay/paint.ts';
import { words } from '#words/words.ts';
import type { Heard } from './hearing.ts';
import { paintFigure } from './paint-figures.ts';
import { paintPattern } from './paint-pattern.ts';
import { fittedInto, layoutTheatre, type TheatreLayout } from './theatre-layout.ts';
import {
  figuresNow,
  inAge,
  type Tag,
  type TagTone,
  type TheatreWord,
  tagsNow,
  theatreWord,
} from './theatre-words.ts';

/** The picture shown and what it was drawn with. Whoever holds it closes the bitmap. */
export type ShownPicture = {
  readonly bitmap: ImageBitmap;
  readonly frameNumber: number;
  readonly arrivedS: number;
  readonly display: Display;
  readonly view: View;
  readonly scene: SizePx;
};

const ground = '#0b0d10';
const stopColour = '#ff7a6b';
const heldColour = '#74b9ff';
const tones = {
  plain: textColour,
  held: heldColour,
  past: '#bda6ff',
  caution: cautionColour,
  stop: stopColour,
} as const satisfies Record<TagTone, string>;

/** Where things stand for what is shown now. */
export const layoutNow = (
  window: SizePx,
  picture: Pick<ShownPicture, 'display' | 'view' | 'scene'> | null,
  heard: Heard,
): TheatreLayout =>
  layoutTheatre(window, {
    figures: heard.facts?.figures.length ?? 0,
    scene: picture?.scene ?? null,
    mode: heard.facts?.settings.mode ?? picture?.display.mode ?? defaultDisplay.mode,
    view: heard.facts?.settings.view ?? picture?.view ?? defaultView,
  });

/** Paints everything. `blinkS`: seconds by which what blinks does so; 0 where nothing is to. */
export function paintTheatre(
  context: PaintContext,
  on: { window: SizePx; heard: Heard; picture: ShownPicture | null; blinkS: number },
): void {
  const { window, heard, picture } = on;
  const word = theatreWord(heard.state);
  // A pattern stays only as long as somebody at the console asks about it.
  if (heard.facts?.showsPattern && heard.state !== 'console-lost') {
    paintPattern(context, window);
    return;
  }
  const layout = layoutNow(window, picture, heard);
  const { unit, stage } = layout;
  context.fillStyle = ground;
  context.fillRect(0, 0, window.widthPx, window.heightPx);
  context.fillStyle = '#000';
  context.fillRect(stage.x, stage.y, stage.width, stage.height);
  const showsPicture = picture !== null && heard.state !== 'no-console' && heard.state !== 'waiting';
  if (showsPicture) paintPicture(context, picture, { stage, heard });
  if (word?.tone === 'held') frame(context, stage, { colour: heldColour, widthPx: 6 * unit });
  const figures = figuresNow(heard);
  for (const [index, figure] of figures.entries()) {
    const rect = layout.figures[index];
    if (rect) paintFigure(context, figure, { rect, unit, isColumn: layout.isColumn });
  }
  paintTags(context, tagsNow(heard), layout);
  paintNotice(context, layout);
  if (word?.covers) {
    const ageS = word.counts && picture ? heard.ageS : null;
    paintVeil(context, word, { stage, unit, ageS, isDim: word.blinks && on.blinkS % 1 >= 0.5, showsPicture });
  }
}

function paintPicture(
  context: PaintContext,
  picture: ShownPicture,
  { stage, heard }: { stage: Rect; heard: Heard },
): void {
  const { bitmap, display, view, scene } = picture;
  const drawn = { widthPx: bitmap.width, heightPx: bitmap.height };
  const place = fittedInto(stage, drawn);
  context.drawImage(bitmap, place.x, place.y, place.width, place.height);
  const { facts, marks, state } = heard;
  if (!facts || state === 'no-console' || state === 'console-lost') return;
  const canvas = { widthPx: place.width, heightPx: place.height };
  const { showsMarks, showsLegend } = facts.settings;
  const isMarked = showsMarks && heard.withheld === null;
  context.save();
  context.beginPath();
  context.rect(stage.x, stage.y, stage.width, stage.height);
  context.clip();
  context.translate(place.x, place.y);
  paintOverlay(context, {
    canvas,
    unitPx: unitPxOf(canvas),
    panes: panesOn(canvas, { drawn, scene, mode: display.mode, view }),
    scene,
    display,
    calibration: facts.calibration,
    regions: isMarked ? facts.regions : [],
    selectedId: null,
    draft: null,
    measurement: facts.measurement,
    anchors: isMarked ? facts.anchors : [],
    freshness: facts.freshness * marks,
    analysis:
      isMarked && facts.analysis ? { ...facts.analysis, freshness: facts.analysis.freshness * marks } : null,
    annotations: [],
    pictureState: state,
    showsLegend,
  });
  context.restore();
}

/** Words and lines of the overlay are read from farther away than at a desk: a seventh larger than there, on any screen. */
const unitPxOf = ({ widthPx, heightPx }: SizePx): number => (Math.min(widthPx, heightPx) / 720 / 0.9) * 1.15;

function frame(
  context: PaintContext,
  { x, y, width, height }: Rect,
  look: { colour: string; widthPx: number },
): void {
  context.setLineDash([]);
  context.lineJoin = 'miter';
  context.lineWidth = look.widthPx;
  context.strokeStyle = look.colour;
  context.strokeRect(x + look.widthPx / 2, y + look.widthPx / 2, width - look.widthPx, height - look.widthPx);
}

/** As many as there is room for, the most serious first; one that is too long is set smaller, and only then cut. */
function paintTags(context: PaintContext, tags: readonly Tag[], { tags: room, unit }: TheatreLayout): void {
  const measure = measureBy(context);
  const pad = 14 * unit;
  const height = 44 * unit;
  const middle = room.y + room.height / 2;
  const end = room.x + room.width;
  let x = room.x + 10 * unit;
  for (const { text, tone } of tags) {
    const type = fitted(text, { sizePx: 30 * unit, weight: 600 }, { measure, widthPx: end - x - 2 * pad });
    if (type.sizePx < 16 * unit) break;
    const width = measure(text, type) + 2 * pad;
    context.setLineDash([]);
    context.lineWidth = 2 * unit;
    context.strokeStyle = tones[tone];
    context.beginPath();
    context.roundRect(x, middle - height / 2, width, height, 6 * unit);
    context.stroke();
    paintText(context, text, { at: { x: x + pad, y: middle }, type, colour: tones[tone], halo: false });
    x += width + 12 * unit;
  }
}

/** On one line, or on two where it would have to be set too small to be read. */
function paintNotice(context: PaintContext, { notice: room, unit }: TheatreLayout): void {
  const measure = measureBy(context);
  const text = words(notice);
  const widthPx = room.width - 24 * unit;
  const one: TypeSize = { sizePx: 20 * unit, weight: 400 };
  const isLong = fitted(text, one, { measure, widthPx }).sizePx < 18 * unit;
  const type = isLong ? { ...one, sizePx: 18 * unit } : one;
  const lines = isLong ? wrapText(text, widthPx, { type, measure }) : [text];
  const leading = 1.3 * type.sizePx;
  const top = room.y + (room.height - (lines.length - 1) * leading) / 2;
  for (const [index, line] of lines.entries())
    paintText(context, line, {
      at: { x: room.x + room.width - 12 * unit, y: top + index * leading },
      type: fitted(line, type, { measure, widthPx }),
      colour: quietColour,
      align: 'right',
      halo: false,
    });
}

/** `type`, or as much smaller as `text` needs. */
function fitted(
  text: string,
  type: TypeSize,
  room: { measure: (text: string, type: TypeSize) => number; widthPx: number },
): TypeSize {
  const width = room.measure(text, type);
  return width <= room.widthPx
    ? type
    : { ...type, sizePx: (type.sizePx * Math.max(0, room.widthPx)) / width };
}

function paintVeil(
  context: PaintContext,
  word: TheatreWord,
  on: { stage: Rect; unit: number; ageS: number | null; isDim: boolean; showsPicture: boolean },
): void {
  const { stage, unit, ageS } = on;
  const isStop = word.tone === 'stop';
  // The last picture may still be of use; it stands behind words that say so.
  const veil = word.blinks ? 'rgba(11, 13, 16, 0.86)' : 'rgba(11, 13, 16, 0.76)';
  context.fillStyle = on.showsPicture ? veil : ground;
  context.fillRect(stage.x, stage.y, stage.width, stage.height);
  if (isStop) frame(context, stage, { colour: stopColour, widthPx: 10 * unit });
  const measure = measureBy(context);
  const widthPx = stage.width * 0.88;
  const head = fitted(word.word, { sizePx: (isStop ? 190 : 110) * unit, weight: 600 }, { measure, widthPx });
  const small: TypeSize = { sizePx: 44 * unit, weight: 500 };
  const lines = wrapText(word.detail, widthPx * 0.82, { type: small, measure });
  const ageType: TypeSize = { sizePx: 96 * unit, weight: 600 };
  const ageHeight = ageS === null ? 0 : ageType.sizePx * 1.3;
  const height = head.sizePx * 1.2 + ageHeight + lines.length * small.sizePx * 1.35;
  const x = stage.x + stage.width / 2;
  let y = stage.y + (stage.height - height) / 2;
  const line = (text: string, type: TypeSize, look: { colour: string; leading: number }): void => {
    paintText(context, text, {
      at: { x, y: y + (type.sizePx * look.leading) / 2 },
      type: fitted(text, type, { measure, widthPx }),
      colour: look.colour,
      align: 'center',
      halo: false,
    });
    y += type.sizePx * look.leading;
  };
  context.save();
  if (on.isDim) context.globalAlpha = 0.25;
  line(word.word, head, { colour: isStop ? stopColour : quietColour, leading: 1.2 });
  context.restore();
  if (ageS !== null) line(inAge(ageS), ageType, { colour: textColour, leading: 1.3 });
  for (const text of lines) line(text, small, { colour: textColour, leading: 1.35 });
}
