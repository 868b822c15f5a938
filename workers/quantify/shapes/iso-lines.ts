/** Lines of equal light at multiples of the background, with what they enclose. */
import type { AnalysisShapes, LineFigures, NotGiven, Polyline } from '#model/analysis.ts';
import { type AnalysedFrame, noBackground } from './analysed-frame.ts';
import { areaOf, lengthOf } from './lengths.ts';
import { sceneLines } from './outline.ts';
import type { LightPicture } from './picture.ts';
import { lengthOf as lengthAlong } from './polyline.ts';

/** Pixels of the picture that a drawn line may lie off the traced one. */
const linesTolerancePx = 0.25;

type Lines = { readonly figures: readonly LineFigures[]; readonly shapes: AnalysisShapes['lines'] };

/** One line a level of the settings, over the whole NIR channel; loops are those of the scene. */
export function isoLines(frame: AnalysedFrame): Lines | NotGiven {
  const { measurement, settings, picture, kernels, scale } = frame;
  const { backgroundLinear } = measurement;
  if (backgroundLinear === null) return noBackground(frame);
  const isBeyond = (threshold: number) => threshold * backgroundLinear > picture.toLinear(65_535);
  const levelOf = (threshold: number) => picture.toLevel(threshold * backgroundLinear);
  const within = settings.levels.filter(threshold => !isBeyond(threshold));
  const all = kernels.traceAll(picture.levels, within.map(levelOf), linesTolerancePx);
  const lines = settings.levels.map(threshold => {
    const traced = all[within.indexOf(threshold)] ?? [];
    const level = levelOf(threshold);
    const loops = sceneLines(traced, picture);
    const length = loops.reduce((sum, loop) => sum + lengthAlong(loop), 0);
    const area = isBeyond(threshold) ? 0 : enclosedArea(traced, picture, level);
    const scenePxPerNirPx = picture.scenePxPerPlanePx(middleOf(traced, picture)) / picture.stepPx;
    return {
      figures: {
        threshold,
        loops: loops.length,
        // A line has no ends that could lie elsewhere: what is unsure of its length is the scale.
        length: lengthOf(length, 0, scale),
        area: areaOf(area * picture.stepPx ** 2, scenePxPerNirPx, scale),
      },
      shapes: { threshold, loops },
    };
  });
  return { figures: lines.map(l => l.figures), shapes: lines.map(l => l.shapes) };
}

function middleOf(traced: readonly Polyline[], { widthPx, heightPx }: LightPicture) {
  let x = 0;
  let y = 0;
  let n = 0;
  for (const { points } of traced)
    for (let i = 0; i < points.length; i += 2, n++) {
      x += points[i]!;
      y += points[i + 1]!;
    }
  return n === 0 ? { x: (widthPx - 1) / 2, y: (heightPx - 1) / 2 } : { x: x / n, y: y / n };
}

/**
 * Pixels of the picture with at least `level`, to the sub-pixel, holes taken off: half of ∮ x dy − y dx (Green) along the lines, which have the
 * inside on their right, and along those parts of the picture's border that are inside.
 */
export function enclosedArea(traced: readonly Polyline[], picture: LightPicture, level: number): number {
  let twice = borderIntegral(picture, level);
  for (const { points, isClosed } of traced) {
    for (let i = isClosed ? 0 : 2; i < points.length; i += 2) {
      const before = i === 0 ? points.length - 2 : i - 2;
      twice += points[before]! * points[i + 1]! - points[before + 1]! * points[i]!;
    }
  }
  return Math.max(0, twice / 2);
}

function borderIntegral({ levels, widthPx, heightPx }: LightPicture, level: number): number {
  const right = widthPx - 1;
  const bottom = heightPx - 1;
  let twice = 0;
  /** One step of the border, clockwise, from the pixel (x, y). */
  const add = (x: number, y: number, dx: number, dy: number): void => {
    const from = levels[y * widthPx + x]!;
    const to = levels[(y + dy) * widthPx + x + dx]!;
    if (from < level && to < level) return;
    const crossing = from === to ? 0 : (level - from) / (to - from);
    const start = from >= level ? 0 : crossing;
    const end = to >= level ? 1 : crossing;
    // Of (x + s dx, y + s dy): ∫ x dy − y dx.
    twice += (end - start) * (x * dy - y * dx);
  };
  for (let x = 0; x < right; x++) {
    add(x, 0, 1, 0);
    add(right - x, bottom, -1, 0);
  }
  for (let y = 0; y < bottom; y++) {
    add(right, y, 0, 1);
    add(0, bottom - y, 0, -1);
  }
  return twice;
}
