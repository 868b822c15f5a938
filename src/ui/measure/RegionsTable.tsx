/** Each region's own numbers. Light is a share of white. */

import type { Figure, Measurement } from '#model/measurement.ts';
import { inCount, inDigits, inPercent } from '#overlay/figures-in-words.ts';
import { inWordsWithUncertainty } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';

const inLight = (light: number | null): string => (light === null ? '–' : inDigits(light));

const inPercentOf = (figure: Figure | undefined): string =>
  figure && 'value' in figure ? `${inDigits(figure.value)} %` : '–';

export function RegionsTable({ measurement }: { readonly measurement: Measurement }) {
  const { regions, references } = measurement;
  if (regions.length === 0) return null;
  return (
    <table className="measured-table">
      <caption>
        {words(
          'Regions. Light is linear, above dark, as a share of white; ± is an expanded uncertainty (k = 2)',
        )}
      </caption>
      <thead>
        <tr>
          <th scope="col">{words('Region')}</th>
          <th scope="col">{words('Pixels')}</th>
          <th scope="col">{words('Independent')}</th>
          <th scope="col">{words('Mean')}</th>
          <th scope="col">{words('SD')}</th>
          <th scope="col">95 %</th>
          <th scope="col">{words('Peak')}</th>
          <th scope="col">{words('Clipped')}</th>
          <th scope="col">{words('Highlights')}</th>
          <th scope="col">{words('% of reference')}</th>
          <th scope="col">{words('% of specimen')}</th>
        </tr>
      </thead>
      <tbody>
        {regions.map(region => {
          const reference = references.find(each => each.id === region.id);
          return (
            <tr key={region.id}>
              <th scope="row">
                {region.id} {words(region.tissue ?? region.role)}
              </th>
              <td>{inCount(region.n)}</td>
              <td>{region.effectiveN === null ? '–' : inCount(Math.round(region.effectiveN))}</td>
              <td>{region.mean === null ? '–' : inWordsWithUncertainty(region.mean, region.meanSd)}</td>
              <td>{inLight(region.sd)}</td>
              <td>{inLight(region.p95)}</td>
              <td>{inLight(region.peak)}</td>
              <td>{inPercent(region.clippedShare)}</td>
              <td>{inPercent(region.specularShare)}</td>
              <td>{inPercentOf(reference?.percent)}</td>
              <td>{inPercentOf(reference?.ofSpecimen)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
