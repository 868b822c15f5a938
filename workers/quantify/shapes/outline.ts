/** Lines of the picture as lines of the scene: the outline of the signal that stayed, and simplified lines for drawing. */
import type { Polyline } from '#model/analysis.ts';
import type { LightPicture } from './picture.ts';

/** Reused from line to line: x, y of kept points. */
type Runs = { readonly lines: Polyline[]; points: Float32Array<ArrayBuffer>; length: number };

/**
 * `traced` in scene pixels. `isKept` says of each point (plane) whether it stays; a line is cut where points go, and where the lens leaves no
 * scene.
 */
export function sceneLines(
  traced: readonly Polyline[],
  picture: LightPicture,
  isKept: (x: number, y: number) => boolean = () => true,
): Polyline[] {
  const longest = traced.reduce((most, { points }) => Math.max(most, points.length), 0);
  const runs: Runs = { lines: [], points: new Float32Array(longest + 2), length: 0 };
  for (const line of traced) addRuns(runs, line, { picture, isKept });
  return runs.lines;
}

type Keeping = { readonly picture: LightPicture; readonly isKept: (x: number, y: number) => boolean };

function addRuns(runs: Runs, { points, isClosed }: Polyline, { picture, isKept }: Keeping): void {
  const n = points.length / 2;
  // A closed line begins behind a point that goes, so that no run is torn at its start.
  let start = 0;
  if (isClosed) while (start < n && isKept(points[2 * start]!, points[2 * start + 1]!)) start++;
  const isWhole = isClosed && start === n;
  let isTorn = false;
  for (let i = 0; i < n; i++) {
    const at = 2 * ((start + i) % n);
    const x = points[at]!;
    const y = points[at + 1]!;
    const scene = isKept(x, y) ? picture.toScene({ x, y }) : null;
    if (scene && Number.isFinite(scene.x) && Number.isFinite(scene.y)) {
      runs.points[runs.length++] = scene.x;
      runs.points[runs.length++] = scene.y;
    } else {
      isTorn = true;
      endRun(runs, false);
    }
  }
  endRun(runs, isWhole && !isTorn);
}

function endRun(runs: Runs, isClosed: boolean): void {
  if (runs.length > 0) runs.lines.push({ points: runs.points.slice(0, runs.length), isClosed });
  runs.length = 0;
}

/**
 * Of the line at the signal's threshold, what bounds signal that stayed: points between a pixel that is signal and one that is not. Lines
 * about pieces that were dropped and holes that were filled go; so does what runs on where signal may not be.
 */
export function signalOutline(
  traced: readonly Polyline[],
  mask: Uint8Array,
  picture: LightPicture,
): Polyline[] {
  const { widthPx, heightPx } = picture;
  const isBetween = (x: number, y: number): boolean => {
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const own = mask[y0 * widthPx + x0]!;
    if (x0 !== x) return own !== mask[y0 * widthPx + x0 + 1]!;
    if (y0 !== y) return own !== mask[(y0 + 1) * widthPx + x0]!;
    // On a pixel's very centre: bounds signal when a neighbour differs.
    return (
      (x0 > 0 && own !== mask[y0 * widthPx + x0 - 1]!) ||
      (x0 + 1 < widthPx && own !== mask[y0 * widthPx + x0 + 1]!) ||
      (y0 > 0 && own !== mask[(y0 - 1) * widthPx + x0]!) ||
      (y0 + 1 < heightPx && own !== mask[(y0 + 1) * widthPx + x0]!)
    );
  };
  return sceneLines(traced, picture, isBetween);
}

/** `line` without the points that lie within `tolerancePx` of what is left: Douglas and Peucker 1973, doi:10.3138/FM57-6770-U75U-7727. */
export function simplified(line: Polyline, tolerancePx: number): Polyline {
  const { points, isClosed } = line;
  const n = points.length / 2;
  if (n < 4) return line;
  const keeps = new Uint8Array(n);
  keeps[0] = 1;
  const stack: number[] = [];
  if (isClosed) {
    const far = farthest(points, 0, n);
    keeps[far.at] = 1;
    stack.push(0, far.at, far.at, n);
  } else {
    keeps[n - 1] = 1;
    stack.push(0, n - 1);
  }
  while (stack.length > 0) {
    const to = stack.pop()!;
    const from = stack.pop()!;
    const { at, distance } = farthest(points, from, to);
    if (distance <= tolerancePx) continue;
    keeps[at] = 1;
    stack.push(from, at, at, to);
  }
  const kept: number[] = [];
  for (let i = 0; i < n; i++) if (keeps[i] === 1) kept.push(points[2 * i]!, points[2 * i + 1]!);
  return { points: Float32Array.from(kept), isClosed };
}

/** Between `from` and `to` (a closed line's end is its start), the point farthest from the straight line between them; −1: none is off it. */
function farthest(points: Float32Array, from: number, to: number): { at: number; distance: number } {
  const end = (2 * to) % points.length;
  const x0 = points[2 * from]!;
  const y0 = points[2 * from + 1]!;
  const dx = points[end]! - x0;
  const dy = points[end + 1]! - y0;
  const length2 = dx * dx + dy * dy;
  let at = from;
  let most = -1;
  for (let i = from + 1; i < to; i++) {
    const x = points[2 * i]! - x0;
    const y = points[2 * i + 1]! - y0;
    const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / length2));
    const away = (x - along * dx) ** 2 + (y - along * dy) ** 2;
    if (away > most) {
      most = away;
      at = i;
    }
  }
  return { at, distance: most < 0 ? -1 : Math.sqrt(most) };
}

/** Along the line, its closing piece included. */
export function lineLength({ points, isClosed }: Polyline): number {
  let length = 0;
  for (let i = isClosed ? 0 : 2; i < points.length; i += 2) {
    const before = i === 0 ? points.length - 2 : i - 2;
    length += Math.hypot(points[i]! - points[before]!, points[i + 1]! - points[before + 1]!);
  }
  return length;
}
