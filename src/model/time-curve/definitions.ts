/** What each parameter of a curve is, and the rules by which arrival is found: for the screen, for files, for who asks. */
import type { Definition } from '../figures.ts';
import type { ArrivalRule } from './time-curve.ts';

/** Every number that is read off a curve. Times in seconds, light in linear units above dark. */
export const parameterKeys = [
  'timeRatio',
  'arrival',
  'timeToHalf',
  'timeToMaximum',
  'maximum',
  'slope',
  'slopeNormalised',
  'chord',
  'ingress',
  'egress',
  'egressHalf',
  'area',
  'baseline',
  'baselineSd',
] as const;
export type ParameterKey = (typeof parameterKeys)[number];

const clinicalReview = 'Perfusion parameters: Goncalves 2021, doi:10.3390/life11050433';
const ours = 'Convention of this viewer';

/** `symbol` and `unit` as they stand beside the number. `unit` is empty for a ratio. */
export const curveDefinitions: Readonly<
  Record<ParameterKey, Definition & { readonly symbol: string; readonly unit: string }>
> = {
  baseline: {
    symbol: 'B',
    unit: 'light',
    name: 'Baseline',
    formula: 'mean of I(t) before arrival',
    source: ours,
    note: 'Over at most 30 s, up to where the rise begins less a quarter of its first part. F(t) = I(t) − B.',
  },
  baselineSd: {
    symbol: 'σ_B',
    unit: 'light',
    name: 'Spread of the baseline',
    formula: '√(Σ (I − B)² / n) over the same points',
    source: 'Population SD',
    note: 'Breathing and motion are in it, not only noise. It decides arrival under the rule B + 3σ_B.',
  },
  maximum: {
    symbol: 'F_max',
    unit: 'light',
    name: 'Maximum',
    formula: 'largest F(t)',
    source: clinicalReview,
    note: 'Of two lines or a polynomial fitted round the top (the best by Akaike’s criterion), not of the noisiest point.',
  },
  arrival: {
    symbol: 't₀',
    unit: 's',
    name: 'Arrival',
    formula: 'see the rule',
    source: ours,
    note: 'All other times are counted from here.',
  },
  timeToMaximum: {
    symbol: 'T_max',
    unit: 's',
    name: 'Time to maximum',
    formula: 'from t₀ to the first F(t) = F_max',
    source: clinicalReview,
    note: 'A flat top makes it uncertain; it moves with the rule of arrival.',
  },
  timeToHalf: {
    symbol: 'T½_max',
    unit: 's',
    name: 'Time to half maximum, on the rise',
    formula: 'from t₀ to F(t) = F_max / 2 on the rise',
    source: 'T½max: Son 2019, Surg Endosc 33:1640, doi:10.1007/s00464-018-6439-y',
    note: 'Moves with the rule of arrival.',
  },
  timeRatio: {
    symbol: 'TR',
    unit: '',
    name: 'Time ratio',
    formula: 'T½_max / T_max',
    source: 'Son 2019, Surg Endosc 33:1640, doi:10.1007/s00464-018-6439-y',
    note: 'Published cut-off 0.6 (slow perfusion of the colon above it); not validated here. Distance moves it least.',
  },
  slope: {
    symbol: 'S_max',
    unit: 'light/s',
    name: 'Maximum slope',
    formula: 'largest dF/dt between 10 % and 90 % of F_max on the rise',
    source: clinicalReview,
    note: 'Of a line or polynomial fitted there (the best by Akaike’s criterion).',
  },
  slopeNormalised: {
    symbol: 'S_max / F_max',
    unit: '/s',
    name: 'Normalised maximum slope',
    formula: 'S_max / F_max',
    source: clinicalReview,
    note: 'A change of gain between frames breaks it, as every curve over time.',
  },
  chord: {
    symbol: 'Chord',
    unit: 'light/s',
    name: 'Slope of the chord',
    formula: '0.6 · F_max / (time from 20 % to 80 % of F_max on the rise)',
    source: ours,
    note: 'Moves with distance and gain, as every absolute light.',
  },
  ingress: {
    symbol: 'Ingress',
    unit: 'light/s',
    name: 'Ingress',
    formula: 'F_max / T_max',
    source: `${clinicalReview}; here as a mean rate`,
    note: 'Packages differ: some call F_max itself ingress.',
  },
  egress: {
    symbol: 'Egress',
    unit: 'light/s',
    name: 'Egress',
    formula: '(F_max − F at the end of the curve) / (time from the maximum to the end)',
    source: `${clinicalReview}; here as a mean rate`,
    note: 'Depends on how long the curve was watched.',
  },
  egressHalf: {
    symbol: 'Egress T½',
    unit: 's',
    name: 'Egress to half maximum',
    formula: 'from the maximum to F(t) = F_max / 2 on the fall',
    source: clinicalReview,
    note: 'Only where the curve was watched long enough to fall to half.',
  },
  area: {
    symbol: 'AUC',
    unit: 'light·s',
    name: 'Area under the curve',
    formula: '∫ F dt from t₀ to the end of the curve, by trapezium',
    source: ours,
    note: 'Depends on how long the curve was watched.',
  },
};

/** Name for a menu, and the whole rule for files. */
export const curveRules = {
  'three-sd': {
    name: 'B + 3σ_B',
    words: 't₀ is the time from which F stays above 3σ_B on the way to the maximum.',
  },
  tenth: {
    name: '10 % of F_max',
    words: 't₀ is the time from which F stays above 10 % of F_max on the way to the maximum.',
  },
  tangent: {
    name: 'Steepest tangent',
    words:
      't₀ is where the tangent at the steepest rise meets B. Unlike B + 3σ_B it does not come later with more noise.',
  },
} as const satisfies Record<ArrivalRule, { name: string; words: string }>;

/** What every rule shares. */
export const smoothingInWords =
  'T½max, S_max and the chord are read off a polynomial through the points between 10 % and 90 % of the rise, F_max and T_max off a fit round the top. Other crossings are read between two points of a curve smoothed by local lines: at most 40 % of the 25–75 % rise wide and only as wide as the noise asks (without noise not at all). B, σ_B and AUC are of the points as measured.';
