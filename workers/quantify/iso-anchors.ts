/**
 * Where an iso-line may carry its label. Works on averages of blocks, because a label needs a place that stays, not a
 * precise one; nothing here can change a number.
 */

import { correctedLight } from '#model/field-correction.ts';
import type { Point, Rect } from '#model/geometry.ts';
import { createToScene, toSensor } from '#model/mapping.ts';
import type { IsoAnchor } from '#model/measurement.ts';
import { boundsOf, isInside, type Shape } from '#model/region.ts';
import type { Sensor } from './sensor.ts';

export type AnchorRequest = {
  /** The lines: a TBR threshold and its linear light. */
  readonly levels: readonly { readonly threshold: number; readonly linear: number }[];
  readonly tumours: readonly Shape[];
  /** The anchors of the frame before: a label stays where it is while its line does. */
  readonly previous: readonly IsoAnchor[];
};

/** Averages of linear light; block (0, 0) is centred on `origin`, sensor pixels. */
type Grid = {
  readonly origin: Point;
  readonly blockPx: number;
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
};

const blocksAtMost = 8000;
const smallestBlockPx = 4;
/** Each way in a block. */
const samplesAcross = 4;

/** At most one place a level, in scene pixels; none where the line does not pass near the tumours. */
export function isoAnchors(sensor: Sensor, { levels, tumours, previous }: AnchorRequest): IsoAnchor[] {
  if (levels.length === 0) return [];
  const { sceneToSensor } = sensor;
  const toScene = createToScene(sceneToSensor);
  const area = areaOf(sensor, tumours);
  const grid = averagesOf(sensor, area);
  const reachPx = Math.hypot(area.width, area.height) / 4;
  return levels.flatMap(({ threshold, linear }, i) => {
    const places = crossingsOf(grid, linear);
    const before = previous.find(anchor => anchor.threshold === threshold);
    const kept = before && nearest(places, toSensor(sceneToSensor, before), () => 0);
    // Labels of neighbouring lines start apart: up right, right, down right, down.
    const angle = -Math.PI / 4 + (i * Math.PI) / 4;
    const wish = {
      x: area.x + area.width * (0.5 + 0.3 * Math.cos(angle)),
      y: area.y + area.height * (0.5 + 0.3 * Math.sin(angle)),
    };
    const covered = (p: Point) => tumours.some(shape => isInside(shape, toScene(p)));
    const chosen =
      kept && kept.distancePx < reachPx / 2
        ? kept
        : nearest(places, wish, p => (covered(p) ? reachPx / 2 : 0));
    if (!chosen) return [];
    const { x, y } = toScene(chosen.place);
    return Number.isNaN(x) ? [] : [{ threshold, x, y }];
  });
}

/** The tumours' surroundings on the sensor, half their size more on each side; the whole sensor where there are none. */
function areaOf({ codes, sceneToSensor }: Sensor, tumours: readonly Shape[]): Rect {
  const whole = { x: 0, y: 0, width: codes.widthPx, height: codes.heightPx };
  if (tumours.length === 0) return whole;
  const corners = tumours
    .map(boundsOf)
    .flatMap(({ x, y, width, height }) =>
      [0, 1, 2, 3].map(i => toSensor(sceneToSensor, { x: x + (i % 2) * width, y: y + (i >> 1) * height })),
    );
  const low = { x: Math.min(...corners.map(c => c.x)), y: Math.min(...corners.map(c => c.y)) };
  const high = { x: Math.max(...corners.map(c => c.x)), y: Math.max(...corners.map(c => c.y)) };
  const more = Math.max(32, (high.x - low.x) / 2, (high.y - low.y) / 2);
  const x = Math.max(0, Math.floor(low.x - more));
  const y = Math.max(0, Math.floor(low.y - more));
  const right = Math.min(codes.widthPx, Math.ceil(high.x + more));
  const bottom = Math.min(codes.heightPx, Math.ceil(high.y + more));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : whole;
}

function averagesOf({ codes, linear, correction }: Sensor, area: Rect): Grid {
  const { samples, startSamples, strideSamples, widthPx, topCode } = codes;
  const blockPx = Math.max(smallestBlockPx, Math.ceil(Math.sqrt((area.width * area.height) / blocksAtMost)));
  const columns = Math.floor(area.width / blockPx);
  const rows = Math.floor(area.height / blockPx);
  const values = new Float32Array(columns * rows);
  const step = blockPx / samplesAcross;
  const offsets = Array.from({ length: samplesAcross }, (_, i) => Math.floor(i * step));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (const dy of offsets) {
        const x = area.x + column * blockPx;
        const y = area.y + row * blockPx + dy;
        const at = startSamples + y * strideSamples + x;
        for (const dx of offsets) {
          const light = linear[Math.min(samples[at + dx]!, topCode)]!;
          sum += correction ? correctedLight(correction, light, y * widthPx + x + dx) : light;
        }
      }
      values[row * columns + column] = sum / (samplesAcross * samplesAcross);
    }
  }
  const middle = (blockPx - 1) / 2;
  return { origin: { x: area.x + middle, y: area.y + middle }, blockPx, columns, rows, values };
}

/** Where the averages cross `level` between two blocks, and agree with that one block further each way: noise does not. */
function crossingsOf({ origin, blockPx, columns, rows, values }: Grid, level: number): Point[] {
  const places: Point[] = [];
  const crossing = (at: number, stride: number): number | null => {
    const isAbove = values[at]! >= level;
    const next = values[at + stride]! >= level;
    if (isAbove === next) return null;
    if (values[at - stride]! >= level !== isAbove || values[at + 2 * stride]! >= level !== next) return null;
    return (level - values[at]!) / (values[at + stride]! - values[at]!);
  };
  for (let row = 1; row < rows - 2; row++) {
    for (let column = 1; column < columns - 2; column++) {
      const at = row * columns + column;
      const across = crossing(at, 1);
      const down = crossing(at, columns);
      const x = origin.x + column * blockPx;
      const y = origin.y + row * blockPx;
      if (across !== null) places.push({ x: x + across * blockPx, y });
      if (down !== null) places.push({ x, y: y + down * blockPx });
    }
  }
  return places;
}

function nearest(
  places: readonly Point[],
  target: Point,
  penaltyPx: (place: Point) => number,
): { readonly place: Point; readonly distancePx: number } | null {
  let best: { place: Point; distancePx: number } | null = null;
  for (const place of places) {
    const distancePx = Math.hypot(place.x - target.x, place.y - target.y);
    if (best && distancePx >= best.distancePx) continue;
    const scored = distancePx + penaltyPx(place);
    if (!best || scored < best.distancePx) best = { place, distancePx: scored };
  }
  return best;
}
