/**
 * Figures from region statistics: the only place where they are computed, and where they are withheld. Everything is in
 * linear light above dark, signed: a tumour darker than its background, or darker than dark, keeps its sign.
 */
import type { FrameFormat } from './frame.ts';
import type {
  Figure,
  Measurement,
  PairFigures,
  ReferenceFigure,
  RegionStatistics,
  WithheldReason,
} from './measurement.ts';
import type { Profile } from './profile.ts';
import type { RegionRole } from './region.ts';
import { codeRange, darkLinear, signalToLinear } from './transfer.ts';
import { contrastSd, ratioSd } from './uncertainty.ts';

/** What a figure is, for a person who asks and for every file that carries it. */
export type Definition = {
  readonly name: string;
  /** Symbols: µ mean, σ population SD, T tumour, B background; linear light above dark. */
  readonly formula: string;
  /** Where the definition is from; a DOI where there is one. */
  readonly source: string;
  /** What to keep in mind when reading it; may be empty. */
  readonly note: string;
};

type PairSdKey = 'tbrProfileSd' | 'tbrSd' | 'cnrSd';
type PairFigureKey = keyof Omit<PairFigures, 'tumourId' | 'backgroundId' | PairSdKey>;
type StatisticKey = keyof Omit<RegionStatistics, 'id' | 'role' | 'tissue'>;
type FieldKey = 'backgroundLinear' | 'fieldClippedShare';

/** Every key under which a measurement carries a number. */
export type FigureKey = PairFigureKey | PairSdKey | 'percent' | 'ofSpecimen' | StatisticKey | FieldKey;

const convention = 'Convention of this viewer';
const percentiles = 'Nearest-rank percentile, without interpolation';

