/** The strip under a still's picture: the numbers, what they were measured with, the case, and the notice. */
import { isGiven } from '#model/analysis.ts';
import { sinceInjection } from '#model/case-strip.ts';
import type { Rect } from '#model/geometry.ts';
import { takenWithLine } from '#model/made-with.ts';
import { calibrationOf } from '#model/profile.ts';
import type { Still } from '#model/still.ts';
import {
  type MeasureText,
  measureBy,
  type PaintContext,
  paintText,
  type TypeSize,
  wrapText,
} from './context.ts';
import { inPercent } from './figures-in-words.ts';
import { cautionColour, labelOf, quietColour, textColour } from './marks.ts';
import { inWordsWithUncertainty, lengthQuantity, quantityInWords, tbrSdOf } from './uncertainty.ts';
import { unitOf } from './unit.ts';

/** One text of the footer; `at` is the middle of its line, at its left end or, aligned right, at its right end. */
type FooterText = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly type: TypeSize;
  readonly colour: string;
  readonly align: 'left' | 'right';
};

export type Footer = { readonly heightPx: number; readonly texts: readonly FooterText[] };

/** A still's footer for a picture of `canvas` pixels; `isFrozen`: the user had frozen the picture. */
type FooterOrder = {
  readonly still: Still;
  readonly canvas: { readonly widthPx: number; readonly heightPx: number };
  readonly unitPx: number;
  readonly isFrozen: boolean;
};

const mostPairs = 4;
const mostRegions = 8;
const row = 19;

/** Columns by the footer's width in units: a table of numbers needs some 360. */
const threeColumnsFrom = 1050;
const twoColumnsFrom = 760;

/** Lays the footer out from its own top left corner. */
export function layoutFooter(order: FooterOrder, measure: MeasureText): Footer {
  const unit = unitOf(order.canvas, order.unitPx);
  const edge = 16 * unit;
  const gap = 28 * unit;
  const widthPx = order.canvas.widthPx - 2 * edge;
  const [figures, table, strip] = [
    [...figureLines(order.still, unit), ...analysisLines(order.still, unit)],
    regionLines(order.still, unit),
    caseLines(order, unit),
  ];
  const columns =
    widthPx / unit >= threeColumnsFrom
      ? [figures, table, strip]
      : widthPx / unit >= twoColumnsFrom
        ? [[...figures, ...strip], table]
        : [[...figures, ...table, ...strip]];
  const columnWidth = (widthPx - (columns.length - 1) * gap) / columns.length;
  const texts: FooterText[] = [];
  let bottom = 0;
  for (const [index, lines] of columns.entries()) {
    const corner = { x: edge + index * (columnWidth + gap), y: 12 * unit };
    const column = setLines(lines, { ...corner, widthPx: columnWidth, measure });
    texts.push(...column.texts);
    bottom = Math.max(bottom, column.bottom);
  }
  const end = setLines([line(unit, cell(endLine(order.still), { unit, colour: quietColour }))], {
    x: edge,
    y: bottom + 8 * unit,
    widthPx,
    measure,
  });
  return { heightPx: Math.ceil(end.bottom + 8 * unit), texts: [...texts, ...end.texts] };
}

/** The notice, and which build measured what stands above it. */
const endLine = ({ notice, madeWith }: Still): string =>
  madeWith === null ? notice : `${notice} ${takenWithLine(madeWith)}`;

/** Sets lines below each other. Words that do not fit are wrapped; numbers become smaller, because a cut number lies. */
function setLines(
  lines: readonly Line[],
  on: { x: number; y: number; widthPx: number; measure: MeasureText },
): { texts: FooterText[]; bottom: number } {
  const texts: FooterText[] = [];
  let y = on.y;
  for (const { cells, height } of lines) {
    const set = cells.map(one => fitCell(one, (one.to - one.from) * on.widthPx, on.measure));
    const deepest = Math.max(...set.map(({ parts }) => parts.length));
    for (const { one, parts, type } of set) {
      const x = on.x + (one.align === 'right' ? one.to : one.from) * on.widthPx;
      for (const [index, text] of parts.entries()) {
        const { colour, align } = one;
        texts.push({ text, x, y: y + (index + 0.5) * height, type, colour, align });
      }
    }
    y += deepest * height;
  }
  return { texts, bottom: y };
}

