/** Which lines stand on the picture: margins where they may be shown, else in contour mode the outline of the signal. */
import type { Rgb } from '#model/colour-map.ts';
import {
  compose,
  type Homography,
  inverse,
  type Rect,
  type SizePx,
  scaling,
  translation,
} from '#model/geometry.ts';
import type { Mapping } from '#model/mapping.ts';
import type { Pane } from '#model/panes.ts';
import { calibrationOf } from '#model/profile.ts';
import {
  byteWeights,
  isoColour,
  isoStyleOf,
  markUnitPx,
  outlineColour,
  shareToLinear,
} from '#model/shade.ts';
import type { ChannelPlan } from './compositor-decode.ts';
import type { FieldsPlan } from './compositor-fields.ts';
import { radialToScene } from './compositor-places.ts';
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

const lowPassShareOf = (fields: FieldsPlan | null): number => fields?.lowPassShare ?? 1;

/** `defines` and `uniforms`: how NIR is read. */
export function planCondition(
  nir: ChannelPlan,
  fields: FieldsPlan | null,
  { defines, uniforms }: { readonly defines: Defines; readonly uniforms: Uniforms },
): ConditionPlan {
  const { rect, format } = nir;
  const { size, cells, stepPx } = smoothingOf(nir);
  return {
    size,
    cells,
    defines,
    uniforms: {
      ...uniforms,
      u_toFlat: byteWeights((fields?.largestFlat ?? 1) / lowPassShareOf(fields)),
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

/** The lines over one pane: which variant, and what it is given. */
export type PaneLines = { readonly defines: Defines; readonly uniforms: Uniforms };

export function planPaneLines(
  { levels, colour }: LinesPlan,
  on: {
    readonly nir: ChannelPlan;
    readonly canvas: SizePx;
    readonly pane: Pane;
    readonly toSensor: Mapping;
    readonly fields: FieldsPlan | null;
  },
): PaneLines {
  const { nir, canvas, pane, toSensor } = on;
  const { stepPx, size, cells } = smoothingOf(nir);
  const smoothSpanPx = [size.widthPx * stepPx, size.heightPx * stepPx] as const;
  const sceneToClip = compose(canvasToClip(canvas), pane.sceneToCanvas);
  const sceneToSensorPx = compose(fromEdge, toSensor.homography);
  const { radial } = toSensor;
  return {
    defines: { RADIAL: radial ? 1 : 0 },
    uniforms: {
      u_columns: cells.widthPx,
      u_cellPx: stepPx * cellTexels,
      u_sensorSizePx: [nir.rect.width, nir.rect.height],
      u_canvasHeightPx: canvas.heightPx,
      u_perUnit: 1 / markUnitPx(canvas),
      u_iso: isoStyleOf(
        levels.map(level => level * lowPassShareOf(on.fields)),
        markUnitPx(canvas),
      ),
      u_lineColour: colour,
      ...(radial
        ? {
            u_sensorToStraight: inverse(compose(sceneToSensorPx, radialToScene(radial))),
            u_radialToClip: compose(sceneToClip, radialToScene(radial)),
            u_radialToSmooth: compose(
              scaling(1 / smoothSpanPx[0], 1 / smoothSpanPx[1]),
              compose(sceneToSensorPx, radialToScene(radial)),
            ),
            u_distortion: [radial.k1, radial.k2],
          }
        : {
            u_smoothSpanPx: smoothSpanPx,
            u_sensorToClip: facing(compose(sceneToClip, inverse(sceneToSensorPx)), nir.rect),
          }),
    },
  };
}

/** Sensor pixels from 0 at the first one's edge instead of its centre. */
const fromEdge = translation(0.5, 0.5);

const canvasToClip = ({ widthPx, heightPx }: SizePx): Homography => [
  ...([2 / widthPx, 0, 0] as const),
  ...([0, -2 / heightPx, 0] as const),
  ...([-1, 1, 1] as const),
];

/** Clip space wants the scale of what is seen to be positive, and a homography has any. */
function facing(m: Homography, { width, height }: Rect): number[] {
  const scale = (m[2] * width) / 2 + (m[5] * height) / 2 + m[8];
  return m.map(value => value / scale);
}
