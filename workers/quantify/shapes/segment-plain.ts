/**
 * The twin of segmentation: plain TypeScript, fallback and oracle. It follows the definition word for word: components of signal by 8
 * neighbours, those that are hot and large enough, components of the rest by 4 neighbours, those that do not reach the border, and
 * components of both together.
 */
import type { SizePx } from '#model/geometry.ts';
import type { Arena, Segmented, Segmenter, SegmentOrder } from './kernels.ts';
import { choosePieces, nowhere, runsPerRow, takePieceTables } from './pieces.ts';
import { complementRuns, keepRuns, labelRuns, type RunTable, takeRunTable, unionRuns } from './runs.ts';
import { checkOrder, wholeLevels } from './segment-order.ts';

/** Pieces' spans hold until the next call, as the mask does. */
export function plainSegmenter(arena: Arena, size: SizePx): Segmenter {
  const { widthPx, heightPx } = size;
  const perRow = runsPerRow(widthPx);
  const signal = takeRunTable(arena, size, perRow);
  const rest = takeRunTable(arena, size, perRow + 1);
  const filled = takeRunTable(arena, size, perRow);
  const sizesPx = arena.words(perRow * heightPx);
  const keeps = arena.bytes((perRow + 1) * heightPx);
  const tables = takePieceTables(arena, size);
  const mask = arena.bytes(widthPx * heightPx);
  const isKept = (label: number) => keeps[label] === 1;

  return {
    segment(order, piecesAtMost): Segmented {
      checkOrder(order, size);
      mask.fill(0);
      const levels = wholeLevels(order);
      if (!levels) return { mask, count: 0, areaPx: 0, pieces: [] };
      findSignal(order, levels.low, size, signal);

      const components = labelRuns(signal, 1);
      sizesPx.fill(0, 0, components);
      keeps.fill(0, 0, components);
      forRuns(signal, (y, start, end, label) => {
        sizesPx[label]! += end - start;
        for (let at = y * widthPx + start; at < y * widthPx + end && keeps[label] === 0; at++)
          if (order.image[at]! >= levels.high) keeps[label] = 1;
      });
      keepRuns(signal, label => isKept(label) && sizesPx[label]! >= order.smallestPx);

      if (order.fillsHoles) {
        complementRuns(signal, rest, size);
        keeps.fill(1, 0, labelRuns(rest, 0));
        forRuns(rest, (y, start, end, label) => {
          if (y === 0 || y === heightPx - 1 || start === 0 || end === widthPx) keeps[label] = 0;
        });
        keepRuns(rest, isKept);
        unionRuns(signal, rest, filled);
      }
      const pieces = order.fillsHoles ? filled : signal;
      const count = labelRuns(pieces, 1);

      const { areas, slots, spans } = tables;
      areas.fill(0, 0, count);
      slots.fill(0, 0, count);
      forRuns(pieces, (y, start, end, label) => {
        mask.fill(255, y * widthPx + start, y * widthPx + end);
        areas[label]! += end - start;
        slots[label]!++;
      });
      const gather = () =>
        forRuns(pieces, (y, start, end, label) => {
          if (slots[label] === nowhere) return;
          spans.set([y, start, end], 3 * slots[label]!);
          slots[label]!++;
        });
      return { mask, ...choosePieces(tables, { count, atMost: piecesAtMost }, gather) };
    },
  };
}

/** The runs of allowed pixels at or above `low`. */
function findSignal(
  { image, allowed }: SegmentOrder,
  low: number,
  { widthPx, heightPx }: SizePx,
  to: RunTable,
) {
  const wordsPerRow = Math.ceil(widthPx / 32);
  let found = 0;
  for (let y = 0; y < heightPx; y++) {
    to.rows[y] = found;
    let isInRun = false;
    for (let x = 0; x < widthPx; x++) {
      const isAllowed = !allowed || ((allowed[y * wordsPerRow + (x >> 5)]! >>> (x & 31)) & 1) === 1;
      const isSignal = image[y * widthPx + x]! >= low && isAllowed;
      if (isSignal && !isInRun) to.starts[found] = x;
      if (!isSignal && isInRun) to.ends[found++] = x;
      isInRun = isSignal;
    }
    if (isInRun) to.ends[found++] = widthPx;
  }
  to.rows[heightPx] = found;
}

function forRuns(
  { rows, starts, ends, labels }: RunTable,
  visit: (y: number, start: number, end: number, label: number) => void,
): void {
  for (let y = 0; y < rows.length - 1; y++)
    for (let run = rows[y]!; run < rows[y + 1]!; run++) visit(y, starts[run]!, ends[run]!, labels[run]!);
}
