/**
 * Signs of a measured frame: cheap, from a coarse grid, five times a second; agreement of the channels' edges once a second. Holds two grids
 * and the profiles of the frame before.
 */

import type { Rect } from '#model/geometry.ts';
import { channelRectPx, sceneSize, sceneToSensor } from '#model/layout.ts';
import { radialOf, toSensor } from '#model/mapping.ts';
import type { MeasurementInputs } from '#model/measurement.ts';
import { type MotionReading, movedShape } from '#model/motion.ts';
import { boundsOf, isInside, type Region } from '#model/region.ts';
import { codeLevels } from '#model/transfer.ts';
import type { FrameSigns, RegionSigns } from '#model/watch/frame-signs.ts';
import type { MeasuredFrame } from '../../nir-codes.ts';
import { agreementOf, edgesOf, type Profiles, profilesOf, shiftOf } from './grid-shift.ts';
import { colourSigns, lightSigns, rednessOf, sharpnessOf } from './grid-signs.ts';
import {
  createPixelReader,
  emptyGrid,
  type Grid,
  type PixelReader,
  sampleGrid,
  stepOf,
} from './sample-grid.ts';

/** Seconds between two readings, and between two looks at how the edges agree. */
const everyS = 0.19;
const agreeEveryS = 0.9;
/** Frames farther apart are not compared for motion: what is between them is not known. */
const motionWithinS = 0.3;
/** White light from here up is white. */
const whiteShare = 0.98;
/** Samples of a region, at most. */
const regionSamples = 400;

/** Reads a frame; null: none is due, or the frame has neither channel. */
export type SignsReader = (
  frame: MeasuredFrame,
  inputs: MeasurementInputs,
  motion: MotionReading | null,
) => FrameSigns | null;

export function createSignsReader(): SignsReader {
  const whiteGrid = emptyGrid();
  const nirGrid = emptyGrid();
  let sceneNir = new Float32Array();
  let last: { timestampS: number; profiles: Profiles } | null = null;
  let readS = Number.NEGATIVE_INFINITY;
  let agreedS = Number.NEGATIVE_INFINITY;

  return (frame, inputs, motion) => {
    const { layout, profile } = inputs;
    const sizes = {
      main: frame.main.format,
      ...(frame.second && { second: frame.second.format }),
    };
    const scene = sceneSize(layout, sizes);
    const whiteRect = channelRectPx(layout.white, sizes);
    const nirRect = channelRectPx(layout.nir, sizes);
    const whiteFrame = (layout.white?.stream === 'second' ? frame.second : null) ?? frame.main;
    const nirFrame = (layout.nir?.stream === 'second' ? frame.second : null) ?? frame.main;
    const rect = whiteRect ?? nirRect;
    if (!scene || !rect) return null;
    const { timestampS } = nirRect ? nirFrame : whiteFrame;
    // Time that ran back is a seek, or another feed.
    const isBack = timestampS < readS || (last !== null && timestampS < last.timestampS);
    if (isBack) {
      last = null;
      readS = Number.NEGATIVE_INFINITY;
      agreedS = Number.NEGATIVE_INFINITY;
    }
    const isDue = timestampS - readS >= everyS;
    // Motion needs the frame before the one that is read, too.
    const isNext = timestampS - readS >= everyS - 0.08;
    if (!isDue && !isNext) return null;

    const sceneFrame = whiteRect ? whiteFrame : nirFrame;
    const levels = codeLevels(sceneFrame.format, profile);
    sampleGrid(whiteGrid, sceneFrame, { rect, levels, step: stepOf(rect) });
    const profiles = profilesOf(whiteGrid);
    const before = last;
    last = { timestampS, profiles };
    if (!isDue) return null;
    readS = timestampS;

    const light = lightSigns(whiteGrid, whiteShare);
    const read = createPixelReader(sceneFrame, levels);
    const nir = nirRect && readNir(nirGrid, { frame: nirFrame, rect: nirRect, inputs });
    const isAgreeDue = whiteRect && nirRect && timestampS - agreedS >= agreeEveryS;
    if (isAgreeDue) agreedS = timestampS;
    return {
      frameNumber: frame.main.number,
      timestampS,
      sceneWidthPx: scene.widthPx,
      white: whiteRect && light,
      colour: whiteRect && colourSigns(whiteGrid),
      tissueRedness: whiteRect && rednessOf(whiteGrid),
      sharpness: sharpnessOf(read, whiteGrid, { rect, light }),
      nir,
      speedPxPerS: before && speedOf(before, { timestampS, profiles }, whiteGrid.step),
      agreement: isAgreeDue ? readAgreement(nirRect) : null,
      regions: whiteRect ? inputs.regions.flatMap(region => regionSigns(region, { read, rect, motion })) : [],
    };

    function readAgreement(sensorRect: Rect): FrameSigns['agreement'] {
      const homography = sceneToSensor(layout, sizes, profile.registration);
      if (!homography || !scene) return null;
      const mapping = { homography, radial: radialOf(profile, scene) };
      const { columns, rows, step } = whiteGrid;
      if (sceneNir.length !== columns * rows) sceneNir = new Float32Array(columns * rows);
      const nirRead = createPixelReader(nirFrame, codeLevels(nirFrame.format, profile));
      for (let row = 0, i = 0; row < rows; row++)
        for (let column = 0; column < columns; column++, i++) {
          const at = toSensor(mapping, { x: column * step + (step >> 1), y: row * step + (step >> 1) });
          const x = Math.min(sensorRect.width - 1, Math.max(0, Math.round(at.x)));
          const y = Math.min(sensorRect.height - 1, Math.max(0, Math.round(at.y)));
          nirRead.at(sensorRect.x + x, sensorRect.y + y);
          sceneNir[i] = nirRead.light;
        }
      const found = agreementOf(
        edgesOf(whiteGrid.light, columns, rows),
        edgesOf(sceneNir, columns, rows),
        whiteGrid,
      );
      return found && { dxPx: found.dx * step, dyPx: found.dy * step, gain: found.gain };
    }
  };
}

