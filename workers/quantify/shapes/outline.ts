/** Lines of the picture as lines of the scene, and the outline of the signal that stayed. */
import type { Polyline } from '#model/analysis.ts';
import { inverse } from '#model/geometry.ts';
import type { LightPicture } from './picture.ts';

/** Reused from line to line: x, y of kept points. */
type Runs = { readonly lines: Polyline[]; readonly points: Float32Array<ArrayBuffer>; length: number };

/** Writes a place of the plane as one of the scene into `to[at]`, `to[at + 1]`; false: the lens leaves no scene there. */
type ToScene = (x: number, y: number, to: Float32Array<ArrayBuffer>, at: number) => boolean;

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
  const toScene = createToScene(picture);
  for (const line of traced) addRuns(runs, line, { toScene, isKept });
  return runs.lines;
}

/** As the picture's own, but for a lens without an object a place: there are ten thousand in a frame. */
function createToScene({ sceneToSensor, stepPx, toScene }: LightPicture): ToScene {
  if (sceneToSensor.radial)
    return (x, y, to, at) => {
      const scene = toScene({ x, y });
      to[at] = scene.x;
      to[at + 1] = scene.y;
      return Number.isFinite(scene.x) && Number.isFinite(scene.y);
    };
  const [a, b, c, d, e, f, g, h, i] = inverse(sceneToSensor.homography);
  const shift = (stepPx - 1) / 2;
  return (planeX, planeY, to, at) => {
    const x = stepPx * planeX + shift;
    const y = stepPx * planeY + shift;
    const w = c * x + f * y + i;
    const sceneX = (a * x + d * y + g) / w;
    const sceneY = (b * x + e * y + h) / w;
    to[at] = sceneX;
    to[at + 1] = sceneY;
    return Number.isFinite(sceneX) && Number.isFinite(sceneY);
  };
}

type Keeping = { readonly toScene: ToScene; readonly isKept: (x: number, y: number) => boolean };

function addRuns(runs: Runs, { points, isClosed }: Polyline, { toScene, isKept }: Keeping): void {
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
    if (isKept(x, y) && toScene(x, y, runs.points, runs.length)) runs.length += 2;
    else {
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
