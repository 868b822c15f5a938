/** Ratios and regions with their uncertainty, and what they are. */

import type { Still } from '#model/still.ts';
import { inPercent } from '#overlay/figures-in-words.ts';
import { labelOf } from '#overlay/marks.ts';
import { handInWords } from '#overlay/still-footer.ts';
import { tbrSdOf } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { figureWithUncertainty } from '../figure-with-uncertainty.ts';

/** What fits on the page beside pictures and blocks. */
const mostPairs = 6;
const mostRegions = 8;

const share = (value: number | null): string => (value === null ? '–' : inPercent(value));

export function SheetNumbers({ still }: { readonly still: Still }) {
  const { pairs, regions } = still.measurement;
  const left = Math.max(0, pairs.length - mostPairs) + Math.max(0, regions.length - mostRegions);
  const hasSizes = still.annotations.some(({ kind }) => kind === 'length' || kind === 'region');
  return (
    <section className="sheet-numbers">
      <div className="sheet-tables">
        <table>
          <thead>
            <tr>
              <th scope="col">{words('Tumour / background')}</th>
              <th scope="col">TBR</th>
              <th scope="col">CNR</th>
            </tr>
          </thead>
          <tbody>
            {pairs.slice(0, mostPairs).map(pair => (
              <tr key={`${pair.tumourId}/${pair.backgroundId}`}>
                <th scope="row">
                  {pair.tumourId || words('none')} / {pair.backgroundId || words('none')}
                </th>
                <td>{figureWithUncertainty(pair.tbr, tbrSdOf(pair))}</td>
                <td>{figureWithUncertainty(pair.cnr, pair.cnrSd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <thead>
            <tr>
              <th scope="col">{words('Region')}</th>
              <th scope="col">{words('Mean')}</th>
              <th scope="col">{words('SD')}</th>
              <th scope="col">n</th>
              <th scope="col">{words('Clipped')}</th>
            </tr>
          </thead>
          <tbody>
            {regions.slice(0, mostRegions).map(region => (
              <tr key={region.id}>
                <th scope="row">{labelOf(region)}</th>
                <td>{share(region.mean)}</td>
                <td>{share(region.sd)}</td>
                <td>{region.n}</td>
                <td>{inPercent(region.clippedShare)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="sheet-small">
        {words('± is k = 2, about 95 %. Mean and SD: linear light above dark, share of white.')}
        {left > 0 && ` ${words('{left} more in still.json.', { left })}`} {hasSizes && words(handInWords)}
      </p>
      <ul className="sheet-small">
        {['tbr', 'cnr'].map(
          key => still.definitions[key] && <li key={key}>{words(still.definitions[key])}</li>,
        )}
      </ul>
    </section>
  );
}
