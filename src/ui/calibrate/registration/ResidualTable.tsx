/** Each pair with what the fit leaves over. */
import type { PointPair, RegistrationFit } from '#model/calibration.ts';

const inPx = (px: number) => `${px.toFixed(2)} px`;

export function ResidualTable({
  pairs,
  fit,
  mmPerPx,
  onRemove,
}: {
  readonly pairs: readonly PointPair[];
  readonly fit: RegistrationFit | null;
  readonly mmPerPx: number | null;
  readonly onRemove: (index: number) => void;
}) {
  if (pairs.length === 0) return null;
  const inMm = (px: number) => (mmPerPx === null ? '' : `${(px * mmPerPx).toFixed(2)} mm`);
  return (
    <table className="residuals">
      <caption>Residuals</caption>
      <thead>
        <tr>
          <th scope="col">Pair</th>
          <th scope="col">Left over</th>
          <th scope="col">
            <span className="visually-hidden">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((_, index) => {
          const residual = fit?.residuals[index];
          const px = residual && Math.hypot(residual.x, residual.y);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its number.
            <tr key={index}>
              <th scope="row">{index + 1}</th>
              <td>{px === undefined ? '–' : `${inPx(px)} ${inMm(px)}`}</td>
              <td>
                <button type="button" aria-label={`Remove pair ${index + 1}`} onClick={() => onRemove(index)}>
                  ×
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
      {fit && (
        <tfoot>
          <tr>
            <th scope="row">rms, largest</th>
            <td colSpan={2}>
              {inPx(fit.rmsPx)}, {inPx(fit.largestPx)} {inMm(fit.rmsPx)}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
