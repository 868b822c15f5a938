/**
 * Specular highlights of the white light: light that tissue throws back unchanged, and that says nothing of what is in it
 * (doi:10.3390/diagnostics12081990). Found in the codes of the white-light channel, which may be of another size or stream than NIR.
 * Holds two masks as large as
 * the bounds of the largest region with a highlight.
 */
import type { Point, Rect } from '#model/geometry.ts';
import { channelRectPx, type Layout, type StreamSizes } from '#model/layout.ts';
import { createToScene, type Mapping, toSensor } from '#model/mapping.ts';
import type { Specular } from '#model/measurement.ts';
import type { Profile } from '#model/profile.ts';
import { boundsOf, type Shape } from '#model/region.ts';
import { codeRange } from '#model/transfer.ts';
import { createCodesReader, type MeasuredFrame, type SensorCodes } from '../nir-codes.ts';
import { type Spans, subtract } from './spans.ts';

/** White light of one frame: codes from `limitCode` up are highlights. */
export type WhiteLight = {
  readonly frame: MeasuredFrame['main'];
  /** Of the channel in its frame. Scene pixel (x, y) is pixel (x, y) of it. */
  readonly rect: Rect;
  readonly limitCode: number;
  readonly growPx: number;
};

/** Null: there is no white light, or nothing is asked for. `limitShare` of white is reckoned as a signal, not as light. */
export function whiteLightOf(
  frame: MeasuredFrame,
  { layout, profile, specular }: { layout: Layout; profile: Profile; specular: Specular | null },
): WhiteLight | null {
  const sizes: StreamSizes = {
    main: frame.main.format,
    ...(frame.second && { second: frame.second.format }),
  };
  const rect = channelRectPx(layout.white, sizes);
  const white = layout.white?.stream === 'second' ? frame.second : frame.main;
  if (!specular || !rect || !white) return null;
  const { blackCodes, whiteCodes } = codeRange(white.format, profile);
  const limitCode = Math.ceil(blackCodes + specular.limitShare * (whiteCodes - blackCodes));
  return { frame: white, rect, limitCode, growPx: specular.growPx };
}

/**
 * The pixels of `spans` that lie in no highlight; the same object where none is near. A pixel lies in one when the scene pixel nearest
 * to its centre is at most `growPx` away from one that is as bright as the limit. Costs a look at each white pixel of the shape's bounds,
 * and the rest by highlight. `spans`: pixels of `shape` on the sensor.
 */
export type HighlightCutter = (
  white: WhiteLight,
  region: { readonly shape: Shape; readonly spans: Spans; readonly sceneToSensor: Mapping },
) => Spans;

export function createHighlightCutter(): HighlightCutter {
  const readCodes = createCodesReader();
  const sceneMask = createMask();
  const sensorMask = createMask();

  return (white, { shape, spans, sceneToSensor }) => {
    const scene = windowAbout(boundsOf(shape), white.growPx + 1, white.rect);
    if (!scene || spans.length === 0) return spans;
    const { x, y } = white.rect;
    const codes = readCodes(white.frame, { ...scene, x: x + scene.x, y: y + scene.y });
    const bright = brightRuns(codes, white.limitCode);
    if (bright.length === 0) return spans;
    const inScene = sceneMask(scene);
    grow(inScene, bright, white.growPx);
    const onSensor = sensorMask(boundsOfSpans(spans));
    const toScene = createToScene(sceneToSensor);
    for (const run of piecesOf(runsOf(inScene)))
      markPiece(onSensor, inScene, { bounds: boundsOnSensor(run, sceneToSensor), toScene });
    return subtract(spans, runsOf(onSensor));
  };
}

/** One byte a pixel of a window, row by row; 1: in a highlight. */
type Mask = { readonly bits: Uint8Array; readonly window: Rect };

/** Gives an empty mask; it holds until the next call. */
function createMask(): (window: Rect) => Mask {
  let room = new Uint8Array();
  return window => {
    const length = window.width * window.height;
    if (room.length < length) room = new Uint8Array(length);
    return { bits: room.subarray(0, length).fill(0), window };
  };
}

/** Whole pixels of an image of the size of `image` within `marginPx` of `bounds`; null: there are none. */
function windowAbout(bounds: Rect, marginPx: number, image: Rect): Rect | null {
  const x = Math.max(0, Math.floor(bounds.x) - marginPx);
  const y = Math.max(0, Math.floor(bounds.y) - marginPx);
  const width = Math.min(image.width, Math.ceil(bounds.x + bounds.width) + marginPx + 1) - x;
  const height = Math.min(image.height, Math.ceil(bounds.y + bounds.height) + marginPx + 1) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

function boundsOfSpans(spans: Spans): Rect {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < spans.length; i += 3) {
    left = Math.min(left, spans[i + 1]!);
    right = Math.max(right, spans[i + 2]!);
  }
  const y = spans[0]!;
  return { x: left, y, width: right - left, height: spans[spans.length - 3]! + 1 - y };
}

