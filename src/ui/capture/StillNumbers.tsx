/** The numbers of a still, as they were measured on its very frame. */
import type { Figure } from '#model/measurement.ts';
import type { Still } from '#model/still.ts';
import { figureInWords } from '#overlay/figures-in-words.ts';
import { inWordsWithUncertainty, tbrSdOf } from '#overlay/uncertainty.ts';

/** With ± at k = 2 where an uncertainty is known. */
const inWords = (figure: Figure, sd: number | null): string =>
  'value' in figure ? inWordsWithUncertainty(figure.value, sd) : figureInWords(figure);

export function StillNumbers({ still }: { readonly still: Still }) {
  const { pairs, calibration } = still.measurement;
  return (
    <table className="still-numbers">
      <caption>Numbers of this frame: {calibration}</caption>
      <thead>
        <tr>
          <th scope="col">Pair</th>
          <th scope="col">TBR</th>
          <th scope="col">CNR</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(pair => (
          <tr key={`${pair.tumourId}/${pair.backgroundId}`}>
            <th scope="row">
              {pair.tumourId || 'no tumour'} / {pair.backgroundId || 'no background'}
            </th>
            <td>{inWords(pair.tbr, tbrSdOf(pair))}</td>
            <td>{inWords(pair.cnr, pair.cnrSd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
