/** The numbers of a report that have a history, each with its name, unit and definition. */
import {
  type CheckFigure,
  type CheckPartName,
  type CheckParts,
  type CheckReport,
  checkPartNames,
  isChecked,
  type UniformityResult,
} from '../check.ts';

type Given<Name extends CheckPartName> = Exclude<
  NonNullable<CheckParts[Name]>['result'],
  { withheld: string }
>;
type Figure = Pick<CheckFigure, 'id' | 'name' | 'unit' | 'value' | 'sd' | 'definition'>;

/** Every number of the report that has a history, in the parts' order. What is withheld is not there. */
export function checkFigures(report: CheckReport): readonly CheckFigure[] {
  return checkPartNames.flatMap(part => {
    const how = madeHow(report.parts, part);
    return figuresOf(report.parts, part).map(figure => ({ ...figure, part, madeHow: how }));
  });
}

/** In what two figures must agree to be compared: target, averaging, unit and corrections. */
function madeHow(parts: CheckParts, name: CheckPartName): string {
  const part = parts[name];
  if (!part) return '';
  const { conditions, result } = part;
  const target = isChecked<object>(result) && 'targetId' in result ? [`target ${result.targetId}`] : [];
  return conditions ? [...target, conditionsInWords(conditions)].join(', ') : target.join(', ');
}

/** "16 frames averaged, linear light above dark, flat field divided". */
export function conditionsInWords(
  conditions: NonNullable<NonNullable<CheckParts['uniformity']>['conditions']>,
): string {
  const { frames, unit, isDarkSubtracted, isFlatFielded } = conditions;
  return [
    frames === 1 ? '1 frame' : `${frames} frames averaged`,
    unit === 'codes' ? 'codes (curve not known)' : 'linear light (1 is white)',
    isDarkSubtracted ? 'dark subtracted' : 'dark not subtracted',
    isFlatFielded ? 'flat field divided' : 'no flat field',
  ].join(', ');
}

function figuresOf(parts: CheckParts, name: CheckPartName): Figure[] {
  switch (name) {
    case 'concentration':
      return of(parts.concentration?.result, concentrationFigures);
    case 'depth':
      return of(parts.depth?.result, depthFigures);
    case 'uniformity':
      return of(parts.uniformity?.result, uniformityFigures);
    case 'resolution':
      return of(parts.resolution?.result, resolutionFigures);
    case 'dark':
      return of(parts.dark?.result, darkFigures);
    case 'stability':
      return of(parts.stability?.result, stabilityFigures);
  }
}

const of = <T extends object>(
  result: T | { withheld: string; detail: string } | undefined,
  figures: (given: T) => Figure[],
): Figure[] => (result === undefined || 'withheld' in result ? [] : figures(result));

function concentrationFigures({ fit, limit, unit, points, control }: Given<'concentration'>): Figure[] {
  const figures: Figure[] = [];
  if (isChecked(fit)) {
    figures.push({
      id: 'concentration.exponent',
      name: 'Exponent',
      unit: '',
      ...fit.exponent,
      definition:
        'slope of ln(mean − control) on ln(concentration), least squares over wells with CNR ≥ 3; 1 is linear',
    });
    figures.push({
      id: 'concentration.r-squared',
      name: 'R²',
      unit: '',
      value: fit.rSquared,
      sd: null,
      definition: 'of the same line, in logarithms',
    });
  }
  if (isChecked(limit))
    figures.push({
      id: 'concentration.limit',
      name: 'Lowest detected',
      unit,
      value: limit.value,
      sd: null,
      definition: 'lowest concentration with (mean − control) / SD of the control ≥ 3, all above it too',
    });
  const strongest = points.find(({ isFitted }) => isFitted);
  if (strongest)
    figures.push({
      id: `concentration.net-${strongest.value}`,
      name: `Net signal at ${strongest.value} ${unit}`,
      unit: '',
      value: strongest.net,
      sd: null,
      definition: 'mean of the well − mean of the control, centred disc of half the well’s diameter',
    });
  figures.push({
    id: 'concentration.control-sd',
    name: 'SD of the control',
    unit: '',
    value: control.sd,
    sd: null,
    definition: 'population SD in the centred disc of half the well’s diameter',
  });
  return figures;
}

