/** Which lines stand on the picture: margins where they may be shown, else in contour mode the outline of the signal. */
import type { Rgb } from '#model/colour-map.ts';
import { compose, type Homography, inverse, type SizePx, translation } from '#model/geometry.ts';
import { calibrationOf } from '#model/profile.ts';
import { isoColour, isoStyleOf, markUnitPx, outlineColour, shareToLinear } from '#model/shade.ts';
import type { ChannelPlan } from './compositor-decode.ts';
import type { DrawState } from './draw-state.ts';
import type { Uniforms } from './gpu/program.ts';
import type { Defines } from './gpu/shader-source.ts';

export type LinesPlan = {
  readonly kind: 'margin' | 'outline';
  /** Linear light above dark, ascending, at most four. */
  readonly levels: readonly number[];
  readonly colour: Rgb;
};

/** Margin lines need a background, thresholds, and numbers that are calibrated or accepted as relative. */
export function planMargins({ scene, backgroundLinear }: DrawState): LinesPlan | null {
  const { display, profile, layout } = scene;
  const isAllowed =
    display.acceptsRelative || calibrationOf(profile, layout.displayReferred) === 'calibrated';
  if (backgroundLinear === null || backgroundLinear <= 0 || display.thresholds.length === 0 || !isAllowed) {
    return null;
  }
  const levels = display.thresholds.map(threshold => threshold * backgroundLinear);
  return { kind: 'margin', levels, colour: isoColour };
}

/** Where the light passes the display threshold: what contour mode shows as long as no margin is asked for. */
export function planOutline({ scene: { display } }: DrawState): LinesPlan | null {
  const { thresholdShare, windowLow, windowHigh, curve } = display;
  const level = shareToLinear(thresholdShare, [windowLow, windowHigh], curve);
  return level > 0 ? { kind: 'outline', levels: [level], colour: outlineColour } : null;
}

/** The low-pass that lines run on and the cells that say where none can be: sizes, and how the former is drawn. */
export type ConditionPlan = {
  readonly size: SizePx;
  readonly cells: SizePx;
  readonly defines: Defines;
  readonly uniforms: Uniforms;
};

/** Texels of the low-pass across a cell. */
const cellTexels = 8;

/** Large sensors are low-passed over 4 × 4 pixels at a quarter of their resolution, small ones at half. */
function smoothingOf({ rect }: ChannelPlan): { stepPx: number; size: SizePx; cells: SizePx } {
  const stepPx = Math.min(rect.width, rect.height) >= 480 ? 4 : 2;
  const across = (px: number) => ({
    widthPx: Math.ceil(rect.width / px),
    heightPx: Math.ceil(rect.height / px),
  });
  return { stepPx, size: across(stepPx), cells: across(stepPx * cellTexels) };
}

/** `defines` and `uniforms`: how NIR is read. */
export function planCondition(nir: ChannelPlan, defines: Defines, uniforms: Uniforms): ConditionPlan {
  const { rect, format } = nir;
  const { size, cells, stepPx } = smoothingOf(nir);
  return {
    size,
    cells,
    defines,
    uniforms: {
      ...uniforms,
      u_nirTexel: [1 / format.widthPx, 1 / format.heightPx],
      u_targetToNir: [
        (size.widthPx * stepPx) / format.widthPx,
        (size.heightPx * stepPx) / format.heightPx,
        rect.x / format.widthPx,
        rect.y / format.heightPx,
      ],
    },
  };
}

/** Of the lines over one pane. */
export function linesUniforms(
  { levels, colour }: LinesPlan,
  on: { readonly nir: ChannelPlan; readonly canvas: SizePx; readonly canvasToSensor: Homography },
): Uniforms {
  const { nir, canvas, canvasToSensor } = on;
  const { stepPx, size, cells } = smoothingOf(nir);
  return {
    u_columns: cells.widthPx,
    u_cellPx: stepPx * cellTexels,
    u_sensorSizePx: [nir.rect.width, nir.rect.height],
    u_smoothSpanPx: [size.widthPx * stepPx, size.heightPx * stepPx],
    u_sensorToClip: sensorToClip(nir, canvas, canvasToSensor),
    u_canvasHeightPx: canvas.heightPx,
    u_perUnit: 1 / markUnitPx(canvas),
    u_iso: isoStyleOf(levels, markUnitPx(canvas)),
    u_lineColour: colour,
  };
}

/** From sensor pixels, 0 at the first one's edge, to clip space. */
function sensorToClip(nir: ChannelPlan, canvas: SizePx, canvasToSensor: Homography): number[] {
  const canvasToClip: Homography = [2 / canvas.widthPx, 0, 0, 0, -2 / canvas.heightPx, 0, -1, 1, 1];
  const m = compose(canvasToClip, inverse(compose(translation(0.5, 0.5), canvasToSensor)));
  // Clip space wants the scale of what is seen to be positive, and a homography has any.
  const scale = (m[2] * nir.rect.width) / 2 + (m[5] * nir.rect.height) / 2 + m[8];
  return m.map(value => value / scale);
}
