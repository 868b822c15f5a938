/** Bland and Altman's plot of two readings' areas: points, mean and limits with the bands of their intervals. */

import type { Comparison } from '#study/agreement/agreement.ts';
import { isEstimated } from '#study/agreement/estimate.ts';
import { words } from '#words/words.ts';
import { Ticks } from '../check/Ticks.tsx';
import { blandAltmanBox, blandAltmanPlot } from './bland-altman-plot.ts';
import { comparedWords, figureWords, inFigures } from './words.ts';

export function BlandAltmanView({ comparison }: { readonly comparison: Comparison }) {
  const { areas } = comparison;
  const plot = blandAltmanPlot(areas);
  const who = comparedWords(comparison);
  const { width, height, left, right, top, bottom } = blandAltmanBox;
  if (!plot)
    return (
      <p>
        {words('{who}: areas not estimable. No picture was outlined by one and known of the other.', { who })}
      </p>
    );
  const { limits, points } = areas;
  return (
    <figure>
      <figcaption>
        {words(
          points.length === 1
            ? '{who}: areas in pixels of the picture; {count} picture'
            : '{who}: areas in pixels of the picture; {count} pictures',
          { who, count: points.length },
        )}
      </figcaption>
      <svg
        className="reading-plot"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words('Differences of areas over their means, {who}, {count} points.', {
          who,
          count: points.length,
        })}
      >
        <Ticks side="up" ticks={plot.up} box={{ left, right, bottom }} />
        <Ticks side="across" ticks={plot.across} box={{ left, right, bottom }} />
        {plot.lines.map(({ name, band }) =>
          band ? (
            <rect
              key={name}
              className="band"
              x={left}
              y={band.top}
              width={right - left}
              height={Math.max(1, band.bottom - band.top)}
            />
          ) : null,
        )}
        <path className="zero" d={`M${left} ${plot.zeroY}H${right}`} />
        {plot.lines.map(({ kind, name, value, y }) => (
          <g key={name}>
            <path className={kind} d={`M${left} ${y}H${right}`} />
            <text className="value" x={right + 8} y={y + 4}>
              {words(name)}: {inFigures(value, null)}
            </text>
          </g>
        ))}
        {points.map((point, i) => {
          const { x, y } = plot.points[i]!;
          // biome-ignore lint/suspicious/noArrayIndexKey: points have no name; a case's may not be told.
          return <circle key={`${i} ${point.mean}`} className="measured" cx={x} cy={y} r={4.5} />;
        })}
        <text x={(left + right) / 2} y={height - 8} textAnchor="middle">
          {words('Mean of both areas')}
        </text>
        <text transform={`translate(14 ${(top + bottom) / 2}) rotate(-90)`} textAnchor="middle">
          {words('First minus second')}
        </text>
      </svg>
      {isEstimated(limits) ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{words('Differences of areas')}</th>
              <th scope="col">{words('Pixels')}</th>
              <th scope="col">{words('Interval')}</th>
            </tr>
          </thead>
          <tbody>
            {(
              [
                [words('Mean'), limits.bias],
                [words('Upper limit'), limits.upper],
                [words('Lower limit'), limits.lower],
              ] as const
            ).map(([name, figure]) => {
              const { value, below } = figureWords(figure, null);
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                  <td>{below}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : (
        <p className="hint">
          {words('Limits not estimable. {notEstimable}', { notEstimable: words(limits.notEstimable) })}
        </p>
      )}
    </figure>
  );
}