function fitCell(
  one: Cell,
  widthPx: number,
  measure: MeasureText,
): { one: Cell; parts: readonly string[]; type: TypeSize } {
  const { text, type } = one;
  const isWords = one.align === 'left' && text.includes(' ');
  const parts = isWords ? wrapText(text, widthPx, { type, measure }) : [text];
  const widest = Math.max(...parts.map(part => measure(part, type)));
  if (widest <= widthPx) return { one, parts, type };
  return { one, parts, type: { ...type, sizePx: (type.sizePx * widthPx) / widest } };
}

/** Paints the footer at the top left corner of `rect`, on its own ground. */
export function paintStillFooter(context: PaintContext, order: FooterOrder, rect: Rect): void {
  const { texts } = layoutFooter(order, measureBy(context));
  const unit = unitOf(order.canvas, order.unitPx);
  context.save();
  context.fillStyle = '#0b0d10';
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.fillStyle = '#36414d';
  context.fillRect(rect.x, rect.y, rect.width, unit);
  for (const { text, x, y, type, colour, align } of texts) {
    paintText(context, text, { at: { x: rect.x + x, y: rect.y + y }, type, colour, align, halo: false });
  }
  context.restore();
}

/** `from`, `to`: shares of the column's width. */
type Cell = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly type: TypeSize;
  readonly colour: string;
  readonly align: 'left' | 'right';
};
type Line = { readonly height: number; readonly cells: readonly Cell[] };

const small = (unit: number): TypeSize => ({ sizePx: 13 * unit, weight: 500 });

const cell = (text: string, look: Partial<Cell> & { unit: number }): Cell => ({
  text,
  from: look.from ?? 0,
  to: look.to ?? 1,
  type: look.type ?? small(look.unit),
  colour: look.colour ?? textColour,
  align: look.align ?? 'left',
});

const line = (unit: number, ...cells: Cell[]): Line => ({ height: row * unit, cells });

/** A number and its ± on one line. */
const kept = (words: string): string => words.replaceAll(' ', '\u00a0');

/** Margin and rim, where they were asked for: the figure with its ±, or why there is none. */
function analysisLines({ analysis }: Still, unit: number): Line[] {
  const { margin = null, rim = null } = analysis ?? {};
  const rowOf = (name: string, words: string, isGood: boolean) =>
    line(
      unit,
      cell(name, { unit, to: 0.3 }),
      cell(words, { unit, from: 0.31, ...(!isGood && { colour: cautionColour }) }),
    );
  return [
    ...(margin === null
      ? []
      : [
          isGiven(margin)
            ? rowOf(
                'edge to signal',
                margin.reachesEdge
                  ? 'signal reaches the edge'
                  : kept(quantityInWords(lengthQuantity(margin.smallest))),
                true,
              )
            : rowOf('edge to signal', margin.detail, false),
        ]),
    ...(rim === null
      ? []
      : [
          isGiven(rim)
            ? rowOf('rim', `${inPercent(rim.completeness)} of the circle, gaps ${rim.gaps.length}`, true)
            : rowOf('rim', rim.detail, false),
        ]),
  ];
}

/** TBR largest, then CNR, for each tumour against each background. */
function figureLines({ measurement }: Still, unit: number): Line[] {
  const name = (id: string) => {
    const region = measurement.regions.find(r => r.id === id);
    return region ? labelOf(region) : 'none';
  };
  const shown = measurement.pairs.slice(0, mostPairs);
  const lines = shown.flatMap((figures): Line[] => {
    const { tumourId, backgroundId, tbr, cnr, cnrSd } = figures;
    const pair = `${name(tumourId)} / ${name(backgroundId)}`;
    const large: TypeSize = { sizePx: 24 * unit, weight: 600 };
    const value: Line = {
      height: 30 * unit,
      cells: [
        cell('value' in tbr ? `TBR ${kept(inWordsWithUncertainty(tbr.value, tbrSdOf(figures)))}` : 'TBR –', {
          unit,
          type: large,
          to: 0.58,
        }),
        cell('value' in cnr ? `CNR ${kept(inWordsWithUncertainty(cnr.value, cnrSd))}` : '', {
          unit,
          from: 0.6,
        }),
      ],
    };
    const reason = 'value' in tbr ? [] : [line(unit, cell(tbr.detail, { unit, colour: cautionColour }))];
    return [value, ...reason, line(unit, cell(pair, { unit, colour: quietColour }))];
  });
  const more = measurement.pairs.length - shown.length;
  return more > 0
    ? [...lines, line(unit, cell(`${more} more in still.json`, { unit, colour: quietColour }))]
    : lines;
}