export const definitions: Readonly<Record<FigureKey, Definition>> = {
  tbr: {
    name: 'Tumour-to-background ratio (TBR)',
    formula: 'µ_T / µ_B',
    source: 'Ratio of means; dependence on the background: Hoogstins 2019, doi:10.1007/s11307-018-1220-0',
    note: 'Also called SBR. Never the mean of ratios. The choice of background alone can move it fivefold.',
  },
  tbrProfileSd: {
    name: 'Uncertainty of TBR from the calibration',
    formula: '√(Σ (change of TBR by one standard uncertainty of each step)²)',
    source: 'GUM (JCGM 100:2008) §5.1.2, uncorrelated inputs',
    note: 'Only what the profile is unsure of; the noise of the pixels is not in it.',
  },
  tbrSd: {
    name: 'Uncertainty of TBR from noise',
    formula: '√(u(µ_T)² + TBR² · u(µ_B)²) / |µ_B|',
    source: 'Delta method on a ratio of independent means; GUM (JCGM 100:2008) §5.1.2',
    note: 'One standard uncertainty, from the scatter of the pixels and rounding to codes; widened where there are few independent pixels. What the calibration is unsure of is shown apart.',
  },
  cnrSd: {
    name: 'Uncertainty of CNR from noise',
    formula: '√(u(µ_T)² + u(µ_B)² + CNR² · u(σ_B)²) / σ_B',
    source: 'Delta method; u(σ_B) = σ_B / √(2 (n_σ − 1)) of normal noise, n_σ = n / Σ ρ²',
    note: 'One standard uncertainty, from the scatter of the pixels alone; the calibration is not in it.',
  },
  cnr: {
    name: 'Contrast-to-noise ratio (CNR)',
    formula: '(µ_T − µ_B) / σ_B',
    source: 'AAPM TG-311, doi:10.1002/mp.16849',
    note: 'The limit of detection is the lowest signal with CNR ≥ 3.',
  },
  cnrTwoSigma: {
    name: 'CNR, two-σ',
    formula: '(µ_T − µ_B) / √(σ_T² + σ_B²)',
    source: 'Variant of CNR with the spread of both regions',
    note: 'Not comparable with CNR over σ_B alone.',
  },
  snr: {
    name: 'Signal-to-noise ratio (SNR), µ_T / σ_B',
    formula: 'µ_T / σ_B',
    source: 'Signal of the tumour over the spread of the background; definitions conflict in the literature',
    note: 'Name the variant wherever the number is quoted.',
  },
  weber: {
    name: 'Weber contrast',
    formula: '(µ_T − µ_B) / µ_B = TBR − 1',
    source: 'Weber fraction',
    note: 'Negative where the tumour is darker than its background.',
  },
  michelson: {
    name: 'Michelson contrast',
    formula: '(µ_T − µ_B) / (µ_T + µ_B) = (TBR − 1) / (TBR + 1)',
    source: 'Michelson, visibility of fringes',
    note: 'Between −1 and 1 while both means are positive.',
  },
  percent: {
    name: '% of reference',
    formula: '100 · µ / µ_reference',
    source: 'Habit of commercial packages; how far they differ: Nijssen 2024, doi:10.1007/s00464-024-10794-y',
    note: 'Relative to a region chosen by hand; not comparable between patients.',
  },
  ofSpecimen: {
    name: '% of specimen maximum',
    formula: '100 · µ / peak of the first edge region',
    source: 'Rule of ≥ 77 %: Gong 2023, doi:10.3390/cancers15030582',
    note: 'The maximum is the largest mean over 3 × 3 pixels inside the edge. Withheld when any pixel in there is clipped.',
  },
  specularShare: {
    name: 'Highlights',
    formula:
      'pixels within the set distance of white light at the set limit / pixels inside and not in a leak',
    source: 'Specular reflection, doi:10.3390/diagnostics12081990',
    note: 'Left out of the statistics, and not counted as clipped.',
  },
  peak: {
    name: 'Peak (3 × 3)',
    formula: 'largest mean over 3 × 3 neighbouring pixels, all nine valid',
    source: convention,
    note: 'Noise lifts it: of many equal pixels the largest is above their mean.',
  },
  effectiveN: {
    name: 'Independent pixels',
    formula: 'n_independent = n / Σ ρ, over all lags',
    source: 'Variance of the mean of correlated values: Bayley & Hammersley 1946, doi:10.2307/2983560',
    note: 'Neighbouring pixels share noise; ρ is their correlation in this frame, followed up to 10 pixels. Texture and shading of the tissue count as noise. 1 where all pixels are equal.',
  },
  meanSd: {
    name: 'Uncertainty of the mean',
    formula: '√((w · σ / √(n_independent − 1))² + u_rounding²), w = t(95 %) / 1.96',
    source: 'GUM (JCGM 100:2008) §4.2.3, G.3 (t of few pixels), F.2.2.1 (rounding to codes)',
    note: 'From the scatter of the pixels, texture of the tissue included. Not given for fewer than 9 pixels.',
  },
  n: {
    name: 'Pixels (n)',
    formula:
      'number of valid pixels: centre inside the region, not clipped, not in a leak, not in a highlight',
    source: convention,
    note: 'Counted in pixels of the NIR sensor, whatever the zoom.',
  },
  mean: {
    name: 'Mean (µ)',
    formula: 'Σ x / n',
    source: convention,
    note: 'Linear light above dark; 1 is the light that gives white.',
  },
  sd: {
    name: 'SD (σ)',
    formula: '√(Σ (x − µ)² / n)',
    source: 'Population SD',
    note: 'Texture and shading of the tissue are in it, not only the camera’s noise.',
  },
  median: {
    name: 'Median',
    formula: 'smallest value that at least 50 % of the pixels do not exceed',
    source: percentiles,
    note: 'A few very bright pixels move it less than the mean. TBR is made of means.',
  },
  p5: {
    name: '5th percentile',
    formula: 'smallest value that at least 5 % of the pixels do not exceed',
    source: percentiles,
    note: 'Of few pixels it is close to the minimum, and as noisy.',
  },
  p95: {
    name: '95th percentile',
    formula: 'smallest value that at least 95 % of the pixels do not exceed',
    source: percentiles,
    note: 'Clipped pixels are left out, so clipping lowers it.',
  },
  min: {
    name: 'Minimum',
    formula: 'smallest value of a valid pixel',
    source: convention,
    note: 'Of one pixel: noise lowers it, the more the larger the region.',
  },
  max: {
    name: 'Maximum',
    formula: 'largest value of a valid pixel',
    source: convention,
    note: 'Clipped pixels are not valid, so this stays below the clipping limit.',
  },
  clippedShare: {
    name: 'Clipped',
    formula: 'pixels at or above the clipping code / pixels inside and not in a leak',
    source: convention,
    note: 'Clipping pulls TBR towards 1; above the limit of the profile the figures are withheld.',
  },
  crushedShare: {
    name: 'Crushed',
    formula: 'pixels at or below the black code / pixels inside and not in a leak',
    source: convention,
    note: 'They stay in the statistics: noise about black is signal.',
  },
  outsideShare: {
    name: 'Outside',
    formula: 'pixels of the region beyond the sensor / pixels of the region',
    source: convention,
    note: 'These pixels are not measured: the figures are of the rest of the region.',
  },
  meanCodes: {
    name: 'Mean in codes',
    formula: 'Σ code / n over the same valid pixels',
    source: convention,
    note: 'As the camera sent them: no curve undone, no dark subtracted.',
  },
  backgroundLinear: {
    name: 'Background of the iso-lines',
    formula: 'µ of the first background that is neither clipped, empty nor under the noise floor',
    source: convention,
    note: 'A threshold line lies where linear light is its TBR times this.',
  },
  fieldClippedShare: {
    name: 'Clipped, whole field',
    formula: 'sampled pixels at or above the clipping code / sampled pixels',
    source: convention,
    note: 'Sampled on a grid of at most every fourth pixel each way.',
  },
};

