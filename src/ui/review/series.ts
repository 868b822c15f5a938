/** The curves of one lane: which columns of the rows they are, and how each is drawn. Pure. */
import { type FigureColumn, type ReasonName, type RowTable, reasonNames } from '#conductor/review-rows.ts';
import type { LaneKind } from './review-room.ts';
import { countBelow } from './time-window.ts';

export type Curve = {
  readonly key: string;
  /** "T1 / B1", "B1". */
  readonly name: string;
  readonly colour: string;
  readonly recorded: FigureColumn | null;
  readonly recomputed: FigureColumn | null;
};

export const laneWords = {
  tbr: { name: 'TBR', title: 'Tumour to background ratio' },
  cnr: { name: 'CNR', title: 'Contrast to noise ratio' },
  light: { name: 'Light', title: 'Mean linear light of each region, 1 = white' },
} as const satisfies Record<LaneKind, { name: string; title: string }>;

/** Colours of pairs. Amber, red, blue and green mean something else here. */
const pairColours = ['#f4f6f8', '#4fe0ff', '#d9b3ff', '#ff9ad5', '#c8d46a', '#9fb4c8'];
/** Of regions: tumours as white as on the picture, backgrounds as cyan, each like a shade apart. */
const tumourColours = ['#f4f6f8', '#d9b3ff', '#ff9ad5'];
const otherColours = ['#4fe0ff', '#8fc7d8', '#5fa8c4', '#c8d46a'];

type Found = { key: string; name: string; column: FigureColumn };

function columnsOf(table: RowTable, kind: LaneKind): readonly Found[] {
  if (kind === 'light') return table.regions.map(({ id, mean }) => ({ key: id, name: id, column: mean }));
  return table.pairs
    .filter(({ tumourId, backgroundId }) => tumourId !== '' && backgroundId !== '')
    .map(({ tumourId, backgroundId, tbr, cnr }) => ({
      key: `${tumourId}/${backgroundId}`,
      name: `${tumourId} / ${backgroundId}`,
      column: kind === 'tbr' ? tbr : cnr,
    }));
}

/** Recorded curves first, then those that only the pass has. */
export function curvesOf(kind: LaneKind, recorded: RowTable, recomputed: RowTable | null): readonly Curve[] {
  const old = columnsOf(recorded, kind);
  const made = recomputed ? columnsOf(recomputed, kind) : [];
  const all = [...old, ...made.filter(({ key }) => !old.some(each => each.key === key))];
  const isTumour = ({ key }: Found) => key.startsWith('T');
  return all.map((each, at) => {
    const before = all.slice(0, at);
    const colours = kind !== 'light' ? pairColours : isTumour(each) ? tumourColours : otherColours;
    const rank = kind === 'light' ? before.filter(one => isTumour(one) === isTumour(each)).length : at;
    return {
      key: each.key,
      name: each.name,
      colour: colours[rank % colours.length]!,
      recorded: old.find(({ key }) => key === each.key)?.column ?? null,
      recomputed: made.find(({ key }) => key === each.key)?.column ?? null,
    };
  });
}

const reasonWords = {
  given: '',
  'no-tumour': 'no tumour',
  'no-background': 'no background',
  'no-reference': 'no reference',
  'no-pixels': 'no pixels',
  clipped: 'clipped',
  'under-noise-floor': 'under noise floor',
  'no-spread': 'no spread',
  'no-field': 'calibration data missing',
  'tracking-lost': 'tracking lost',
  'frame-old': 'frame too old',
  hazard: 'picture not to be trusted',
  'not-measured': 'not measured',
} as const satisfies Record<ReasonName, string>;

export type CurveReading = { readonly value: number } | { readonly withheld: string };

/** A row further from the frame than this says nothing about it. */
const reachS = 0.5;

/** The row whose frame is shown nearest to `frameIndex`; null: none near enough. */
export function rowNear(table: RowTable, frameAtS: ArrayLike<number>, frameIndex: number): number | null {
  const { length, frameIndex: frames } = table;
  if (length === 0) return null;
  const atS = frameAtS[frameIndex] ?? 0;
  // Rows may be sparse on purpose: every so many frames.
  const spacingS = (frameAtS[frames[length - 1]!]! - frameAtS[frames[0]!]!) / Math.max(1, length - 1);
  const reach = Math.max(reachS, spacingS);
  const after = countBelow(frames, frameIndex);
  const near = [after - 1, after]
    .filter(row => row >= 0 && row < length)
    .map(row => ({ row, away: Math.abs((frameAtS[frames[row]!] ?? Number.POSITIVE_INFINITY) - atS) }))
    .toSorted((a, b) => a.away - b.away)[0];
  return near && near.away <= reach ? near.row : null;
}

/** What a column says in a row. */
export function readingAt({ values, reasons }: FigureColumn, row: number): CurveReading {
  const reason = reasonNames[reasons[row]!] ?? 'not-measured';
  return reason === 'given' ? { value: values[row]! } : { withheld: reasonWords[reason] };
}
