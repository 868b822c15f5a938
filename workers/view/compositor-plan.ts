/** What a draw state comes to, before any GPU: which channels, which panes, which program variant, which uniforms. */
import { colourMaps, type Display } from '#model/display.ts';
import type { FrameFormat } from '#model/frame.ts';
import { type Homography, inverse, mapPoint, type Rect, type SizePx } from '#model/geometry.ts';
import { channelRectPx, sceneSize, sceneToSensor } from '#model/layout.ts';
import { type Pane, type PaneContent, panesOf } from '#model/panes.ts';
import { calibrationOf, type Transfer } from '#model/profile.ts';
import { isoStyleOf, markUnitPx } from '#model/shade.ts';
import { codeRange, darkLinear } from '#model/transfer.ts';
import type { DrawState } from './compositor.ts';
import { codeWeights, isYuv, texelToRgbMatrix } from './compositor-decode.ts';
import type { Uniforms } from './gpu/program.ts';
import type { Defines } from './gpu/shader-source.ts';

/** The surround of the picture, #0b0d10. */
export const surround = [11 / 255, 13 / 255, 16 / 255] as const;

type StreamName = 'main' | 'second';

/** One channel as the programs read it. */
export type ChannelPlan = { readonly stream: StreamName; readonly format: FrameFormat; readonly rect: Rect };

/** The low-pass for iso-lines: target size and sensor pixels per target pixel. */
export type ConditionPlan = {
  readonly size: SizePx;
  readonly defines: Defines;
  readonly uniforms: Uniforms;
};

export type PanePlan = {
  /** Whole canvas pixels that the scene covers in this pane. */
  readonly scissor: Rect;
  readonly defines: Defines;
  readonly uniforms: Uniforms;
};

export type DrawPlan = {
  readonly white: ChannelPlan | null;
  readonly nir: ChannelPlan | null;
  readonly condition: ConditionPlan | null;
  readonly panes: readonly PanePlan[];
};

const contents = { 'white-light': 0, overlay: 1, 'intensity-map': 2, monochrome: 3, contour: 4 } as const;
const transfers = { unknown: 0, linear: 0, srgb: 1, bt709: 2, power: 3 } as const;
const curves = { linear: 0, log: 1, gamma: 2 } as const;

const gammaOf = (transfer: Transfer): number => (transfer.kind === 'power' ? transfer.gamma : 1);
const sizeVector = (size: SizePx): number[] => [size.widthPx, size.heightPx];
const rectVector = (rect: Rect): number[] => [rect.x, rect.y, rect.width, rect.height];

/** Iso-lines need a background, thresholds, and numbers that are calibrated or accepted as relative. */
const drawsIsoLines = (state: DrawState): boolean => {
  const { display, profile, layout } = state.scene;
  return (
    state.backgroundLinear !== null &&
    state.backgroundLinear > 0 &&
    display.thresholds.length > 0 &&
    (display.acceptsRelative || calibrationOf(profile, layout.displayReferred) === 'calibrated')
  );
};

/** Null when there is nothing to draw: no stream that the layout names has been uploaded. */
export function planDraw(
  state: DrawState,
  uploaded: (stream: StreamName) => FrameFormat | null,
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
  const toSensor = nir && sceneToSensor(layout, sizes, profile.registration);
  const isOverlaid = !state.veil && !state.hideOverlay && display.overlayVisible;
  const hasIsoLines = isOverlaid && nir !== null && drawsIsoLines(state);
  const condition = hasIsoLines ? planCondition(nir, state) : null;
  const shared = { white, nir, toSensor, condition, isOverlaid };
  const panes = panesOf(display.mode, canvas, scene, view).map(pane =>
    planPane(pane, scene, { state, ...shared }),
  );
  return { white, nir, condition, panes };
}

function nirUniforms(nir: ChannelPlan, state: DrawState): Uniforms {
  const { profile } = state.scene;
  const { blackCodes, whiteCodes } = codeRange(nir.format, profile);
  return {
    u_nirRectPx: rectVector(nir.rect),
    u_nirSizePx: sizeVector(nir.format),
    u_codeWeights: codeWeights(nir.format.format),
    u_codeRange: [blackCodes, whiteCodes],
    u_gamma: gammaOf(profile.transfer),
    u_darkLinear: darkLinear(nir.format, profile),
  };
}

/** Large sensors are low-passed over 4 × 4 pixels at a quarter of their resolution, small ones at half. */
const smoothStepPx = (rect: Rect): number => (Math.min(rect.width, rect.height) >= 480 ? 4 : 2);

function planCondition(nir: ChannelPlan, state: DrawState): ConditionPlan {
  const stepPx = smoothStepPx(nir.rect);
  const size = {
    widthPx: Math.ceil(nir.rect.width / stepPx),
    heightPx: Math.ceil(nir.rect.height / stepPx),
  };
  return {
    size,
    defines: { TRANSFER: transfers[state.scene.profile.transfer.kind] },
    uniforms: {
      ...nirUniforms(nir, state),
      u_targetSizePx: sizeVector(size),
      u_smoothStepPx: stepPx,
    },
  };
}