function depthFigures({ fit, limitMm }: Given<'depth'>): Figure[] {
  const figures: Figure[] = [];
  if (isChecked(fit))
    figures.push({
      id: 'depth.attenuation',
      name: 'Attenuation',
      unit: '/mm',
      ...fit.attenuationPerMm,
      definition: '−slope of ln(mean − control) on depth, least squares over wells with CNR ≥ 3',
    });
  if (isChecked(limitMm))
    figures.push({
      id: 'depth.limit',
      name: limitMm.isBeyond ? 'Depth at CNR 3 (beyond the wells)' : 'Depth at CNR 3',
      unit: 'mm',
      value: limitMm.value,
      sd: limitMm.sd,
      definition: 'where that line passes three SD of the control',
    });
  return figures;
}

const uniformityFigures = (result: UniformityResult): Figure[] =>
  ([60, 80, 90, 95] as const).map(limit => ({
    id: `uniformity.above-${limit}`,
    name: `Field above ${limit} %`,
    unit: '%',
    value: 100 * result[`above${limit}`],
    sd: null,
    definition: `share of 5 × 5 means above ${limit} % of their 99.5th percentile`,
  }));

function resolutionFigures({ limitLinePairsPerMm, finest }: Given<'resolution'>): Figure[] {
  const figures: Figure[] = [];
  if (isChecked(limitLinePairsPerMm))
    figures.push({
      id: 'resolution.limit',
      name: 'Resolution limit',
      unit: 'lp/mm',
      ...limitLinePairsPerMm,
      definition:
        'where 100 · (peak − trough) / (peak + trough) passes 26.4 % (Rayleigh), between two groups',
    });
  if (isChecked(finest))
    figures.push({
      id: 'resolution.finest',
      name: 'Finest group told apart',
      unit: 'lp/mm',
      value: finest.linePairsPerMm,
      sd: null,
      definition: 'the last group before the first that does not reach 26.4 %',
    });
  return figures;
}

const darkFigures = ({ meanCodes, temporalSdCodes, fixedPatternSdCodes }: Given<'dark'>): Figure[] => [
  {
    id: 'dark.mean',
    name: 'Dark',
    unit: 'codes',
    ...meanCodes,
    definition: 'mean with the lens capped',
  },
  {
    id: 'dark.temporal-sd',
    name: 'Noise of a pixel',
    unit: 'codes',
    value: temporalSdCodes,
    sd: null,
    definition: 'SD from frame to frame, root mean square over all pixels',
  },
  {
    id: 'dark.fixed-pattern-sd',
    name: 'Fixed pattern',
    unit: 'codes',
    value: fixedPatternSdCodes,
    sd: null,
    definition: 'SD over pixels of what stays: covariance of the means of even and odd frames',
  },
];

function stabilityFigures(result: Given<'stability'>): Figure[] {
  const strongest = result.periods[0];
  const figures: Figure[] = [
    {
      id: 'stability.drift',
      name: 'Drift',
      unit: '%/min',
      ...result.driftPercentPerMinute,
      definition: 'slope of the place’s mean over time, in per cent of its mean',
    },
    {
      id: 'stability.noise',
      name: 'Change from frame to frame',
      unit: '%',
      value: result.noisePercent,
      sd: null,
      definition: 'SD by successive differences, periods taken out, in per cent of the mean',
    },
    {
      id: 'stability.step',
      name: 'Largest step',
      unit: '%',
      value: Math.abs(result.largestStep.percent),
      sd: null,
      definition: 'largest change between the means of a stretch before and after one moment',
    },
  ];
  if (strongest)
    figures.push({
      id: 'stability.amplitude',
      name: `Strongest period (${strongest.periodS.value.toPrecision(3)} s), amplitude`,
      unit: '%',
      ...strongest.amplitudePercent,
      definition:
        'half of peak to peak of a sine; shown when noise alone is unlikely to make one (false alarm < 0.0001)',
    });
  return figures;
}
