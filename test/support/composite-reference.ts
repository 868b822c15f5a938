/**
 * The picture's colours in plain TypeScript, from the codes and the draw state: what `compositor.test.ts` holds the GPU
 * against. Built on the shaders' twins and on `transfer.ts` and `yuv.ts`, not on the compositor's own plan.
 */
import { colourOf, type Rgb } from '#model/colour-map.ts';
import type { Field } from '#model/field.ts';
import type { FramePlanes } from '#model/frame.ts';
import { inverse, mapPoint, type Point, type Rect } from '#model/geometry.ts';
import { channelRectPx, sceneSize, sceneToSensor } from '#model/layout.ts';
import { radialOf, toSensor } from '#model/mapping.ts';
import { type Pane, panesOf } from '#model/panes.ts';
import type { Profile } from '#model/profile.ts';
import {
  blendOverlay,
  clipMark,
  displayShare,
  markUnitPx,
  overlayAlpha,
  rgbToGrey,
  veil,
} from '#model/shade.ts';
import { codeRange, darkLinear, matrixOf, signalToLinear } from '#model/transfer.ts';
import { yuvMatrices } from '#model/yuv.ts';
import type { DrawState } from '#workers/view/draw-state.ts';

export type UploadedFrames = { readonly main: FramePlanes; readonly second?: FramePlanes };

/** The surround, #0b0d10. */
const surround: Rgb = [11 / 255, 13 / 255, 16 / 255];

/** Widths in which one rounding decides: of a sensor's edge in pixels, of the clip code, of a stripe's phase. */
const edge = { sensorPx: 0.02, codes: 0.3, phase: 0.02 } as const;

const clampTo01 = (value: number): number => Math.min(1, Math.max(0, value));
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Bilinear, nothing from outside `rect`. `at` in pixel centres of the plane. */
function sample(
  frame: FramePlanes,
  which: { plane: number; channel: number },
  at: Point,
  rect: Rect,
): number {
  const { samples, strideSamples, samplesPerPixel } = frame.planes[which.plane]!;
  const x = clamp(at.x, rect.x, rect.x + rect.width - 1);
  const y = clamp(at.y, rect.y, rect.y + rect.height - 1);
  const left = Math.min(Math.floor(x), rect.x + rect.width - 1);
  const top = Math.min(Math.floor(y), rect.y + rect.height - 1);
  const right = Math.min(left + 1, rect.x + rect.width - 1);
  const bottom = Math.min(top + 1, rect.y + rect.height - 1);
  const code = (column: number, row: number) =>
    samples[row * strideSamples + column * samplesPerPixel + which.channel]!;
  const [u, v] = [x - left, y - top];
  const upper = code(left, top) * (1 - u) + code(right, top) * u;
  const lower = code(left, bottom) * (1 - u) + code(right, bottom) * u;
  return upper * (1 - v) + lower * v;
}

const redFirst = { red: 0, green: 1, blue: 2 };
const blueFirst = { red: 2, green: 1, blue: 0 };

type ChannelFrame = { readonly frame: FramePlanes; readonly rect: Rect; readonly profile: Profile };