type PaneContext = {
  readonly state: DrawState;
  readonly white: ChannelPlan | null;
  readonly nir: ChannelPlan | null;
  readonly toSensor: Homography | null;
  readonly condition: ConditionPlan | null;
  readonly isOverlaid: boolean;
};

/** Without overlay only tissue is left: white light as it is, or NIR as grey. */
const contentShown = (content: PaneContent, isOverlaid: boolean): PaneContent =>
  isOverlaid || content === 'monochrome' ? content : 'white-light';

function planPane(pane: Pane, scene: SizePx, context: PaneContext): PanePlan {
  const { state, white, nir, toSensor, condition, isOverlaid } = context;
  const { display, profile, canvas } = state.scene;
  const content = contentShown(pane.content, isOverlaid);
  const isMarked = isOverlaid && content !== 'white-light';
  const isSigned = display.signed && state.backgroundLinear !== null;
  return {
    scissor: sceneInPane(pane, scene),
    defines: {
      CONTENT: contents[content],
      WHITE: white ? (isYuv(white.format.format) ? 2 : 1) : 0,
      NIR: nir ? 1 : 0,
      ISO_LINES: condition && isMarked ? 1 : 0,
      SIGNED: isSigned ? 1 : 0,
      CLIP_MARK: isMarked && display.saturationMark ? 1 : 0,
      VEIL: state.veil ? 1 : 0,
      COLOUR_MAP: colourMaps.indexOf(isSigned ? 'red-blue' : display.colourMap),
      TRANSFER: transfers[profile.transfer.kind],
      CURVE: curves[display.curve.kind],
    },
    uniforms: {
      u_canvasSizePx: sizeVector(canvas),
      u_canvasToScene: inverse(pane.sceneToCanvas),
      u_sceneToSensor: toSensor ?? [1, 0, 0, 0, 1, 0, 0, 0, 1],
      ...(white ? whiteUniforms(white, state) : {}),
      ...(nir ? { ...nirUniforms(nir, state), u_clipCodes: clipCodes(nir, state) } : {}),
      ...displayUniforms(display),
      u_backgroundLinear: state.backgroundLinear ?? 1,
      ...(condition
        ? {
            u_smoothSizePx: sizeVector(condition.size),
            u_smoothStepPx: condition.uniforms.u_smoothStepPx!,
          }
        : {}),
      u_unitPx: markUnitPx(canvas),
      u_surround: surround,
    },
  };
}

/** Codes at and above this are saturated: the profile's, else the top of the range. */
const clipCodes = (nir: ChannelPlan, { scene: { profile } }: DrawState): number =>
  profile.clipCodes ?? codeRange(nir.format, profile).whiteCodes;

function whiteUniforms(white: ChannelPlan, state: DrawState): Uniforms {
  const { rect, format } = white;
  const chroma = { widthPx: Math.ceil(format.widthPx / 2), heightPx: Math.ceil(format.heightPx / 2) };
  return {
    u_whiteRectPx: rectVector(rect),
    u_whiteSizePx: sizeVector(format),
    // Edges of a channel are even or the frame's own, so its chroma rectangle is whole, too.
    u_whiteChromaRectPx: [rect.x / 2, rect.y / 2, Math.ceil(rect.width / 2), Math.ceil(rect.height / 2)],
    u_whiteChromaSizePx: sizeVector(chroma),
    u_whiteToRgb: texelToRgbMatrix(format, state.scene.profile),
  };
}

function displayUniforms(display: Display): Uniforms {
  const iso = isoStyleOf(display.thresholds);
  return {
    u_window: [display.windowLow, Math.max(display.windowHigh, display.windowLow + 1e-4)],
    u_curveGamma: display.curve.kind === 'gamma' ? display.curve.gamma : 1,
    u_threshold: display.thresholdShare,
    u_opacity: display.opacity,
    u_isoRatios: iso.ratios,
    u_isoHalfWidthsPx: iso.halfWidthsPx,
    u_isoSolidShares: iso.solidShares,
  };
}

/** Canvas pixels whose centres lie on the scene and in the pane; quarter turns keep the scene's edges upright. */
function sceneInPane(pane: Pane, scene: SizePx): Rect {
  const a = mapPoint(pane.sceneToCanvas, { x: -0.5, y: -0.5 });
  const b = mapPoint(pane.sceneToCanvas, { x: scene.widthPx - 0.5, y: scene.heightPx - 0.5 });
  // An edge that rounding puts a hair past a pixel's centre must not lose the row.
  const first = (edge: number) => Math.ceil(edge - 0.5 - 1e-6);
  const left = Math.max(pane.rect.x, first(Math.min(a.x, b.x)));
  const top = Math.max(pane.rect.y, first(Math.min(a.y, b.y)));
  const right = Math.min(pane.rect.x + pane.rect.width, first(Math.max(a.x, b.x)));
  const bottom = Math.min(pane.rect.y + pane.rect.height, first(Math.max(a.y, b.y)));
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
