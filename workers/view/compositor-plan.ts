/** What a draw state comes to, before any GPU: which channels, which panes, which program variants, which uniforms. */
import { colourMaps, type Display } from '#model/display.ts';
import type { FrameFormat } from '#model/frame.ts';
import { inverse, type Rect, type SizePx } from '#model/geometry.ts';
import { channelRectPx, sceneSize, sceneToSensor } from '#model/layout.ts';
import { type Mapping, radialOf } from '#model/mapping.ts';
import { type Pane, type PaneContent, panesOf } from '#model/panes.ts';
import type { Transfer } from '#model/profile.ts';
import { byteWeights, markUnitPx, signedStretchOf, windowOf } from '#model/shade.ts';
import { codeRange, darkLinear } from '#model/transfer.ts';
import type { BandsMessage } from '../ports.ts';
import { type PaneBands, planBands } from './compositor-bands.ts';
import {
  type ChannelPlan,
  edgesIn,
  isOneChannel,
  isYuv,
  texelToRgbMatrix,
  texelToSignalFactors,
  yuvFactors,
} from './compositor-decode.ts';
import { type FieldsPlan, planFields } from './compositor-fields.ts';
import {
  type ConditionPlan,
  type LinesPlan,
  type PaneLines,
  planCondition,
  planMargins,
  planOutline,
  planPaneLines,
} from './compositor-lines.ts';
import { areOneToOne, coversScene, placeUniforms, sceneInPane } from './compositor-places.ts';
import type { DrawState } from './draw-state.ts';
import type { Uniforms } from './gpu/program.ts';
import type { Defines } from './gpu/shader-source.ts';

/** The surround of the picture, #0b0d10. */
export const surround = [11 / 255, 13 / 255, 16 / 255] as const;

export type PanePlan = {
  /** Whole canvas pixels that the scene covers in this pane. */
  readonly scissor: Rect;
  /** Whether each canvas pixel is one of the channel's, so that bilinear sampling would find nothing between. */
  readonly isOneToOne: { readonly white: boolean; readonly nir: boolean };
  readonly defines: Defines;
  readonly uniforms: Uniforms;
  /** Null: none over this pane. */
  readonly lines: PaneLines | null;
  /** Null: none over this pane. */
  readonly bands: PaneBands | null;
};

export type DrawPlan = {
  readonly white: ChannelPlan | null;
  readonly nir: ChannelPlan | null;
  /** The measured curve's 65 nodes, where the profile has one. */
  readonly curve: readonly number[] | null;
  readonly fields: FieldsPlan | null;
  readonly condition: ConditionPlan | null;
  readonly bands: BandsMessage | null;
  readonly panes: readonly PanePlan[];
};

const contents = { 'white-light': 0, overlay: 1, 'intensity-map': 2, monochrome: 3, contour: 4 } as const;
const transfers = { unknown: 0, linear: 0, srgb: 1, bt709: 2, power: 3, table: 4 } as const;
const curves = { linear: 0, log: 1, gamma: 2 } as const;

const gammaOf = (transfer: Transfer): number => (transfer.kind === 'power' ? transfer.gamma : 1);

