/** Which group of bars the next line is drawn across. Pure. */
import { usafLinePairsPerMm } from '#model/check/resolution.ts';
import type { BarMark } from '#model/check.ts';

/** Elements of a USAF 1951 chart are known by their numbers; of others the frequency is typed. */
export type BarKind = {
  readonly chart: 'usaf' | 'own';
  readonly group: number;
  readonly element: number;
  readonly linePairsPerMm: number;
  readonly bars: number;
};

export const firstBar: BarKind = { chart: 'usaf', group: 0, element: 1, linePairsPerMm: 1, bars: 3 };

/** Name and frequency of a mark across it. */
export const barFacts = (bar: BarKind): Pick<BarMark, 'name' | 'linePairsPerMm' | 'bars'> =>
  bar.chart === 'usaf'
    ? {
        name: `G${bar.group} E${bar.element}`,
        linePairsPerMm: usafLinePairsPerMm(bar.group, bar.element),
        bars: bar.bars,
      }
    : { name: `${bar.linePairsPerMm} lp/mm`, linePairsPerMm: bar.linePairsPerMm, bars: bar.bars };

/** The next finer element; of own charts the same again, because nobody knows. */
export const nextBar = (bar: BarKind): BarKind =>
  bar.chart === 'own'
    ? bar
    : bar.element === 6
      ? { ...bar, group: bar.group + 1, element: 1 }
      : { ...bar, element: bar.element + 1 };
