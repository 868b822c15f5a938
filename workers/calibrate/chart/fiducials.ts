/**
 * Fiducials in a picture: squares of black, white and black whose runs along any line through the middle are as 1:1:3:1:1. The
 * ratio holds for each direction on its own, so the picture may be stretched; and for a slight turn.
 */
import type { Point } from '#model/geometry.ts';
import type { Grey } from './codes.ts';

/** Centre in pixels, and how many rows showed the pattern. */
export type Fiducial = Point & { readonly rows: number };

/** More would be texture, and take time. */
const mostFiducials = 16;
const ratios = [1, 1, 3, 1, 1] as const;

/** Fiducials of `grey` cut at `threshold` (below is black), those seen in most rows first. */
export function findFiducials(grey: Grey, threshold: number): readonly Fiducial[] {
  const found: { x: number; y: number; width: number; height: number; rows: number }[] = [];
  for (let y = 0; y < grey.heightPx; y++) {
    const edges = edgesOf(grey, { along: 'x', line: y, threshold });
    for (let i = 0; i + 5 < edges.length; i++) {
      const across = patternAt(edges, i);
      if (!across || !isBlackAfter(grey, { along: 'x', line: y, threshold }, edges[i]!)) continue;
      const down = crossAt(grey, { x: across.middle, y, threshold });
      if (!down) continue;
      const known = found.find(
        f => Math.abs(f.x - across.middle) < f.width / 4 && Math.abs(f.y - down.middle) < f.height / 4,
      );
      if (known) {
        known.rows++;
        known.x += (across.middle - known.x) / known.rows;
        known.y += (down.middle - known.y) / known.rows;
      } else
        found.push({ x: across.middle, y: down.middle, width: across.length, height: down.length, rows: 1 });
    }
  }
  return found
    .filter(({ rows, height }) => rows >= 2 && rows >= height / 7)
    .sort((a, b) => b.rows - a.rows)
    .slice(0, mostFiducials)
    .map(({ x, y, rows }) => ({ x, y, rows }));
}

type Line = { readonly along: 'x' | 'y'; readonly line: number; readonly threshold: number };

const stepOf = (grey: Grey, { along, line }: Line) =>
  along === 'x'
    ? { start: line * grey.widthPx, step: 1, length: grey.widthPx }
    : { start: line, step: grey.widthPx, length: grey.heightPx };

/** Where a row or column crosses the threshold, between pixel centres by linear interpolation; and its two ends. */
function edgesOf(grey: Grey, line: Line): number[] {
  const { start, step, length } = stepOf(grey, line);
  const { threshold } = line;
  const edges = [-0.5];
  let last = grey.values[start]!;
  for (let i = 1; i < length; i++) {
    const value = grey.values[start + i * step]!;
    if (last < threshold !== value < threshold) edges.push(i - 1 + (threshold - last) / (value - last));
    last = value;
  }
  edges.push(length - 0.5);
  return edges;
}

function isBlackAfter(grey: Grey, line: Line, edge: number): boolean {
  const { start, step, length } = stepOf(grey, line);
  const at = Math.min(length - 1, Math.max(0, Math.floor(edge) + 1));
  return grey.values[start + at * step]! < line.threshold;
}

/** Middle and length of the pattern whose first run begins at edge `first`; null when the runs do not fit. */
function patternAt(edges: readonly number[], first: number): { middle: number; length: number } | null {
  const length = edges[first + 5]! - edges[first]!;
  const module = length / 7;
  if (module < 1.2) return null;
  const fits = ratios.every((ratio, i) => {
    const run = edges[first + i + 1]! - edges[first + i]!;
    // Half a module, as readers of bar codes allow, and half a pixel for what sampling does to small ones.
    return Math.abs(run - ratio * module) <= 0.4 * module + 0.5;
  });
  if (!fits) return null;
  // The outer edges are farthest from blur's reach, the inner ones closest to the middle: all four pairs agree on it.
  const [a, b, c, d, e, f] = edges.slice(first, first + 6);
  return { middle: (a! + b! + c! + d! + e! + f!) / 6, length };
}

/** The same pattern down the column through a candidate. */
function crossAt(
  grey: Grey,
  { x, y, threshold }: { x: number; y: number; threshold: number },
): { middle: number; length: number } | null {
  const line: Line = { along: 'y', line: Math.round(x), threshold };
  const edges = edgesOf(grey, line);
  const first = edges.findIndex((edge, i) => edge <= y && y < edges[i + 1]!) - 2;
  if (first < 0 || first + 5 >= edges.length || !isBlackAfter(grey, line, edges[first]!)) return null;
  return patternAt(edges, first);
}