/** Triples (row, first column, column after the last) within `codes` of what reaches `limitCode`. */
function brightRuns(
  { samples, startSamples, strideSamples, ...size }: SensorCodes,
  limitCode: number,
): number[] {
  const runs: number[] = [];
  for (let y = 0; y < size.heightPx; y++) {
    const from = startSamples + y * strideSamples;
    const end = from + size.widthPx;
    for (let at = from; at < end; at++) {
      if (samples[at]! < limitCode) continue;
      const first = at;
      while (at < end && samples[at]! >= limitCode) at++;
      runs.push(y, first - from, at - from);
    }
  }
  return runs;
}

/** Marks what is at most `growPx` from a pixel of `runs` (given from the window's corner). */
function grow({ bits, window }: Mask, runs: readonly number[], growPx: number): void {
  for (let i = 0; i < runs.length; i += 3)
    for (let dy = -growPx; dy <= growPx; dy++) {
      const y = runs[i]! + dy;
      if (y < 0 || y >= window.height) continue;
      const reach = Math.floor(Math.sqrt(growPx * growPx - dy * dy));
      const x0 = Math.max(0, runs[i + 1]! - reach);
      const x1 = Math.min(window.width, runs[i + 2]! + reach);
      bits.fill(1, y * window.width + x0, y * window.width + x1);
    }
}

/** What is marked, in the pixels that the window is given in. */
function runsOf({ bits, window }: Mask): Spans {
  const runs: number[] = [];
  for (let y = 0; y < window.height; y++) {
    const end = (y + 1) * window.width;
    for (let at = bits.indexOf(1, y * window.width); at >= 0 && at < end; at = bits.indexOf(1, at)) {
      const first = at;
      while (at < end && bits[at] === 1) at++;
      const left = window.x - y * window.width;
      runs.push(window.y + y, left + first, left + at);
    }
  }
  return Int32Array.from(runs);
}

/** Long enough to be worth the mapping of four corners, short enough to be straight through any lens. */
const pieceAcrossPx = 32;

function piecesOf(runs: Spans): Rect[] {
  const pieces: Rect[] = [];
  for (let i = 0; i < runs.length; i += 3)
    for (let x = runs[i + 1]!; x < runs[i + 2]!; x += pieceAcrossPx)
      pieces.push({ x, y: runs[i]!, width: Math.min(pieceAcrossPx, runs[i + 2]! - x), height: 1 });
  return pieces;
}

/** Where the pixels of a piece can lie on the sensor, with a pixel to spare for rounding and for what a lens bends. */
function boundsOnSensor(piece: Rect, sceneToSensor: Mapping): Rect {
  const corners = [0, 1, 2, 3].map(i =>
    toSensor(sceneToSensor, {
      x: piece.x - 0.5 + (i % 2) * piece.width,
      y: piece.y - 0.5 + (i >> 1) * piece.height,
    }),
  );
  const x = Math.floor(Math.min(...corners.map(c => c.x))) - 1;
  const y = Math.floor(Math.min(...corners.map(c => c.y))) - 1;
  const width = Math.ceil(Math.max(...corners.map(c => c.x))) + 2 - x;
  return { x, y, width, height: Math.ceil(Math.max(...corners.map(c => c.y))) + 2 - y };
}

/** Marks the sensor pixels within `bounds` whose nearest scene pixel is marked. */
function markPiece(
  { bits, window }: Mask,
  inScene: Mask,
  { bounds, toScene }: { bounds: Rect; toScene: (pixel: Point) => Point },
): void {
  const bottom = Math.min(bounds.y + bounds.height, window.y + window.height);
  const right = Math.min(bounds.x + bounds.width, window.x + window.width);
  for (let y = Math.max(bounds.y, window.y); y < bottom; y++)
    for (let x = Math.max(bounds.x, window.x); x < right; x++) {
      const at = (y - window.y) * window.width + x - window.x;
      if (bits[at] === 1) continue;
      const p = toScene({ x, y });
      const column = Math.round(p.x) - inScene.window.x;
      const row = Math.round(p.y) - inScene.window.y;
      const isIn = column >= 0 && column < inScene.window.width && row >= 0 && row < inScene.window.height;
      if (isIn && inScene.bits[row * inScene.window.width + column] === 1) bits[at] = 1;
    }
}
