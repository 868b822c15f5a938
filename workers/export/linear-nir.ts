/** The linear NIR of a kept still, read back from its own file, and the files that it leaves as. */
import { decode, encode } from 'fast-png';
import { drawnScaleOf } from '#model/annotation-size.ts';
import { compose, type Homography, inverse, mapPoint, resizing, type SizePx } from '#model/geometry.ts';
import { withResolution } from '#model/png-chunks.ts';
import { ProblemError } from '#model/problem.ts';
import { displayShare } from '#model/shade.ts';
import { notice, type Still } from '#model/still.ts';
import type { LinearScale } from './nir.ts';
import { softwareText } from './pictures.ts';
import { greyToTiff16 } from './tiff.ts';

/** Linear light = `scale.low` + sample / 65535 · (`scale.high` − `scale.low`). `mmPerPx`: of NIR, in the middle of the picture; null: not known. */
export type LinearNir = SizePx & {
  readonly samples: Uint16Array;
  readonly scale: LinearScale;
  readonly mmPerPx: number | null;
  readonly sdMmPerPx: number | null;
};

/** Reads `png` (`nir-linear.png`) of `still`; throws a `ProblemError` where it is not what `still` says. `scene`: the still's. */
export async function readLinearNir(png: Blob, still: Still, scene: SizePx): Promise<LinearNir> {
  const scale = still.nirLinearScale;
  const { width: widthPx, height: heightPx, data, depth, channels } = await decoded(png);
  if (!scale || !(scale.high > scale.low) || depth !== 16 || channels !== 1 || !(data instanceof Uint16Array))
    throw unreadableNir();
  const { scale: mm } = drawnScaleOf(still.inputs);
  const factor = mm && scenePxPerNirPx(still, { scene, nir: { widthPx, heightPx } });
  const mmPerPx = mm && factor ? mm.mmPerPx * factor : null;
  const isKnown = mmPerPx !== null && mmPerPx >= 1e-5 && mmPerPx <= 1e3;
  return {
    widthPx,
    heightPx,
    samples: data,
    scale,
    mmPerPx: isKnown ? mmPerPx : null,
    sdMmPerPx: isKnown && mm && factor ? mm.sdMmPerPx * factor : null,
  };
}

async function decoded(png: Blob): Promise<ReturnType<typeof decode>> {
  const bytes = new Uint8Array(await png.arrayBuffer());
  try {
    return decode(bytes, { checkCrc: true });
  } catch (error) {
    throw unreadableNir(error);
  }
}

/** √ of the area that a NIR pixel in the middle covers in the scene; null where the registration has no inverse there. */
function scenePxPerNirPx(still: Still, { scene, nir }: { scene: SizePx; nir: SizePx }): number | null {
  const h: Homography = compose(resizing(scene, nir), still.inputs.profile.registration);
  try {
    const back = inverse(h);
    const middle = { x: (nir.widthPx - 1) / 2, y: (nir.heightPx - 1) / 2 };
    const at = mapPoint(back, middle);
    const right = mapPoint(back, { ...middle, x: middle.x + 1 });
    const below = mapPoint(back, { ...middle, y: middle.y + 1 });
    const area = (right.x - at.x) * (below.y - at.y) - (right.y - at.y) * (below.x - at.x);
    const factor = Math.sqrt(Math.abs(area));
    return Number.isFinite(factor) && factor > 0 ? factor : null;
  } catch {
    // A profile read from a file may hold any nine numbers; then there is no scale to state.
    return null;
  }
}

const formula = 'low + value / 65535 * (high - low)';