function readNir(
  grid: Grid,
  { frame, rect, inputs }: { frame: MeasuredFrame['main']; rect: Rect; inputs: MeasurementInputs },
): FrameSigns['nir'] {
  const levels = codeLevels(frame.format, inputs.profile);
  sampleGrid(grid, frame, { rect, levels, step: stepOf(rect) });
  const clipAt = (levels.clipCode - levels.blackCodes) / (levels.whiteCodes - levels.blackCodes);
  return lightSigns(grid, clipAt);
}

function speedOf(
  before: { timestampS: number; profiles: Profiles },
  now: { timestampS: number; profiles: Profiles },
  step: number,
): number | null {
  const apartS = now.timestampS - before.timestampS;
  if (!(apartS > 0 && apartS <= motionWithinS)) return null;
  const dx = shiftOf(before.profiles.across, now.profiles.across);
  const dy = shiftOf(before.profiles.down, now.profiles.down);
  return dx === null || dy === null ? null : (Math.hypot(dx, dy) * step) / apartS;
}

/** Of tumours and backgrounds that lie in the picture. */
function regionSigns(
  { id, role, shape }: Region,
  { read, rect, motion }: { read: PixelReader; rect: Rect; motion: MotionReading | null },
): RegionSigns[] {
  if ((role !== 'tumour' && role !== 'background') || motion?.kind === 'lost') return [];
  const placed = movedShape(shape, motion?.motion ?? null);
  const { x: left, y: top, width, height } = boundsOf(placed);
  const step = Math.max(1, Math.sqrt((width * height) / regionSamples));
  const light: number[] = [];
  const red: number[] = [];
  for (let y = Math.max(0, top); y < Math.min(rect.height, top + height); y += step)
    for (let x = Math.max(0, left); x < Math.min(rect.width, left + width); x += step) {
      if (!isInside(placed, { x, y })) continue;
      read.at(rect.x + Math.floor(x), rect.y + Math.floor(y));
      light.push(read.light);
      red.push(read.red);
    }
  if (light.length === 0) return [];
  const median = (values: number[]): number => Float64Array.from(values).sort()[values.length >> 1]!;
  return [
    {
      id,
      role,
      median: median(light),
      redness: read.hasColour ? median(red) : null,
      brightShare: light.filter(value => value >= whiteShare).length / light.length,
      sizePx: Math.min(width, height),
    },
  ];
}
