/** Edge position against distance to signal, with the limits and the smallest distance. */

import type { EdgeProfile, MarginFigures } from '#model/analysis.ts';
import { bandLook, roleMarks } from '#overlay/marks.ts';
import { lengthQuantity, quantityInWords } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { marginBox, marginPlot } from './margin-plot.ts';

export function MarginPlot({
  edge,
  figures,
}: {
  readonly edge: EdgeProfile;
  readonly figures: MarginFigures;
}) {
  const limitsMm = figures.under.map(({ limitMm }) => limitMm);
  const plot = marginPlot(edge, limitsMm);
  if (!plot) return null;
  const { left, right, top, bottom, width, height } = marginBox;
  /** As the edge itself on the picture; what is beyond the last limit keeps the edge's own colour. */
  const lookOf = (rank: number) =>
    rank < limitsMm.length
      ? { stroke: bandLook(rank, 1).colour, strokeWidth: bandLook(rank, 1).widthPx * 0.6 }
      : { stroke: roleMarks.edge.colour, strokeWidth: 1.6 };
  return (
    <figure>
      <svg
        className="found-plot"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words('Distance to signal along {edgeId}: at least {smallest}.', {
          edgeId: figures.edgeId,
          smallest: quantityInWords(lengthQuantity(figures.smallest)),
        })}
      >
        {plot.up.map(({ at, word }) => (
          <g key={word}>
            <path className="grid" d={`M${left} ${at}H${right}`} />
            <text x={left - 5} y={at + 4} textAnchor="end">
              {word}
            </text>
          </g>
        ))}
        {plot.limits.map(({ y, word }) => (
          <path key={word} className="limit" d={`M${left} ${y}H${right}`} />
        ))}
        {plot.lines.map(({ rank, path }) => (
          <path key={rank} d={path} fill="none" {...lookOf(rank)} />
        ))}
        <path className="mark" d={`M${plot.smallest.x} ${plot.smallest.y + 6}V${bottom + 4}`} />
        {plot.limits.map(({ y, word }) => (
          <text key={word} className="limit-word" x={left + 4} y={y - 4}>
            {word}
          </text>
        ))}
        <circle className="mark" cx={plot.smallest.x} cy={plot.smallest.y} r="5" />
        {plot.across.map(({ at, word }) => (
          <text key={word} x={at} y={bottom + 16} textAnchor="middle">
            {word}
          </text>
        ))}
        <text x={left} y={top - 8}>
          {plot.cutAbove === null
            ? words('distance to signal, {unit}', { unit: plot.unit })
            : words('distance to signal, {unit} (farther than {cutAbove} not drawn)', {
                unit: plot.unit,
                cutAbove: plot.cutAbove,
              })}
        </text>
        <text x={right} y={height - 4} textAnchor="end">
          {words('position along {edgeId}, {unit}', { edgeId: figures.edgeId, unit: plot.unit })}
        </text>
      </svg>
    </figure>
  );
}
