/**
 * Runs of pixels and their components: what the twin of segmentation is made of. A table holds a picture's runs by row, then column; two
 * runs of a row never touch. Nothing is allocated but by `takeRunTable`.
 */
import type { SizePx } from '#model/geometry.ts';
import type { Arena } from './kernels.ts';

export type RunTable = {
  /** The first run of each row, and one after the last. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly starts: Uint16Array<ArrayBuffer>;
  /** The column after the last. */
  readonly ends: Uint16Array<ArrayBuffer>;
  /** The component of each run, after `labelRuns`. */
  readonly labels: Uint32Array<ArrayBuffer>;
};

/** Room for `perRow` runs a row. */
export function takeRunTable(arena: Arena, { heightPx }: SizePx, perRow: number): RunTable {
  return {
    rows: arena.words(heightPx + 1),
    starts: arena.halfWords(perRow * heightPx),
    ends: arena.halfWords(perRow * heightPx),
    labels: arena.words(perRow * heightPx),
  };
}

function rootOf(parents: Uint32Array, run: number): number {
  let at = run;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]!]!;
    at = parents[at]!;
  }
  return at;
}

/**
 * Numbers the components by row, then column of their first pixel, and gives how many there are. `reachPx` 0: runs of neighbouring rows
 * are connected when they share a column (4 neighbours); 1: when they share one or touch at a corner (8).
 */
export function labelRuns({ rows, starts, ends, labels }: RunTable, reachPx: 0 | 1): number {
  const heightPx = rows.length - 1;
  const count = rows[heightPx]!;
  // First each run's label is another run of its component, at last itself: union-find, the root is the first run.
  for (let run = 0; run < count; run++) labels[run] = run;
  for (let y = 1; y < heightPx; y++) {
    let above = rows[y - 1]!;
    let run = rows[y]!;
    while (above < rows[y]! && run < rows[y + 1]!) {
      if (starts[above]! < ends[run]! + reachPx && starts[run]! < ends[above]! + reachPx) {
        const a = rootOf(labels, above);
        const b = rootOf(labels, run);
        labels[Math.max(a, b)] = Math.min(a, b);
      }
      if (ends[above]! < ends[run]!) above++;
      else run++;
    }
  }
  let components = 0;
  // Parents are never behind their children: those before `run` have their number already.
  for (let run = 0; run < count; run++)
    labels[run] = labels[run] === run ? components++ : labels[labels[run]!]!;
  return components;
}

/** Drops the runs of the components that `keeps` does not keep. Labels stay. */
export function keepRuns(table: RunTable, keeps: (label: number) => boolean): void {
  const { rows, starts, ends, labels } = table;
  let kept = 0;
  let run = 0;
  for (let y = 0; y < rows.length - 1; y++) {
    const end = rows[y + 1]!;
    rows[y] = kept;
    for (; run < end; run++) {
      if (!keeps(labels[run]!)) continue;
      starts[kept] = starts[run]!;
      ends[kept] = ends[run]!;
      labels[kept] = labels[run]!;
      kept++;
    }
  }
  rows[rows.length - 1] = kept;
}

/** The runs of all pixels that are in no run of `table`. */
export function complementRuns(table: RunTable, to: RunTable, { widthPx, heightPx }: SizePx): void {
  let found = 0;
  const add = (start: number, end: number) => {
    if (start === end) return;
    to.starts[found] = start;
    to.ends[found] = end;
    found++;
  };
  for (let y = 0; y < heightPx; y++) {
    to.rows[y] = found;
    let at = 0;
    for (let run = table.rows[y]!; run < table.rows[y + 1]!; run++) {
      add(at, table.starts[run]!);
      at = table.ends[run]!;
    }
    add(at, widthPx);
  }
  to.rows[heightPx] = found;
}

/** The runs of the pixels that are in a run of `a` or of `b`, which share no pixel. */
export function unionRuns(a: RunTable, b: RunTable, to: RunTable): void {
  const heightPx = to.rows.length - 1;
  let found = 0;
  for (let y = 0; y < heightPx; y++) {
    let runA = a.rows[y]!;
    let runB = b.rows[y]!;
    to.rows[y] = found;
    while (runA < a.rows[y + 1]! || runB < b.rows[y + 1]!) {
      const isA = runB >= b.rows[y + 1]! || (runA < a.rows[y + 1]! && a.starts[runA]! < b.starts[runB]!);
      const start = isA ? a.starts[runA]! : b.starts[runB]!;
      const end = isA ? a.ends[runA++]! : b.ends[runB++]!;
      if (found > to.rows[y]! && to.ends[found - 1] === start) to.ends[found - 1] = end;
      else {
        to.starts[found] = start;
        to.ends[found] = end;
        found++;
      }
    }
  }
  to.rows[heightPx] = found;
}
