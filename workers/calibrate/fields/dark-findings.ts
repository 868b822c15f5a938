/** What is wrong with a dark reading, in words. */
import type { Finding } from '#model/calibration.ts';
import type { CodeLevels } from '#model/transfer.ts';
import { type Averaged, noiseOfPixel } from './averages.ts';
import type { Cells } from './cells.ts';
import type { Plane } from './planes.ts';
import type { Steadiness } from './steadiness.ts';

export type DarkFacts = {
  readonly averaged: Averaged;
  readonly levels: CodeLevels;
  readonly darkCodes: number;
  /** Of the mean code. */
  readonly level: Steadiness;
  readonly noiseCodes: number;
  readonly structureCodes: number;
  readonly hasField: boolean;
  /** Every frame is the same, although it is not even. */
  readonly isFrozen: boolean;
  /** Pixels at the code where the camera cuts. */
  readonly cutShare: number;
  /** Mean picture in codes, and its cells. */
  readonly mean: Plane;
  readonly cells: Cells;
};

/** Limits, as shares of the way from black to white. A dark further up than `level` is a lit picture. */
const limits = {
  level: 0.25,
  highLevel: 0.12,
  /** Between a place that is brighter than 98 % of the others and the middle one. */
  places: 0.03,
  unevenPlaces: 0.01,
  /** A spot is this far above the middle; hot pixels are, too, but few. */
  spot: 0.1,
  spotShare: 0.003,
  change: 0.004,
} as const;

export function darkFindings(facts: DarkFacts): readonly Finding[] {
  const lit = litOf(facts);
  const others = [changeOf(facts), cutOf(facts), stillOf(facts), structureOf(facts)].flat();
  const all = [...lit, ...others];
  if (all.some(({ severity }) => severity === 'stop'))
    return all.filter(({ severity }) => severity !== 'good');
  return all.some(({ severity }) => severity !== 'good') ? all : [...all, goodOf(facts)];
}

function litOf({ levels, darkCodes, cells, mean }: DarkFacts): Finding[] {
  const { blackCodes, whiteCodes } = levels;
  const way = whiteCodes - blackCodes;
  const height = (darkCodes - blackCodes) / way;
  const places = cells.values.toSorted();
  const middle = places[places.length >> 1]!;
  const brightest = places[Math.floor(0.98 * (places.length - 1))]!;
  const darkest = places[Math.floor(0.02 * (places.length - 1))]!;
  const spread = (brightest - darkest) / way;
  let spots = 0;
  for (const code of mean) if (code > middle + limits.spot * way) spots++;
  const percent = Math.round(100 * height);
  if (height > limits.level)
    return [
      stop(
        'dark-light-on',
        `The picture is too bright for a dark one: it lies ${percent} % of the way from black to white. Switch off the light, put the cap on, and read again.`,
      ),
    ];
  if (spread > limits.places || spots / mean.length > limits.spotShare)
    return [
      stop(
        'dark-light-on',
        'Parts of the picture are brighter than others: light falls on the camera. Switch off the light, put the cap on, and read again.',
      ),
    ];
  const found: Finding[] = [];
  if (height > limits.highLevel)
    found.push(
      caution(
        'dark-high',
        `Dark lies ${percent} % of the way from black to white. If the cap is on, the black level is set very high; if not, light falls in: cover the camera and read again.`,
      ),
    );
  if (spread > limits.unevenPlaces)
    found.push(
      caution(
        'dark-uneven',
        'Dark is brighter in one part of the picture. If it stays so with the cap on, it is the camera’s own and will be subtracted; if not, light leaks in: cover it better.',
      ),
    );
  return found;
}

function changeOf({ level, levels, averaged }: DarkFacts): Finding[] {
  const way = levels.whiteCodes - levels.blackCodes;
  if (level.isSignificant && level.change > limits.change * way)
    return [
      stop(
        'dark-changing',
        `The level changed by ${level.change.toPrecision(2)} codes during the reading. Lock the camera’s gain and exposure, let it warm up, see that no light falls in, and read again.`,
      ),
    ];
  // Where the camera hunts for gain in the dark, noise grows and shrinks though the level stays.
  const { noiseCodes } = averaged;
  const quarters = Array.from({ length: 4 }, (_, i) =>
    noiseOfPixel(noiseCodes.slice((i * noiseCodes.length) >> 2, ((i + 1) * noiseCodes.length) >> 2)),
  );
  const quietest = Math.min(...quarters);
  if (noiseCodes.length >= 8 && quietest > 0.1 && Math.max(...quarters) > 1.15 * quietest)
    return [
      caution(
        'dark-gain-changing',
        'The noise changed during the reading, as if the camera changed its gain. Lock its gain and exposure and read again.',
      ),
    ];
  return [];
}

function cutOf({ cutShare }: DarkFacts): Finding[] {
  if (cutShare < 0.05) return [];
  return [
    caution(
      'dark-cut-off',
      `Black is cut off: ${Math.round(100 * cutShare)} % of the pixels lie at the lowest code, which hides how dark dark is, and weak signals read too low. Raise the camera’s pedestal (black level), or set the recorder’s range to fit the camera’s, and read again.`,
    ),
  ];
}

function stillOf({ isFrozen }: DarkFacts): Finding[] {
  if (!isFrozen) return [];
  return [
    caution(
      'dark-one-picture',
      'Every frame is the same picture, so its noise cannot be told from the camera’s own structure: only the mean is used. Read from the live camera.',
    ),
  ];
}

function structureOf({ hasField, structureCodes }: DarkFacts): Finding[] {
  if (!hasField) return [];
  return [
    good(
      'dark-structure',
      `Dark differs from pixel to pixel by ${structureCodes.toPrecision(2)} codes (standard deviation); it is subtracted pixel by pixel.`,
    ),
  ];
}

const goodOf = ({ darkCodes, noiseCodes }: DarkFacts): Finding =>
  good(
    'dark-steady',
    `Dark is steady: code ${darkCodes.toFixed(1)}, noise of one pixel ${noiseCodes.toFixed(1)} codes.`,
  );

const stop = (id: string, words: string): Finding => ({ severity: 'stop', id, words });
const caution = (id: string, words: string): Finding => ({ severity: 'caution', id, words });
const good = (id: string, words: string): Finding => ({ severity: 'good', id, words });
