/** Bands outward from the signal: a picture of distances that measurement made, drawn where it reaches the limits. */
import { compose, inverse, mapPoint, type SizePx, scaling, translation } from '#model/geometry.ts';
import { type Mapping, toSensor as onSensor } from '#model/mapping.ts';
import type { Pane } from '#model/panes.ts';
import { bandColour, bandStyleOf, markUnitPx } from '#model/shade.ts';
import type { BandsMessage } from '../ports.ts';
import type { ChannelPlan } from './compositor-decode.ts';
import { type PlacedRadial, radialUniforms } from './compositor-places.ts';
import type { Uniforms } from './gpu/program.ts';
import type { Defines } from './gpu/shader-source.ts';

/** What is drawn. `strength` 0 … 1: how much of it still belongs to the frame shown. */
export type BandsShown = { readonly bands: BandsMessage; readonly strength: number };

/** The bands over one pane: which variant, and what it is given. */
export type PaneBands = { readonly defines: Defines; readonly uniforms: Uniforms };

export function planBands(
  { bands, strength }: BandsShown,
  on: {
    readonly nir: ChannelPlan;
    readonly canvas: SizePx;
    readonly pane: Pane;
    readonly toSensor: Mapping;
  },
): PaneBands {
  const { nir, canvas, pane, toSensor } = on;
  const { rect } = nir;
  const canvasToScene = inverse(pane.sceneToCanvas);
  const sensorToShare = compose(scaling(1 / rect.width, 1 / rect.height), translation(0.5, 0.5));
  const sceneToBands = compose(sensorToShare, toSensor.homography);
  const canvasToBands = compose(sceneToBands, canvasToScene);
  const scale = canvasToBands[8];
  const { radial } = toSensor;
  const placed: PlacedRadial | null = radial && {
    radial,
    sceneToTexture: sceneToBands,
    canvasToScene,
    scale,
  };
  const unit = markUnitPx(canvas);
  const { u_nirCentre, ...rest } = placed
    ? radialUniforms(placed)
    : { u_nirCentre: [0, 0, 1], u_canvasToRadial: Array<number>(9).fill(0), u_distortion: [0, 0] };
  return {
    defines: { RADIAL: radial ? 1 : 0 },
    uniforms: {
      ...rest,
      u_centre: u_nirCentre,
      u_canvasSizePx: [canvas.widthPx, canvas.heightPx],
      u_perUnit: 1 / unit,
      u_canvasToBands: canvasToBands.map(value => value / scale),
      u_pxPerShare: 255 * bands.pxPerCode,
      u_bandStyle: bandStyleOf(bands.limitsPx, unit, nirPxPerCanvasPx(pane, toSensor)),
      u_lineColour: bandColour,
      u_strength: strength,
    },
  };
}

/** In the middle of the pane. */
function nirPxPerCanvasPx({ rect, sceneToCanvas }: Pane, toSensor: Mapping): number {
  const canvasToScene = inverse(sceneToCanvas);
  const at = (x: number, y: number) => onSensor(toSensor, mapPoint(canvasToScene, { x, y }));
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
  const [from, across, down] = [at(x, y), at(x + 1, y), at(x, y + 1)];
  const area = (across.x - from.x) * (down.y - from.y) - (across.y - from.y) * (down.x - from.x);
  return Math.sqrt(Math.abs(area));
}