const tableColumns = [
  { head: 'region', from: 0, to: 0.36, align: 'left' },
  { head: 'mean', from: 0.37, to: 0.54, align: 'right' },
  { head: 'SD', from: 0.55, to: 0.69, align: 'right' },
  { head: 'n', from: 0.7, to: 0.84, align: 'right' },
  { head: 'clipped', from: 0.85, to: 1, align: 'right' },
] as const;

/** Mean and SD are linear light in per cent of white. */
function regionLines({ measurement }: Still, unit: number): Line[] {
  const tableRow = (texts: readonly string[], colour: string) =>
    line(
      unit,
      ...tableColumns.map(({ from, to, align }, i) => cell(texts[i]!, { unit, from, to, align, colour })),
    );
  const share = (value: number | null) => (value === null ? '–' : inPercent(value));
  const shown = measurement.regions.slice(0, mostRegions);
  const lines = shown.map(region => {
    const { mean, sd, n, clippedShare } = region;
    return tableRow(
      [labelOf(region), share(mean), share(sd), String(n), inPercent(clippedShare)],
      textColour,
    );
  });
  const more = measurement.regions.length - shown.length;
  return [
    tableRow(
      tableColumns.map(({ head }) => head),
      quietColour,
    ),
    ...(lines.length > 0 ? lines : [line(unit, cell('no regions drawn', { unit, colour: quietColour }))]),
    ...(more > 0 ? [line(unit, cell(`${more} more in still.json`, { unit, colour: quietColour }))] : []),
    line(unit, cell('mean and SD: linear light above dark, share of white', { unit, colour: quietColour })),
  ];
}

/** What the ± of drawn lengths and areas is. */
export const handInWords =
  'Lengths and areas are drawn by hand in the picture’s plane; ± is k = 2, of the scale and of a pixel at each point.';

function caseLines({ still, isFrozen }: FooterOrder, unit: number): Line[] {
  const { label, protocolId, station, dye, dose, route } = still.case;
  const calibration = calibrationOf(
    still.inputs.profile,
    still.inputs.layout.displayReferred,
    still.inputs.faults,
  );
  const isCaution = calibration !== 'calibrated';
  const words = (parts: readonly (string | null)[]) => parts.filter(Boolean).join(' · ');
  return [
    cell(words([label ? `Case ${label}` : 'No case label', protocolId, station]), { unit }),
    cell(words([[dye, dose].filter(Boolean).join(' '), route, clockOf(still)]), { unit }),
    cell(
      `${isoSeconds(still.takenAtS)} · frame ${still.frame.number} at ${still.frame.timestampS.toFixed(3)} s`,
      {
        unit,
      },
    ),
    cell(`${still.feed.name} (${still.feed.kind}) · profile: ${still.inputs.profile.name}`, { unit }),
    cell(words([isFrozen ? 'FROZEN' : null, `Numbers: ${calibration}`]), {
      unit,
      colour: isCaution || isFrozen ? cautionColour : quietColour,
    }),
    ...(still.case.neoadjuvant
      ? [
          cell('Treated tumour may stay dark. Dark does not mean free of tumour.', {
            unit,
            colour: cautionColour,
          }),
        ]
      : []),
    ...(still.annotations.some(({ kind }) => kind === 'length' || kind === 'region')
      ? [cell(handInWords, { unit, colour: quietColour })]
      : []),
  ].map(one => line(unit, one));
}

/** UTC, to the second: 2026-11-22T03:45:54Z. */
export const isoSeconds = (atS: number): string => `${new Date(atS * 1000).toISOString().slice(0, 19)}Z`;

/** The clock since injection of a still; null for recorded pictures, whose clock is not the operation's. */
export function clockOf({ case: { injectedAtS }, frame, feed }: Still): string | null {
  const isRecorded = feed.kind === 'replay' || feed.kind === 'file' || feed.kind === 'image';
  return isRecorded ? null : sinceInjection(injectedAtS, frame.arrivedS);
}
