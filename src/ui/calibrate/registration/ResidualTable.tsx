/** Each pair with what the fit leaves over: how far the mapped point lies from the marked one. */

import type { PointPair, RegistrationFit } from '#model/calibration.ts';
import { numerals, words } from '#words/words.ts';
import { Icon } from '../../controls/Icon.tsx';
import { Facts } from '../Facts.tsx';

export function ResidualTable({
  pairs,
  fit,
  mmPerPx,
  onRemove,
}: {
  readonly pairs: readonly PointPair[];
  readonly fit: RegistrationFit | null;
  /** Of the draft; null: lengths are in pixels only. */
  readonly mmPerPx: number | null;
  readonly onRemove: (index: number) => void;
}) {
  if (pairs.length === 0) return null;
  const cells = (px: number | undefined) => (
    <>
      <td>{px === undefined ? '–' : numerals(px.toFixed(2))}</td>
      {mmPerPx !== null && <td>{px === undefined ? '–' : numerals((px * mmPerPx).toFixed(2))}</td>}
    </>
  );
  return (
    <table className="residuals">
      <caption>{words('Left over at each pair')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('Pair')}</th>
          <th scope="col">px</th>
          {mmPerPx !== null && <th scope="col">mm</th>}
          <th scope="col">
            <span className="visually-hidden">{words('Remove')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((_, index) => {
          const residual = fit?.residuals[index];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its number.
            <tr key={index}>
              <th scope="row">{index + 1}</th>
              {cells(residual && Math.hypot(residual.x, residual.y))}
              <td>
                <button
                  type="button"
                  className="plain"
                  aria-label={words('Remove pair {index}', { index: index + 1 })}
                  onClick={() => onRemove(index)}
                >
                  <Icon name="remove" />
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Root mean square and largest of all pairs, in words. */
export function ResidualFacts({
  fit,
  mmPerPx,
}: {
  readonly fit: RegistrationFit;
  readonly mmPerPx: number | null;
}) {
  const inLengths = (px: number) =>
    numerals(
      mmPerPx === null ? `${px.toFixed(2)} px` : `${px.toFixed(2)} px, ${(px * mmPerPx).toFixed(2)} mm`,
    );
  return (
    <Facts
      facts={[
        ['Left over, rms', inLengths(fit.rmsPx)],
        ['Largest', inLengths(fit.largestPx)],
      ]}
    />
  );
}