/** Null when there is nothing to draw: no stream that the layout names has been uploaded. */
export function planDraw(
  state: DrawState,
  uploaded: (stream: 'main' | 'second') => FrameFormat | null,
): DrawPlan | null {
  const { layout, profile, canvas, display, view } = state.scene;
  const main = uploaded('main');
  if (!main) return null;
  const second = state.formats.second ? uploaded('second') : null;
  const sizes = second ? { main, second } : { main };
  const channel = (name: 'white' | 'nir'): ChannelPlan | null => {
    const stream = layout[name]?.stream;
    const format = stream && (stream === 'main' ? main : second);
    const rect = format && channelRectPx(layout[name], sizes);
    return stream && format && rect ? { stream, format, rect } : null;
  };
  const white = channel('white');
  const nir = channel('nir');
  const scene = sceneSize(layout, sizes);
  if (!scene) return null;
  const panes = panesOf(display.mode, canvas, scene, view);
  const isOverlaid = !state.veil && !state.hideOverlay && display.overlayVisible;
  const hasContour = panes.some(pane => pane.content === 'contour');
  const lines = isOverlaid && nir ? (planMargins(state) ?? (hasContour ? planOutline(state) : null)) : null;
  const homography = nir && sceneToSensor(layout, sizes, profile.registration);
  const toSensor = homography && { homography, radial: radialOf(profile, scene) };
  const fields = nir && planFields(state, { widthPx: nir.rect.width, heightPx: nir.rect.height });
  const shared = { state, white, nir, toSensor, fields, lines, isOverlaid, scene };
  return {
    white,
    nir,
    bands: (isOverlaid && state.bands?.bands) || null,
    curve: profile.transfer.kind === 'table' ? profile.transfer.linear : null,
    fields,
    condition:
      nir &&
      lines &&
      planCondition(nir, fields, { defines: nirDefines(shared), uniforms: nirUniforms(nir, shared) }),
    panes: panes.map(pane => planPane(pane, shared)),
  };
}

type NirContext = Pick<PaneContext, 'state' | 'fields'>;

const nirDefines = ({ state: { scene }, fields }: NirContext): Defines => ({
  TRANSFER: transfers[scene.profile.transfer.kind],
  FIELD: fields ? 1 : 0,
});

function nirUniforms(nir: ChannelPlan, { state, fields }: NirContext): Uniforms {
  const { profile } = state.scene;
  return {
    u_nirBounds: edgesIn(nir.rect, nir.format, 0.5),
    u_nirEdges: edgesIn(nir.rect, nir.format, 0),
    u_texelToSignal: texelToSignalFactors(nir.format, profile),
    u_gamma: gammaOf(profile.transfer),
    u_darkLinear: darkLinear(nir.format, profile),
    u_toFlat: byteWeights(fields?.largestFlat ?? 1),
  };
}

/** For what a variant has no use for: the vertex shader hands on all of it, and asks for all of it. */
const unused: Uniforms = {
  u_whiteToChroma: [1, 1],
  u_whiteBounds: [0, 0, 1, 1],
  u_chromaBounds: [0, 0, 1, 1],
  u_texelToRgb: Array<number>(16).fill(0),
  u_yuv: { luma: 0, redFromV: 0, greenFromUv: [0, 0], blueFromU: 0, added: [0, 0, 0] },
  u_nirBounds: [0, 0, 1, 1],
  u_nirEdges: [0, 0, 1, 1],
  u_canvasToRadial: Array<number>(9).fill(0),
  u_nirCentre: [0, 0, 1],
  u_distortion: [0, 0],
  u_texelToSignal: [0, 0, 0, 0],
  u_gamma: 1,
  u_darkLinear: 0,
  u_toFlat: byteWeights(1),
  u_clipSignal: 1,
};

type PaneContext = {
  readonly state: DrawState;
  readonly scene: SizePx;
  readonly white: ChannelPlan | null;
  readonly nir: ChannelPlan | null;
  readonly toSensor: Mapping | null;
  readonly fields: FieldsPlan | null;
  readonly lines: LinesPlan | null;
  readonly isOverlaid: boolean;
};

/** Without overlay only tissue is left: white light as it is, or NIR as grey. */
const contentShown = (content: PaneContent, isOverlaid: boolean): PaneContent =>
  isOverlaid || content === 'monochrome' ? content : 'white-light';

