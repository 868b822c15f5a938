/**
 * Segmentation by the kernels of `kernels/segment.as.ts`. Holds tables for the worst picture there is, every second pixel signal: 15 bytes a
 * pixel, of which only what a picture's runs need is ever touched. Its twin: `segment-plain.ts`.
 */
import type { SizePx } from '#model/geometry.ts';
import type { Arena, Segmented, Segmenter } from './kernels.ts';
import { choosePieces, pieceTableBytes, runsPerRow, takePieceTables } from './pieces.ts';
import { checkOrder, wholeLevels } from './segment-order.ts';
import { addressIn, functionOf, memoryOf } from './wasm.ts';

/** What `kernelSegmenter` takes of an arena for pictures of `size`, alignment left out. */
export const segmenterBytes = (size: SizePx): number =>
  pieceTableBytes(size) +
  size.widthPx * size.heightPx +
  4 * (3 * runsPerRow(size.widthPx) * size.heightPx + size.heightPx + 1);

/** The kernels. `image` and `allowed` must be planes of the arena; pieces' spans lie in it too and hold until the next call, as the mask does. */
export function kernelSegmenter(exports: WebAssembly.Exports, arena: Arena, size: SizePx): Segmenter {
  const memory = memoryOf(exports);
  const findRuns = functionOf(exports, 'findRuns');
  const keepRuns = functionOf(exports, 'keepRuns');
  const fillHoles = functionOf(exports, 'fillHoles');
  const paintPieces = functionOf(exports, 'paintPieces');
  const gatherSpans = functionOf(exports, 'gatherSpans');

  const { widthPx, heightPx } = size;
  const runsAtMost = runsPerRow(widthPx) * heightPx;
  const take = (words: number) => addressIn(memory, arena.words(words));
  const tables = takePieceTables(arena, size);
  const mask = arena.bytes(widthPx * heightPx);
  const rows = take(heightPx + 1);
  const runs = take(runsAtMost);
  const parents = take(runsAtMost);
  const labels = take(runsAtMost);
  // Holes are known before spans are written, so that one table serves both: spans need three words a run.
  const gaps = addressIn(memory, tables.spans);
  const areas = addressIn(memory, tables.areas);
  const slots = addressIn(memory, tables.slots);
  const spans = addressIn(memory, tables.spans);
  const to = addressIn(memory, mask);

  return {
    segment(order, piecesAtMost): Segmented {
      checkOrder(order, size);
      const levels = wholeLevels(order);
      if (!levels) {
        mask.fill(0);
        return { mask, count: 0, areaPx: 0, pieces: [] };
      }
      const { image, allowed, smallestPx, fillsHoles } = order;
      const from = addressIn(memory, image);
      const bits = allowed ? addressIn(memory, allowed) : 0;
      findRuns(from, widthPx, heightPx, levels.low, levels.high, bits, runs, parents, labels, rows);
      keepRuns(heightPx, smallestPx, runs, parents, labels, rows);
      if (fillsHoles) fillHoles(widthPx, heightPx, runs, parents, gaps, rows);
      const holes = fillsHoles ? gaps : 0;
      const count = paintPieces(widthPx, heightPx, runs, parents, holes, rows, labels, areas, slots, to);
      return {
        mask,
        ...choosePieces(tables, { count, atMost: piecesAtMost }, () => {
          gatherSpans(heightPx, runs, rows, labels, slots, spans);
        }),
      };
    },
  };
}
