/** What every figure of a frame is made from. */
import type { AnalysisSettings, NotGiven } from '#model/analysis.ts';
import { notGiven } from '#model/analysis.ts';
import type { Measurement, RegionStatistics } from '#model/measurement.ts';
import type { Region, RegionRole, Shape } from '#model/region.ts';
import type { Sensor } from '../sensor.ts';
import type { Kernels } from './kernels.ts';
import type { Scale } from './lengths.ts';
import type { LightPicture } from './picture.ts';
import type { RegionPlaces } from './region-places.ts';

export type AnalysedFrame = {
  readonly sensor: Sensor;
  readonly picture: LightPicture;
  readonly kernels: Kernels;
  readonly places: RegionPlaces;
  /** Of this very frame. */
  readonly measurement: Measurement;
  /** Where they lie in this frame, tissue followed. */
  readonly regions: readonly Region[];
  readonly settings: AnalysisSettings;
  readonly scale: Scale;
  /** Above this share of clipped pixels nothing is said of a region. */
  readonly clippedLimitShare: number;
  /** Standard uncertainty of where NIR lies on white light, in scene pixels. */
  readonly registrationPx: number;
};

/** The first region of a role: the one that counts where there can be only one. */
export const firstOf = ({ regions }: Pick<AnalysedFrame, 'regions'>, role: RegionRole): Region | null =>
  regions.find(region => region.role === role) ?? null;

export const leaksOf = ({ regions }: Pick<AnalysedFrame, 'regions'>): readonly Shape[] =>
  regions.filter(({ role }) => role === 'leak').map(({ shape }) => shape);

/** What was measured of a region; null: it was not. */
export const statisticsFor = ({ measurement }: AnalysedFrame, id: string): RegionStatistics | null =>
  measurement.regions.find(region => region.id === id) ?? null;

/** The background that lines and thresholds are multiples of. */
export const trustedBackground = ({ measurement }: AnalysedFrame): RegionStatistics | null =>
  measurement.regions.find(
    ({ role, mean }) => role === 'background' && mean !== null && mean === measurement.backgroundLinear,
  ) ?? null;

/** That there is no background to compare with, and why. */
export function noBackground({ measurement, regions }: AnalysedFrame): NotGiven {
  if (!regions.some(({ role }) => role === 'background'))
    return notGiven('no-background', 'no background region');
  const tbr = measurement.pairs[0]?.tbr;
  const why = tbr && 'withheld' in tbr && tbr.withheld !== 'no-tumour' ? `: ${tbr.detail}` : '';
  return notGiven('no-background', `no background can be trusted${why}`);
}

/** Why a clipped region says nothing; null where it may speak. */
export function tooClipped(
  { clippedLimitShare }: Pick<AnalysedFrame, 'clippedLimitShare'>,
  name: string,
  clippedShare: number,
): NotGiven | null {
  if (clippedShare <= clippedLimitShare) return null;
  const percent = Number((100 * clippedShare).toPrecision(3));
  return notGiven(
    'clipped',
    `${name} clipped ${percent} % > ${Number((100 * clippedLimitShare).toPrecision(3))} %`,
  );
}