/** One key a line, as ImageJ and Fiji read them: they then show light and millimetres by themselves. `madeWith`: as `madeWithOf` says it. */
export function linearNirToTiff(nir: LinearNir, still: Still, madeWith: string): Blob {
  const { low, high } = nir.scale;
  const { mmPerPx, sdMmPerPx } = nir;
  const { profile } = still.inputs;
  const lines = [
    'ImageJ=1.11a',
    ...(mmPerPx === null ? [] : ['unit=mm']),
    'cf=0',
    `c0=${low}`,
    `c1=${(high - low) / 65_535}`,
    'vunit=share of white',
    'quantity=NIR linear light above dark; 1 is the light that gives white',
    `formula=${formula}`,
    `low=${low}`,
    `high=${high}`,
    `cutPx=${still.nirLinearScale?.cutPx ?? 0}`,
    ...(mmPerPx === null
      ? ['mmPerPx=not known']
      : [`mmPerPx=${mmPerPx}`, `mmPerPxStandardUncertainty=${sdMmPerPx}`, 'mmPerPxAt=middle of the picture']),
    `calibration=${still.measurement.calibration}`,
    `profile=${profile.name}`,
    `profileHash=${still.measurement.profileHash}`,
    `frame=${still.frame.number}`,
    `frameTimestampS=${still.frame.timestampS}`,
    `takenAt=${new Date(still.takenAtS * 1000).toISOString()}`,
    `takenWith=${still.madeWith ?? 'not known'}`,
    `madeWith=${madeWith}`,
    `notice=${notice}`,
  ];
  // A name with a line break in it must not become a key.
  const description = `${lines.map(line => line.replace(/\p{C}/gu, ' ')).join('\n')}\n`;
  const pxPerCm = mmPerPx === null ? null : 10 / mmPerPx;
  return new Blob([greyToTiff16({ ...nir, pxPerCm, description, software: madeWith })], {
    type: 'image/tiff',
  });
}

/** The same samples as in the still's own file, with units and the size of a pixel beside the scale. */
export function linearNirToPng(nir: LinearNir, still: Still, madeWith: string): Blob {
  const { mmPerPx, sdMmPerPx, scale } = nir;
  const png = encode({
    width: nir.widthPx,
    height: nir.heightPx,
    channels: 1,
    depth: 16,
    data: nir.samples,
    text: {
      ...softwareText(madeWith),
      Description: `NIR linear light above dark, as a share of white: ${formula}.`,
      'Linear low': String(scale.low),
      'Linear high': String(scale.high),
      'Linear unit': 'share of white',
      Calibration: still.measurement.calibration,
      'Millimetres a pixel': mmPerPx === null ? 'not known' : `${mmPerPx}, in the middle of the picture`,
      ...(sdMmPerPx === null ? {} : { 'Millimetres a pixel, standard uncertainty': String(sdMmPerPx) }),
    },
  });
  const bytes = mmPerPx === null ? new Uint8Array(png) : withResolution(png, 1000 / mmPerPx);
  return new Blob([bytes], { type: 'image/png' });
}

/** Grey within the display's window and curve, opaque, for looking at. */
export function linearNirToShown(nir: LinearNir, { display }: Still): ImageData {
  const { low, high } = nir.scale;
  const levels = Uint8ClampedArray.from(
    { length: 65_536 },
    (_, value) =>
      255 * displayShare(low + (value / 65_535) * (high - low), { ...display, signed: false }, null),
  );
  const data = new Uint8ClampedArray(nir.samples.length * 4);
  for (const [index, sample] of nir.samples.entries()) {
    data.fill(levels[sample]!, 4 * index, 4 * index + 3);
    data[4 * index + 3] = 255;
  }
  return new ImageData(data, nir.widthPx, nir.heightPx);
}

/** For a still whose feed had no NIR, or whose light could not be corrected. */
export const noNir = () =>
  new ProblemError({
    id: 'still-no-nir',
    severity: 'caution',
    text: 'This still has no linear NIR to export.',
    tip: 'Its feed had no NIR channel, or a field of its profile was missing. Export the PNG instead.',
  });

const unreadableNir = (error?: unknown) =>
  new ProblemError(
    {
      id: 'still-nir-broken',
      severity: 'caution',
      text: 'The linear NIR of this still cannot be read, or does not fit its record.',
      tip: 'Export the PNG instead; nothing was changed.',
    },
    error,
  );
