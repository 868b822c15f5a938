/** What a published rule that is not a line of TBR asks of the analysis. */
import { type AnalysisSettings, noAnalysis } from '#model/analysis.ts';
import type { Preset } from './preset.ts';

/** Limits that the schema has room for. */
const mostLimits = 4;

/** Whether `settings` do what the preset says; null where it is nothing that the analysis could do. */
export function isAsked(
  { kind, value }: Preset,
  { signal, margin, limitsMm }: AnalysisSettings,
): boolean | null {
  switch (kind) {
    case 'sigma':
      return signal?.rule.by === 'background-sd' && signal.rule.k === value;
    case 'percent-of-maximum':
      return signal?.rule.by === 'specimen-percent' && signal.rule.percent === value;
    case 'distance':
      return margin && limitsMm.includes(value);
    default:
      return null;
  }
}

/** The change that switches the preset on or off. Published rules say nothing of small pieces and holes: those stay as they are set. */
export function toggled(
  { kind, value }: Preset,
  settings: AnalysisSettings,
  isOn: boolean,
): Partial<AnalysisSettings> {
  const cleaning = settings.signal ?? { reach: 1, smallestPx: 20, fillsHoles: true };
  switch (kind) {
    case 'sigma':
      return { signal: isOn ? { ...cleaning, rule: { by: 'background-sd', k: value } } : null };
    case 'percent-of-maximum':
      return { signal: isOn ? { ...cleaning, rule: { by: 'specimen-percent', percent: value } } : null };
    case 'distance': {
      const others = settings.limitsMm.filter(limit => limit !== value);
      const limitsMm = isOn ? [...others.slice(0, mostLimits - 1), value] : others;
      return {
        margin: isOn || settings.margin,
        limitsMm: limitsMm.length > 0 ? limitsMm.toSorted((a, b) => a - b) : noAnalysis.limitsMm,
      };
    }
    default:
      return {};
  }
}
