/** What a segmenter hands out of its tables: the largest pieces with their spans and sums. */
import type { SizePx } from '#model/geometry.ts';
import type { Spans } from '../spans.ts';
import type { Arena, Piece, Segmented } from './kernels.ts';

/** Pieces are numbered by row, then column of their first pixel. Runs are those of the finished mask. */
export type PieceTables = {
  /** Pixels of each piece. */
  readonly areas: Uint32Array<ArrayBuffer>;
  /** Runs of each piece; afterwards where its next span goes. */
  readonly slots: Uint32Array<ArrayBuffer>;
  /** Room for the spans of every run there is. */
  readonly spans: Spans;
};

/** The slot of a piece that was not chosen. */
export const nowhere = 0xffff_ffff;

const wordsPerSpan = 3;

/** Room for the runs of a row: every second pixel may begin one. */
export const runsPerRow = (widthPx: number): number => Math.ceil(widthPx / 2);

/** Single pixels with one between them each way. */
const piecesAtMost = ({ widthPx, heightPx }: SizePx): number => runsPerRow(widthPx) * Math.ceil(heightPx / 2);

/** What `takePieceTables` takes of an arena, alignment left out. */
export const pieceTableBytes = (size: SizePx): number =>
  4 * (2 * piecesAtMost(size) + wordsPerSpan * runsPerRow(size.widthPx) * size.heightPx);

/** Tables for the most pieces and runs that a picture of `size` can have. */
export function takePieceTables(arena: Arena, size: SizePx): PieceTables {
  const spans = arena.words(wordsPerSpan * runsPerRow(size.widthPx) * size.heightPx);
  return {
    areas: arena.words(piecesAtMost(size)),
    slots: arena.words(piecesAtMost(size)),
    spans: new Int32Array(spans.buffer, spans.byteOffset, spans.length),
  };
}

/** The numbers of the largest `areas`, largest first; of equals the lower number first. */
function largestOf(areas: Uint32Array, atMost: number): number[] {
  const chosen: number[] = [];
  let least = 0;
  for (let piece = 0; piece < areas.length; piece++) {
    const area = areas[piece]!;
    if (chosen.length >= atMost && area <= least) continue;
    let at = chosen.length;
    while (at > 0 && areas[chosen[at - 1]!]! < area) at--;
    chosen.splice(at, 0, piece);
    if (chosen.length > atMost) chosen.pop();
    least = areas[chosen.at(-1) ?? piece]!;
  }
  return chosen;
}

function pieceOf(spans: Spans, areaPx: number): Piece {
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < spans.length; i += wordsPerSpan) {
    const x0 = spans[i + 1]!;
    const x1 = spans[i + 2]!;
    sumX += ((x0 + x1 - 1) * (x1 - x0)) / 2;
    sumY += spans[i]! * (x1 - x0);
  }
  return { areaPx, sumX, sumY, spans };
}

/** The first `count` of `tables`, of which at most `atMost` get their spans: `gather` writes those whose slot is not `nowhere`. */
export function choosePieces(
  { areas, slots, spans }: PieceTables,
  { count, atMost }: { readonly count: number; readonly atMost: number },
  gather: () => void,
): Omit<Segmented, 'mask'> {
  const all = areas.subarray(0, count);
  const chosen = largestOf(all, atMost);
  const ends: number[] = [];
  let end = 0;
  for (const piece of chosen) {
    end += slots[piece]!;
    ends.push(end);
  }
  slots.fill(nowhere, 0, count);
  chosen.forEach((piece, i) => {
    slots[piece] = ends[i - 1] ?? 0;
  });
  if (end > 0) gather();
  const pieces = chosen.map((piece, i) =>
    pieceOf(spans.subarray(wordsPerSpan * (ends[i - 1] ?? 0), wordsPerSpan * ends[i]!), areas[piece]!),
  );
  let areaPx = 0;
  for (const area of all) areaPx += area;
  return { count, areaPx, pieces };
}