/** `definitions` as one line of text each, for files. */
export const definitionsInWords: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(definitions).map(([key, { name, formula, source, note }]) => [
    key,
    `${name} = ${formula}. ${source}.${note && ` ${note}`}`,
  ]),
);

/** What decides whether a number is given. Limits come from the profile and the frame's format. */
type FigureRules = {
  readonly clippedLimitShare: number;
  /** A background at or below this, in linear light above dark, is under the noise floor. */
  readonly noiseFloorLinear: number;
  readonly referenceId: string | null;
};

/** `profile.noiseFloorCodes` as a step in linear light, taken at dark, where such a background lies. */
export function noiseFloorLinear(format: FrameFormat, profile: Profile): number {
  const { blackCodes, whiteCodes } = codeRange(format, profile);
  const floorCodes = (profile.darkCodes ?? blackCodes) + profile.noiseFloorCodes;
  const signal = (floorCodes - blackCodes) / (whiteCodes - blackCodes);
  return signalToLinear(signal, profile.transfer) - darkLinear(format, profile);
}

/** Region statistics that a figure may be made of: mean and SD are there. */
type Trusted = RegionStatistics & { readonly mean: number; readonly sd: number };
type Withheld = Extract<Figure, { readonly withheld: WithheldReason }>;

const withheld = (reason: WithheldReason, detail: string): Withheld => ({ withheld: reason, detail });

/** A share in per cent with as many digits as it takes to stand apart from `limit`. */
function percentOver(share: number, limit: number): string {
  const digits = [1, 2, 3].find(d => Number((100 * share).toFixed(d)) > 100 * limit);
  return (100 * share).toFixed(digits ?? 4);
}

function trust(region: RegionStatistics, limit: number): Trusted | Withheld {
  if (region.clippedShare > limit) {
    const detail = `${region.id} clipped ${percentOver(region.clippedShare, limit)} % > ${Number((100 * limit).toPrecision(3))} %`;
    return withheld('clipped', detail);
  }
  const { mean, sd } = region;
  if (region.n === 0 || mean === null || sd === null)
    return withheld(
      'no-pixels',
      `${region.id} ${region.specularShare > 0.5 ? 'lies in highlights' : 'has no valid pixel'}`,
    );
  return { ...region, mean, sd };
}

function trustBackground(region: RegionStatistics, rules: FigureRules): Trusted | Withheld {
  const trusted = trust(region, rules.clippedLimitShare);
  if ('withheld' in trusted || trusted.mean > rules.noiseFloorLinear) return trusted;
  return withheld(
    'under-noise-floor',
    `${region.id} mean ${trusted.mean.toPrecision(2)} ≤ noise floor ${rules.noiseFloorLinear.toPrecision(2)}`,
  );
}

const ratio = (over: number, under: number, otherwise: Withheld): Figure =>
  under === 0 || !Number.isFinite(over / under) ? otherwise : { value: over / under };

const samePair = (figure: Figure): Record<PairFigureKey, Figure> & Record<PairSdKey, null> => ({
  tbr: figure,
  tbrProfileSd: null,
  tbrSd: null,
  cnr: figure,
  cnrSd: null,
  cnrTwoSigma: figure,
  snr: figure,
  weber: figure,
  michelson: figure,
});

