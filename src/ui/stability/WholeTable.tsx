/** The whole log in a few figures. */
import type { StabilitySummary } from '#model/stability/summary.ts';
import { inCount, inPercent } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { inSeconds } from '../review/times.ts';
import { inRange, inReading } from './words.ts';

export function WholeTable({ whole }: { readonly whole: StabilitySummary }) {
  const { ageMs, drawn, dropped, missing, longestGapS } = whole;
  const ms = (value: number | undefined) => (value === undefined ? '–' : `${inReading(value)} ms`);
  const figures = [
    [words('Frame age, median'), ms(ageMs?.p50)],
    [words('Frame age, 95 %'), ms(ageMs?.p95)],
    [words('Frame age, worst'), ms(ageMs?.max)],
    [words('Numbers withheld'), words('{share} of the time', { share: inPercent(whole.withheldShare) })],
    [words('Frames drawn'), inCount(drawn)],
    [words('Dropped here, never came'), `${inCount(dropped)}, ${inCount(missing)}`],
    [words('Longest without a new picture'), longestGapS === null ? '–' : inSeconds(longestGapS)],
    [words('Gain, × the start'), inRange(whole.gain)],
    [words('Darkest NIR, codes'), inRange(whole.ambientCodes)],
    [words('Watched for'), inSeconds(whole.lastsS)],
  ] as const;
  return (
    <dl className="stability-whole" aria-label={words('The whole log')}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
