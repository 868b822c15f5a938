/** The strip under a clip's pictures: the clock, the first numbers, and the notice. Of the same height for every frame. */
import { sinceInjection } from '#model/case-strip.ts';
import type { Rect, SizePx } from '#model/geometry.ts';
import type { Still } from '#model/still.ts';
import { type PaintContext, paintText, type TypeSize } from './context.ts';
import { cautionColour, labelOf, quietColour, textColour } from './marks.ts';
import { inWordsWithUncertainty, tbrSdOf } from './uncertainty.ts';
import { unitOf } from './unit.ts';

/** Where a frame stands in what the clip was made of. */
export type ClipClock = {
  /** Seconds from the first frame of the session. */
  readonly atS: number;
  readonly frameIndex: number;
};

const rows = 2;
const rowUnits = 24;

/** Canvas pixels; even, as encoders ask. */
export const clipStripHeightPx = (canvas: SizePx, unitPx: number): number =>
  2 * Math.ceil(((rows * rowUnits + 12) * unitOf(canvas, unitPx)) / 2);

/** "1:02.4 · frame 1,863 · T+23:41 h · K-017 · tumour bed". */
function clockInWords(still: Still, { atS, frameIndex }: ClipClock): string {
  const { label, station, injectedAtS } = still.case;
  return [
    `${Math.floor(atS / 60)}:${(atS % 60).toFixed(1).padStart(4, '0')}`,
    `frame ${(frameIndex + 1).toLocaleString('en')}`,
    sinceInjection(injectedAtS, still.frame.arrivedS),
    label,
    station,
  ]
    .filter(Boolean)
    .join(' · ');
}

function numbersInWords({ measurement }: Still): { readonly text: string; readonly isGiven: boolean } {
  const [pair] = measurement.pairs;
  if (!pair) return { text: '', isGiven: true };
  const name = (id: string) => {
    const region = measurement.regions.find(one => one.id === id);
    return region ? labelOf(region) : id;
  };
  const { tbr } = pair;
  const of = `${name(pair.tumourId)} / ${name(pair.backgroundId)}`;
  return 'value' in tbr
    ? {
        text: `TBR ${inWordsWithUncertainty(tbr.value, tbrSdOf(pair))} · ${of} · ${measurement.calibration}`,
        isGiven: true,
      }
    : { text: `TBR – ${tbr.detail} · ${of}`, isGiven: false };
}

/** Paints the strip into `rect`, which is `clipStripHeightPx` high. Words that do not fit become smaller. */
export function paintClipStrip(
  context: PaintContext,
  order: {
    readonly still: Still;
    readonly clock: ClipClock;
    readonly canvas: SizePx;
    readonly unitPx: number;
  },
  rect: Rect,
): void {
  const unit = unitOf(order.canvas, order.unitPx);
  const type: TypeSize = { sizePx: 14 * unit, weight: 500 };
  const edge = 16 * unit;
  const numbers = numbersInWords(order.still);
  const words = [
    { text: clockInWords(order.still, order.clock), row: 0, colour: textColour, align: 'left' },
    {
      text: numbers.text,
      row: 0,
      colour: numbers.isGiven ? textColour : cautionColour,
      align: 'right',
    },
    { text: order.still.notice, row: 1, colour: quietColour, align: 'left' },
  ] as const;
  context.save();
  context.fillStyle = '#0b0d10';
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  for (const { text, row, colour, align } of words) {
    const roomPx = row === 0 ? (rect.width - 3 * edge) / 2 : rect.width - 2 * edge;
    context.font = `500 ${type.sizePx}px sans-serif`;
    const widthPx = context.measureText(text).width * 1.1;
    const fitted = { ...type, sizePx: type.sizePx * Math.min(1, roomPx / Math.max(1, widthPx)) };
    const at = {
      x: align === 'left' ? rect.x + edge : rect.x + rect.width - edge,
      y: rect.y + (6 + rowUnits * (row + 0.5)) * unit,
    };
    paintText(context, text, { at, type: fitted, colour, align, halo: false });
  }
  context.restore();
}