function pairFigures(
  tumour: RegionStatistics,
  background: RegionStatistics,
  { rules, uncertainties }: { rules: FigureRules; uncertainties: ReadonlyMap<string, RegionUncertainty> },
): PairFigures {
  const ids = { tumourId: tumour.id, backgroundId: background.id };
  const t = trust(tumour, rules.clippedLimitShare);
  if ('withheld' in t) return { ...ids, ...samePair(t) };
  const b = trustBackground(background, rules);
  if ('withheld' in b) return { ...ids, ...samePair(b) };
  const difference = t.mean - b.mean;
  const noSpread = withheld('no-spread', `${b.id} has no spread: all its pixels are equal`);
  const noSpreads = withheld('no-spread', `${t.id} and ${b.id} have no spread`);
  const noSum = withheld('under-noise-floor', `${t.id} and ${b.id} add up to 0`);
  const tbr = t.mean / b.mean;
  const cnr = ratio(difference, b.sd, noSpread);
  const noise = noiseSds(t, b, uncertainties);
  return {
    ...ids,
    tbr: { value: tbr },
    tbrProfileSd: profileSd({ tbr, background: b.mean }, uncertainties.get(t.id), uncertainties.get(b.id)),
    ...noise,
    cnrSd: 'withheld' in cnr ? null : noise.cnrSd,
    cnr,
    cnrTwoSigma: ratio(difference, Math.sqrt(t.sd * t.sd + b.sd * b.sd), noSpreads),
    snr: ratio(t.mean, b.sd, noSpread),
    weber: { value: tbr - 1 },
    michelson: ratio(difference, t.mean + b.mean, noSum),
  };
}

