/** The numbers of a still, as they were measured on its very frame. */

import type { Still } from '#model/still.ts';
import { tbrSdOf } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { figureWithUncertainty } from './figure-with-uncertainty.ts';

export function StillNumbers({ still }: { readonly still: Still }) {
  const { pairs, calibration } = still.measurement;
  return (
    <table className="still-numbers">
      <caption>{words('Numbers of this frame: {calibration}', { calibration: words(calibration) })}</caption>
      <thead>
        <tr>
          <th scope="col">{words('Pair')}</th>
          <th scope="col">TBR</th>
          <th scope="col">CNR</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(pair => (
          <tr key={`${pair.tumourId}/${pair.backgroundId}`}>
            <th scope="row">
              {pair.tumourId || words('no tumour')} / {pair.backgroundId || words('no background')}
            </th>
            <td>{figureWithUncertainty(pair.tbr, tbrSdOf(pair))}</td>
            <td>{figureWithUncertainty(pair.cnr, pair.cnrSd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