function planPane(pane: Pane, context: PaneContext): PanePlan {
  const { state, scene, white, nir, toSensor, fields, lines, isOverlaid } = context;
  const { display, canvas } = state.scene;
  const content = contentShown(pane.content, isOverlaid);
  const isMarked = isOverlaid && content !== 'white-light';
  const hasLines = isMarked && lines !== null && (lines.kind === 'margin' || content === 'contour');
  const places = { canvasToScene: inverse(pane.sceneToCanvas), toSensor };
  const isSigned = display.signed && state.backgroundLinear !== null;
  return {
    scissor: sceneInPane(pane, scene),
    isOneToOne: areOneToOne(places),
    defines: {
      CONTENT: contents[content],
      WHITE: white ? (isYuv(white.format.format) ? 2 : 1) : 0,
      NIR: nir ? (isOneChannel(nir.format.format) ? 1 : 2) : 0,
      REGISTERED: nir && toSensor && !coversScene(toSensor, scene, nir.rect) ? 1 : 0,
      RADIAL: nir && toSensor?.radial ? 1 : 0,
      CUT: (white && isCut(white)) || (nir && isCut(nir)) ? 1 : 0,
      SIGNED: isSigned ? 1 : 0,
      CLIP_MARK: isMarked && display.saturationMark ? 1 : 0,
      VEIL: state.veil ? 1 : 0,
      COLOUR_MAP: colourMaps.indexOf(isSigned ? 'red-blue' : display.colourMap),
      ...nirDefines(context),
      CURVE: curves[display.curve.kind],
    },
    uniforms: {
      ...unused,
      u_canvasSizePx: [canvas.widthPx, canvas.heightPx],
      u_perUnit: 1 / markUnitPx(canvas),
      ...placeUniforms(places, context),
      ...(white && whiteUniforms(white, state)),
      ...(nir && { ...nirUniforms(nir, context), u_clipSignal: clipSignal(nir, state) }),
      ...displayUniforms(display, state.backgroundLinear),
    },
    bands:
      isMarked && content !== 'monochrome' && state.bands && nir && toSensor
        ? planBands(state.bands, { nir, canvas, pane, toSensor })
        : null,
    lines: hasLines && nir && toSensor ? planPaneLines(lines, { nir, canvas, pane, toSensor, fields }) : null,
  };
}

const isCut = ({ rect, format }: ChannelPlan): boolean =>
  rect.width < format.widthPx || rect.height < format.heightPx;

/** A share of a code under the first saturated one: the profile's, else the top of the range. */
function clipSignal(nir: ChannelPlan, { scene: { profile } }: DrawState): number {
  const { blackCodes, whiteCodes } = codeRange(nir.format, profile);
  return ((profile.clipCodes ?? whiteCodes) - 0.5 - blackCodes) / (whiteCodes - blackCodes);
}

function whiteUniforms({ rect, format }: ChannelPlan, { scene: { profile } }: DrawState): Uniforms {
  const u_whiteBounds = edgesIn(rect, format, 0.5);
  if (!isYuv(format.format)) return { u_whiteBounds, u_texelToRgb: texelToRgbMatrix(format, profile) };
  const chroma = { widthPx: Math.ceil(format.widthPx / 2), heightPx: Math.ceil(format.heightPx / 2) };
  // Edges of a channel are even or the frame's own, so its chroma rectangle is whole, too.
  const chromaRect = {
    x: rect.x / 2,
    y: rect.y / 2,
    width: Math.ceil(rect.width / 2),
    height: Math.ceil(rect.height / 2),
  };
  return {
    u_whiteBounds,
    u_chromaBounds: edgesIn(chromaRect, chroma, 0.5),
    u_whiteToChroma: [format.widthPx / 2 / chroma.widthPx, format.heightPx / 2 / chroma.heightPx],
    u_yuv: yuvFactors(format, profile),
  };
}

const displayUniforms = (display: Display, backgroundLinear: number | null): Uniforms => ({
  u_window: windowOf(display),
  u_curveGamma: display.curve.kind === 'gamma' ? display.curve.gamma : 1,
  u_threshold: display.thresholdShare,
  u_opacity: display.opacity,
  u_signed: signedStretchOf(backgroundLinear ?? 0, display),
});
