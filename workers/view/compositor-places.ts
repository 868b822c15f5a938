/** Where a pane's pixels lie: on the canvas, on the scene, on the sensor, in textures. */
import {
  compose,
  type Homography,
  inverse,
  mapPoint,
  type Rect,
  type SizePx,
  scaling,
  translation,
} from '#model/geometry.ts';
import type { Mapping, Radial } from '#model/mapping.ts';
import type { Pane } from '#model/panes.ts';
import { type ChannelPlan, channelToTexture } from './compositor-decode.ts';
import type { Uniforms } from './gpu/program.ts';

/** Of one pane; `toSensor` null: no NIR. */
export type Places = { readonly canvasToScene: Homography; readonly toSensor: Mapping | null };

/** Scene pixels from places about the distortion's centre, in units of its radius: how the shaders undo it. */
export const radialToScene = ({ centre, radiusPx }: Radial): Homography =>
  compose(translation(centre.x, centre.y), scaling(radiusPx, radiusPx));

/**
 * Whether every pixel of the scene lies on the sensor and the mapping is affine, as it is where optics share one axis and
 * do not distort.
 */
export function coversScene({ homography, radial }: Mapping, scene: SizePx, sensor: Rect): boolean {
  if (radial || Math.abs(homography[2]) + Math.abs(homography[5]) > 0) return false;
  const corners = [0, 1, 2, 3].map(corner =>
    mapPoint(homography, {
      x: corner % 2 === 0 ? -0.5 : scene.widthPx - 0.5,
      y: corner < 2 ? -0.5 : scene.heightPx - 0.5,
    }),
  );
  // A rounding error must not cost each pixel a test of its own.
  const slackPx = 1e-3;
  return corners.every(
    ({ x, y }) =>
      x >= -0.5 - slackPx &&
      y >= -0.5 - slackPx &&
      x <= sensor.width - 0.5 + slackPx &&
      y <= sensor.height - 0.5 + slackPx,
  );
}

/**
 * Whether each canvas pixel is one of the channel's, so that bilinear sampling would find nothing between: nearest
 * samples then give the same, for a third of the cost where there is no GPU.
 */
export const areOneToOne = ({
  canvasToScene,
  toSensor,
}: Places): { readonly white: boolean; readonly nir: boolean } => ({
  white: isOneToOne(canvasToScene),
  nir: toSensor !== null && !toSensor.radial && isOneToOne(compose(toSensor.homography, canvasToScene)),
});

function isOneToOne(canvasToChannel: Homography): boolean {
  const farPx = 1024;
  const from = mapPoint(canvasToChannel, { x: 0.5, y: 0.5 });
  const steps = [
    { x: farPx + 0.5, y: 0.5 },
    { x: 0.5, y: farPx + 0.5 },
  ].map(place => {
    const to = mapPoint(canvasToChannel, place);
    return [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  });
  const isNear = (value: number, wanted: number) => Math.abs(value - wanted) < 0.02;
  const areWhole = steps.flat().every(step => isNear(step, 0) || isNear(step, farPx));
  const isOnCentres = [from.x, from.y].every(value => isNear(value, Math.round(value)));
  return areWhole && isOnCentres;
}

/** Of the composite. */
export function placeUniforms(
  { canvasToScene, toSensor }: Places,
  { white, nir }: { readonly white: ChannelPlan | null; readonly nir: ChannelPlan | null },
): Uniforms {
  const sceneToNir = nir && toSensor && compose(channelToTexture(nir), toSensor.homography);
  const canvasToNir = sceneToNir && compose(sceneToNir, canvasToScene);
  const scale = canvasToNir ? canvasToNir[8] : 1;
  return {
    u_canvasToWhite: white ? compose(channelToTexture(white), canvasToScene) : canvasToScene,
    u_canvasToNir: (canvasToNir ?? canvasToScene).map(value => value / scale),
    ...(sceneToNir &&
      toSensor?.radial &&
      radialUniforms({ radial: toSensor.radial, sceneToTexture: sceneToNir, canvasToScene, scale })),
  };
}

/** `sceneToTexture` as it is, homogeneous; the program is given canvas to texture divided by `scale`. */
export type PlacedRadial = {
  readonly radial: Radial;
  readonly sceneToTexture: Homography;
  readonly canvasToScene: Homography;
  readonly scale: number;
};

/** What undoes the distortion on the way to a texture. */
export function radialUniforms({ radial, sceneToTexture, canvasToScene, scale }: PlacedRadial) {
  const radialToNir = compose(sceneToTexture, radialToScene(radial));
  return {
    u_canvasToRadial: compose(inverse(radialToScene(radial)), canvasToScene),
    // Where the centre itself goes, as homogeneous as `u_canvasToNir` is.
    u_nirCentre: [radialToNir[6], radialToNir[7], radialToNir[8]].map(value => value / scale),
    u_distortion: [radial.k1, radial.k2],
  };
}

/** Canvas pixels whose centres lie on the scene and in the pane; quarter turns keep the scene's edges upright. */
export function sceneInPane(pane: Pane, scene: SizePx): Rect {
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
