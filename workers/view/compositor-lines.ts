/** Which lines stand on the picture: margins where they may be shown, else in contour mode the outline of the signal. */
import { calibrationOf } from '#model/profile.ts';
import { isoStyleOf, shareToLinear } from '#model/shade.ts';
import type { DrawState } from './compositor.ts';
import type { Uniforms } from './gpu/program.ts';

export type LinesPlan = {
  readonly kind: 'margin' | 'outline';
  /** Linear light above dark, ascending, at most four. */
  readonly levels: readonly number[];
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
  return { kind: 'margin', levels };
}

/** Where the light passes the display threshold: what contour mode shows as long as no margin is asked for. */
export function planOutline({ scene: { display } }: DrawState): LinesPlan | null {
  const { thresholdShare, windowLow, windowHigh, curve } = display;
  const level = shareToLinear(thresholdShare, [windowLow, windowHigh], curve);
  return level > 0 ? { kind: 'outline', levels: [level] } : null;
}

/** The lines' colour and dashes are the shader's own. */
export function linesUniforms({ levels }: LinesPlan, unitPx: number): Uniforms {
  const style = isoStyleOf(levels, unitPx);
  return { u_isoLevels: style.levels, u_isoHalfWidthsPx: style.halfWidthsPx };
}
