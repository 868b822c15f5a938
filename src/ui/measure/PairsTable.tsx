/** Each tumour against each background; the pair that is chosen here is the one that the numbers show. */

import type { Figure, Measurement, PairFigures } from '#model/measurement.ts';
import { inCount, inDigits, inPercent } from '#overlay/figures-in-words.ts';
import { inWordsWithUncertainty, tbrSdOf } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { useKeysInWords } from '../hands/use-keys-in-words.ts';

const inCell = (figure: Figure, sd: number | null): string =>
  'value' in figure ? inWordsWithUncertainty(figure.value, sd) : '–';

export function PairsTable({
  measurement,
  shown,
  onShow,
}: {
  readonly measurement: Measurement;
  /** Null: no pair has numbers. */
  readonly shown: PairFigures | null;
  readonly onShow: (pair: PairFigures) => void;
}) {
  const tumourKey = useKeysInWords('regions.tumour');
  const backgroundKey = useKeysInWords('regions.background');
  const pairs = measurement.pairs.filter(pair => pair.tumourId && pair.backgroundId);
  if (pairs.length === 0)
    return (
      <p>
        {words('No pair yet: draw a tumour ({tumour}) and a background ({background}).', {
          tumour: tumourKey,
          background: backgroundKey,
        })}
      </p>
    );
  const both = (
    { tumourId, backgroundId }: PairFigures,
    print: (region: Measurement['regions'][number]) => string,
  ) =>
    [tumourId, backgroundId]
      .map(id => measurement.regions.find(region => region.id === id))
      .map(region => (region ? print(region) : '–'))
      .join(' · ');
  return (
    <table className="measured-table">
      <caption>
        {words('Pairs. ± is an expanded uncertainty (k = 2); of TBR from noise and calibration together')}
      </caption>
      <thead>
        <tr>
          <th scope="col">{words('Pair')}</th>
          <th scope="col">TBR</th>
          <th scope="col">CNR</th>
          <th scope="col">{words('Weber')}</th>
          <th scope="col">{words('Pixels T · B')}</th>
          <th scope="col">{words('Clipped T · B')}</th>
          <th scope="col">{words('Beside the picture')}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(pair => {
          const { tumourId, backgroundId, tbr, cnr, cnrSd, weber } = pair;
          const tissue = measurement.regions.find(region => region.id === backgroundId)?.tissue;
          const isShown = shown?.tumourId === tumourId && shown.backgroundId === backgroundId;
          return (
            <tr key={`${tumourId}/${backgroundId}`}>
              <th scope="row">
                {tumourId} / {backgroundId} {tissue && words(tissue)}
              </th>
              {'withheld' in tbr ? (
                <td colSpan={3} className="caution">
                  – {words(tbr.detail)}
                </td>
              ) : (
                <>
                  <td>{inCell(tbr, tbrSdOf(pair))}</td>
                  <td>{inCell(cnr, cnrSd)}</td>
                  <td>{'value' in weber ? inDigits(weber.value) : '–'}</td>
                </>
              )}
              <td>{both(pair, region => inCount(region.n))}</td>
              <td>{both(pair, region => inPercent(region.clippedShare))}</td>
              <td>
                <button type="button" aria-pressed={isShown} onClick={() => onShow(pair)}>
                  {isShown ? words('Shown') : words('Show')}
                  <span className="visually-hidden">
                    : {tumourId} / {backgroundId}
                  </span>
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