/** Displayed white light at a pixel centre of the channel. */
function whiteAt({ frame, rect, profile }: ChannelFrame, at: Point): Rgb {
  const { format } = frame;
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const inFrame = { x: at.x + rect.x, y: at.y + rect.y };
  const first = (channel: number) => sample(frame, { plane: 0, channel }, inFrame, rect);
  switch (format.format) {
    case 'I420':
    case 'NV12': {
      const chromaRect = {
        x: rect.x / 2,
        y: rect.y / 2,
        width: Math.ceil(rect.width / 2),
        height: Math.ceil(rect.height / 2),
      };
      // A chroma sample stands in the middle of its four pixels.
      const inChroma = { x: (inFrame.x - 0.5) / 2, y: (inFrame.y - 0.5) / 2 };
      const chroma = (channel: 0 | 1) => {
        const which = format.format === 'NV12' ? { plane: 1, channel } : { plane: 1 + channel, channel: 0 };
        const span = blackCodes === 0 ? 255 : 224;
        return (sample(frame, which, inChroma, chromaRect) - 128) / span;
      };
      const { rv, gu, gv, bu } = yuvMatrices[matrixOf(format.colour, format.heightPx, profile)];
      const luma = (first(0) - blackCodes) / (whiteCodes - blackCodes);
      const [u, v] = [chroma(0), chroma(1)];
      return [clampTo01(luma + rv * v), clampTo01(luma + gu * u + gv * v), clampTo01(luma + bu * u)];
    }
    case 'Y8':
    case 'Y16': {
      const grey = clampTo01((first(0) - blackCodes) / (whiteCodes - blackCodes));
      return [grey, grey, grey];
    }
    default: {
      const { red, green, blue } = format.format.startsWith('BGR') ? blueFirst : redFirst;
      return [first(red) / 255, first(green) / 255, first(blue) / 255];
    }
  }
}

/** NIR codes at a pixel centre of the channel. */
function codesAt({ frame, rect }: ChannelFrame, at: Point): number {
  const inFrame = { x: at.x + rect.x, y: at.y + rect.y };
  const first = (channel: number) => sample(frame, { plane: 0, channel }, inFrame, rect);
  if (frame.planes[0]!.samplesPerPixel === 1) return first(0);
  const { red, green, blue } = frame.format.format.startsWith('BGR') ? blueFirst : redFirst;
  return (54 * first(red) + 183 * first(green) + 19 * first(blue)) / 256;
}

/** A field's value at a place in pixels of the channel, straight between them. `idle` where there is no such field. */
function fieldAt(field: Field | null | undefined, at: Point, idle: number): number {
  if (!field) return idle;
  const { widthPx, heightPx, low, step, samples } = field;
  const x = clamp(at.x, 0, widthPx - 1);
  const y = clamp(at.y, 0, heightPx - 1);
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const value = (column: number, row: number) =>
    low + step * samples[Math.min(row, heightPx - 1) * widthPx + Math.min(column, widthPx - 1)]!;
  const upper = value(left, top) * (1 - (x - left)) + value(left + 1, top) * (x - left);
  const lower = value(left, top + 1) * (1 - (x - left)) + value(left + 1, top + 1) * (x - left);
  return upper * (1 - (y - top)) + lower * (y - top);
}

const isAtStripeEdge = ({ x, y }: Point, period: number): boolean => {
  const phase = (((x - y) / period) * 2) % 1;
  return Math.min(Math.abs(phase), 1 - Math.abs(phase)) < edge.phase;
};

/**
 * Colour of canvas pixel (x, y), without iso-lines; null where one rounding decides between two colours: on the edge of
 * a stripe, of the sensor, of the scene or of saturation.
 */