/** What noise of the pixels does to TBR and CNR. Null: of a region too small to tell. */
function noiseSds(
  tumour: Trusted,
  background: Trusted,
  uncertainties: ReadonlyMap<string, RegionUncertainty>,
): Pick<PairFigures, 'tbrSd' | 'cnrSd'> {
  const ofTumour = uncertainties.get(tumour.id)?.noise;
  const ofBackground = uncertainties.get(background.id)?.noise;
  if (!ofTumour || !ofBackground || tumour.meanSd === null || background.meanSd === null)
    return { tbrSd: null, cnrSd: null };
  const t = { ...ofTumour, mean: tumour.mean, meanSd: tumour.meanSd };
  const b = { ...ofBackground, mean: background.mean, meanSd: background.meanSd, sd: background.sd };
  return { tbrSd: finite(ratioSd(t, b)), cnrSd: finite(contrastSd(t, b)) };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function referenceFigure(
  region: RegionStatistics,
  reference: RegionStatistics | undefined,
  rules: FigureRules,
): Figure {
  if (!reference)
    return withheld(
      'no-reference',
      rules.referenceId === null ? 'no reference chosen' : `${rules.referenceId} is not there`,
    );
  const r = trust(region, rules.clippedLimitShare);
  if ('withheld' in r) return r;
  const whole = trustBackground(reference, rules);
  return 'withheld' in whole ? whole : { value: (100 * r.mean) / whole.mean };
}

/**
 * Changes of a region's mean, in linear light, each by one standard uncertainty of one thing that the profile is unsure of.
 * Every region of a frame has the same list, in the same order.
 */
export type MeanShifts = {
  /** What is the same for the whole picture (dark, exponent): both regions of a pair move together. */
  readonly together: readonly number[];
  /** What each region has on its own (residual of the curve, flat field). */
  readonly apart: readonly number[];
};

/** How well the noise of a region is known: `freedom`, degrees of freedom of its `meanSd`; the SD's own uncertainty, and its freedom. */
export type NoiseOfRegion = {
  readonly freedom: number;
  readonly sdSd: number;
  readonly sdFreedom: number;
};

/** What is unsure about a region besides its statistics. */
export type RegionUncertainty = {
  /** Null: the profile states no uncertainty. */
  readonly shifts: MeanShifts | null;
  /** Null: too few pixels to tell. */
  readonly noise: NoiseOfRegion | null;
};

/**
 * One standard uncertainty of TBR = T / B from the profile: dTBR = (dT − TBR · dB) / B, and the root of the sum of squares over
 * what is independent: GUM (JCGM 100:2008) §5.1.2, equation 10.
 */
function profileSd(
  { tbr, background }: { tbr: number; background: number },
  tumour: RegionUncertainty | undefined,
  ofBackground: RegionUncertainty | undefined,
): number | null {
  const t = tumour?.shifts;
  const b = ofBackground?.shifts;
  if (!t || !b) return null;
  const changes = [
    ...t.together.map((dT, i) => dT - tbr * b.together[i]!),
    ...t.apart.flatMap((dT, i) => [dT, tbr * b.apart[i]!]),
  ];
  return finite(Math.hypot(...changes) / background);
}

/** % of the specimen's maximum, which is the peak of the first edge region. */
function specimenFigure(
  region: RegionStatistics,
  specimen: RegionStatistics | undefined,
  rules: FigureRules,
): Figure {
  if (!specimen) return withheld('no-reference', 'no edge: draw the specimen');
  const r = trust(region, rules.clippedLimitShare);
  if ('withheld' in r) return r;
  const { id, clippedShare, peak } = specimen;
  if (clippedShare > 0)
    return withheld('clipped', `${id} clipped ${percentOver(clippedShare, 0)} %: its maximum is unknown`);
  if (peak === null) return withheld('no-pixels', `${id} has no 3 × 3 valid pixels`);
  if (peak <= rules.noiseFloorLinear)
    return withheld(
      'under-noise-floor',
      `${id} peak ${peak.toPrecision(2)} ≤ noise floor ${rules.noiseFloorLinear.toPrecision(2)}`,
    );
  return { value: (100 * r.mean) / peak };
}

/** The parts of a measurement that follow from its regions' statistics. */
type Figures = Pick<Measurement, 'pairs' | 'references' | 'backgroundLinear'>;

const outlines: readonly RegionRole[] = ['leak', 'edge', 'cavity'];

/**
 * Every tumour against every background, in the order of `regions`. There is always at least one pair: where tumour or
 * background is missing its id is empty and the figures say so. Tumours and backgrounds are given in per cent of the reference and of
 * the specimen; the reference itself only where there is a specimen. `uncertainties` by region.
 */
export function figuresOf(
  regions: readonly RegionStatistics[],
  rules: FigureRules,
  uncertainties: ReadonlyMap<string, RegionUncertainty> = new Map(),
): Figures {
  const tumours = regions.filter(r => r.role === 'tumour');
  const backgrounds = regions.filter(r => r.role === 'background');
  const reference = regions.find(r => r.id === rules.referenceId && r.role !== 'leak');
  const specimen = regions.find(r => r.role === 'edge');
  const noTumour = samePair(withheld('no-tumour', 'no tumour region'));
  const noBackground = samePair(withheld('no-background', 'no background region'));
  const pairs =
    tumours.length === 0
      ? [{ tumourId: '', backgroundId: backgrounds[0]?.id ?? '', ...noTumour }]
      : backgrounds.length === 0
        ? tumours.map(t => ({ tumourId: t.id, backgroundId: '', ...noBackground }))
        : tumours.flatMap(t => backgrounds.map(b => pairFigures(t, b, { rules, uncertainties })));
  const references: ReferenceFigure[] = regions
    .filter(r => !outlines.includes(r.role) && (specimen || r.id !== reference?.id))
    .map(r => ({
      id: r.id,
      percent: referenceFigure(r, reference, rules),
      ofSpecimen: specimenFigure(r, specimen, rules),
    }));
  const trusted = backgrounds.map(b => trustBackground(b, rules)).find(b => !('withheld' in b));
  return { pairs, references, backgroundLinear: trusted && 'mean' in trusted ? trusted.mean : null };
}

/** Nothing of `measurement` that could be read as a number of tissue is left: figures say why, regions keep their shares alone. */
export function withholdAll(measurement: Measurement, reason: WithheldReason, detail: string): Measurement {
  const unread = {
    mean: null,
    sd: null,
    median: null,
    p5: null,
    p95: null,
    min: null,
    max: null,
    meanCodes: null,
    peak: null,
    effectiveN: null,
    meanSd: null,
  };
  return {
    ...withhold(measurement, reason, detail),
    regions: measurement.regions.map(region => ({ ...region, ...unread })),
  };
}

/** `measurement` with every figure withheld for `reason` and no background for the lines; its statistics stay. */
export function withhold(measurement: Measurement, reason: WithheldReason, detail: string): Measurement {
  const figure = withheld(reason, detail);
  return {
    ...measurement,
    pairs: measurement.pairs.map(pair => ({ ...pair, ...samePair(figure) })),
    references: measurement.references.map(({ id }) => ({ id, percent: figure, ofSpecimen: figure })),
    backgroundLinear: null,
  };
}
