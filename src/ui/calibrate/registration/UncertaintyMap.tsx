/** How far the registration is known, as a tint over white light. */

import { useLayoutEffect, useRef } from 'react';
import type { PointPair, RegistrationFit } from '#model/calibration.ts';
import { type ExtrapolationMap, extrapolationMap } from '#model/fit/extrapolation.ts';
import type { SizePx } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import type { Placing } from './pane-geometry.ts';

const columns = 64;
const rows = 36;
const fromPx = 0.5;
const redPx = 2;
/** As in tokens.css: caution and stop. */
const amber = [255, 184, 77] as const;
const red = [255, 122, 107] as const;

/** Red, green, blue and opacity, 0 … 255, of one node: amber to red with the uncertainty; outside the points never less than a tint. */
function tintOf(sdPx: number, isOutside: boolean): readonly [number, number, number, number] {
  const share = Math.min(1, Math.max(0, (sdPx - fromPx) / (redPx - fromPx)));
  const mix = (i: 0 | 1 | 2) => Math.round(amber[i] * (1 - share) + red[i] * share);
  const opacity = Math.max(isOutside ? 0.2 : 0, 0.55 * share);
  return [mix(0), mix(1), mix(2), Math.round(255 * opacity)];
}

function draw(canvas: HTMLCanvasElement, map: ExtrapolationMap): void {
  const rgba = new Uint8ClampedArray(map.columns * map.rows * 4);
  map.sdPx.forEach((sdPx, at) => {
    rgba.set(tintOf(sdPx, map.outside[at] === 1), at * 4);
  });
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, map.columns, map.rows), 0, 0);
}

export function UncertaintyMap({
  pairs,
  fit,
  scene,
  placing,
}: {
  readonly pairs: readonly PointPair[];
  readonly fit: RegistrationFit;
  readonly scene: SizePx;
  readonly placing: Placing;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    // A fit of fewer pairs than are marked now has no uncertainty yet.
    if (canvas.current && fit.residuals.length === pairs.length)
      draw(canvas.current, extrapolationMap(pairs, fit, { scene, columns, rows }));
  }, [pairs, fit, scene]);
  // Nodes stand at the centres of the canvas's pixels, and the outermost at the picture's outermost pixels.
  const nodeWidth = ((scene.widthPx - 1) / (columns - 1)) * placing.scale;
  const nodeHeight = ((scene.heightPx - 1) / (rows - 1)) * placing.scale;
  return (
    <>
      <div
        className="uncertainty"
        style={{
          left: placing.left - placing.scale / 2,
          top: placing.top - placing.scale / 2,
          width: scene.widthPx * placing.scale,
          height: scene.heightPx * placing.scale,
        }}
      >
        <canvas
          ref={canvas}
          width={columns}
          height={rows}
          style={{
            left: (placing.scale - nodeWidth) / 2,
            top: (placing.scale - nodeHeight) / 2,
            width: nodeWidth * columns,
            height: nodeHeight * rows,
          }}
        />
      </div>
      <span className="pane-note legend">
        {words('Tinted: outside the points, or less certain than {fromPx} px. Red: {redPx} px and more.', {
          fromPx,
          redPx,
        })}
      </span>
    </>
  );
}
