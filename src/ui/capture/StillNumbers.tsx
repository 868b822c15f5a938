/** The numbers of a still, as they were measured on its very frame. */
import type { Still } from '#model/still.ts';
import { figureInWords } from '#overlay/figures-in-words.ts';

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
        {pairs.map(({ tumourId, backgroundId, tbr, cnr }) => (
          <tr key={`${tumourId}/${backgroundId}`}>
            <th scope="row">
              {tumourId || 'no tumour'} / {backgroundId || 'no background'}
            </th>
            <td>{figureInWords(tbr)}</td>
            <td>{figureInWords(cnr)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