export function referencePicture(
  state: DrawState,
  frames: UploadedFrames,
): (x: number, y: number) => Rgb | null {
  const { layout, profile, display, view, canvas } = state.scene;
  const sizes = frames.second
    ? { main: frames.main.format, second: frames.second.format }
    : { main: frames.main.format };
  const channel = (name: 'white' | 'nir'): ChannelFrame | null => {
    const rect = channelRectPx(layout[name], sizes);
    const frame = layout[name] && frames[layout[name].stream];
    return rect && frame ? { frame, rect, profile } : null;
  };
  const white = channel('white');
  const nir = channel('nir');
  const homography = sceneToSensor(layout, sizes, profile.registration);
  const scene = sceneSize(layout, sizes);
  const correction =
    nir && state.fields.find(profile, { widthPx: nir.rect.width, heightPx: nir.rect.height }).correction;
  const isOverlaid = !state.veil && !state.hideOverlay && display.overlayVisible;
  const unitPx = markUnitPx(canvas);

  const colourIn = (pane: Pane, canvasPx: Point, scenePx: Point): Rgb | null => {
    const content = isOverlaid || pane.content === 'monochrome' ? pane.content : 'white-light';
    const sensorPx =
      nir && homography && scene && toSensor({ homography, radial: radialOf(profile, scene) }, scenePx);
    const inset = sensorPx
      ? Math.min(
          sensorPx.x + 0.5,
          sensorPx.y + 0.5,
          nir.rect.width - 0.5 - sensorPx.x,
          nir.rect.height - 0.5 - sensorPx.y,
        )
      : -1;
    const isSensor = inset > 0;
    const codes = nir && sensorPx ? codesAt(nir, sensorPx) : 0;
    const light = (): number => {
      const { blackCodes, whiteCodes } = codeRange(nir!.frame.format, profile);
      const signal = (codes - blackCodes) / (whiteCodes - blackCodes);
      const above = signalToLinear(signal, profile.transfer) - darkLinear(nir!.frame.format, profile);
      return (above - fieldAt(correction?.dark, sensorPx!, 0)) / fieldAt(correction?.flat, sensorPx!, 1);
    };
    const shownGrey = (): Rgb => {
      const grey = displayShare(light(), { ...display, signed: false }, null);
      return [grey, grey, grey];
    };
    let colour: Rgb = surround;
    if (white && content !== 'monochrome') colour = whiteAt(white, scenePx);
    else if (nir && isSensor) colour = shownGrey();
    if (white && content === 'intensity-map') {
      const grey = rgbToGrey(colour);
      colour = [grey, grey, grey];
    }
    const usesSensor = nir !== null && (content !== 'white-light' || !white);
    // Where the whole scene is on the sensor its edge is the scene's, which the scissor cuts.
    if (usesSensor && Math.abs(inset) < edge.sensorPx) return null;
    if (isSensor && (content === 'overlay' || content === 'intensity-map')) {
      const isSigned = display.signed && state.backgroundLinear !== null;
      const share = displayShare(light(), display, state.backgroundLinear);
      const strength = isSigned ? Math.abs(share * 2 - 1) : share;
      const map = isSigned ? 'red-blue' : display.colourMap;
      const alpha = overlayAlpha(strength, display.thresholdShare, display.opacity);
      colour = blendOverlay(colour, colourOf(map, share), alpha);
    }
    const at = [canvasPx.x / unitPx, canvasPx.y / unitPx] as const;
    if (isSensor && isOverlaid && content !== 'white-light' && display.saturationMark) {
      const clipCodes = profile.clipCodes ?? codeRange(nir!.frame.format, profile).whiteCodes;
      if (Math.abs(codes - (clipCodes - 0.5)) < edge.codes) return null;
      if (codes > clipCodes - 0.5) {
        if (isAtStripeEdge({ x: at[0], y: at[1] }, 8)) return null;
        colour = clipMark(colour, at);
      }
    }
    if (!state.veil) return colour;
    return isAtStripeEdge({ x: at[0], y: at[1] }, 28) ? null : veil(colour, at);
  };

  const panes = scene ? panesOf(display.mode, canvas, scene, view) : [];
  return (x, y) => {
    const canvasPx = { x: x + 0.5, y: y + 0.5 };
    for (const pane of [...panes].reverse()) {
      const { rect } = pane;
      if (x < rect.x || y < rect.y || x >= rect.x + rect.width || y >= rect.y + rect.height) continue;
      const scenePx = mapPoint(inverse(pane.sceneToCanvas), canvasPx);
      const inset = Math.min(
        scenePx.x + 0.5,
        scenePx.y + 0.5,
        scene!.widthPx - 0.5 - scenePx.x,
        scene!.heightPx - 0.5 - scenePx.y,
      );
      if (Math.abs(inset) < 1e-3) return null;
      if (inset > 0) return colourIn(pane, canvasPx, scenePx);
    }
    return surround;
  };
}
