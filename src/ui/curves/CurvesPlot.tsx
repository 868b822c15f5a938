/** All regions' light over time, with breaks, the injection and what was read off the selected one. */

import type { CurveParameters } from '#model/time-curve/parameters.ts';
import type { TimeCurve } from '#model/time-curve/time-curve.ts';
import { words } from '#words/words.ts';
import { type CurveLook, looksOf } from './looks.ts';
import { type CurvePlot, plotBox, timeInWords, timeToX, xToTime } from './plot.ts';

/** What is read off the selected curve, as upright lines with letters. */
function readingsOf({ figures, marks }: CurveParameters, zeroS: number) {
  const { arrival } = figures;
  return [
    ...('value' in arrival ? [{ name: 't₀', seconds: arrival.value - zeroS }] : []),
    ...(marks.maximum ? [{ name: 'Tmax', seconds: marks.maximum.timeS - zeroS }] : []),
  ];
}

function Line({ path, look, isSelected }: { path: string; look: CurveLook; isSelected: boolean }) {
  return (
    <path
      className={isSelected ? 'time-curve selected' : 'time-curve'}
      d={path}
      stroke={look.colour}
      strokeDasharray={look.dash || undefined}
    />
  );
}

export function CurvesPlot({
  curves,
  plot,
  selectedId,
  parameters,
  cursorS,
  isMarked,
  onCursor,
}: {
  readonly curves: readonly TimeCurve[];
  readonly plot: CurvePlot;
  readonly selectedId: string | null;
  readonly parameters: CurveParameters | null;
  /** Seconds from zero; null: no cursor. */
  readonly cursorS: number | null;
  /** Zero is the injection. */
  readonly isMarked: boolean;
  readonly onCursor: (seconds: number) => void;
}) {
  const { left, right, top, bottom, width, height } = plotBox;
  const looks = looksOf(curves);
  const lookOf = (id: string) => looks[curves.findIndex(curve => curve.id === id)]!;
  const span = words('{low} to {high}', {
    low: timeInWords(plot.fromS, plot.isInMinutes),
    high: timeInWords(plot.toS, plot.isInMinutes),
  });
  const unit = plot.isInMinutes ? words('min:s') : 's';
  const upright = (seconds: number) => `M${timeToX(plot, seconds).toFixed(1)} ${top}V${bottom}`;
  const readings = parameters ? readingsOf(parameters, plot.zeroS) : [];
  return (
    <svg
      className="curves-plot"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words('Light of {curves} from {span}; {count} breaks.', {
        curves: curves.map(({ id }) => id).join(', '),
        span,
        count: plot.breaks.length,
      })}
      onPointerMove={event => {
        const box = event.currentTarget.getBoundingClientRect();
        const seconds = xToTime(plot, ((event.clientX - box.left) / box.width) * width);
        onCursor(Math.min(plot.toS, Math.max(plot.fromS, seconds)));
      }}
    >
      {plot.lightTicks.map(({ at, word }) => (
        <g key={word}>
          <path className="grid" d={`M${left} ${at.toFixed(1)}H${right}`} />
          <text x={left - 5} y={at + 4} textAnchor="end">
            {word}
          </text>
        </g>
      ))}
      {plot.timeTicks.map(({ at, word }) => (
        <g key={word}>
          <path className="grid" d={`M${at.toFixed(1)} ${bottom}v5`} />
          <text x={at} y={bottom + 17} textAnchor="middle">
            {word}
          </text>
        </g>
      ))}
      <text className="axis" x={left} y={top - 5}>
        {words('light, 1 = white')}
      </text>
      <text className="axis" x={right} y={height - 2} textAnchor="end">
        {words(isMarked ? '{unit} from the injection' : '{unit} from the first point', { unit })}
      </text>
      {plot.breaks.map(({ x, words: why }) => (
        <g key={x} className="break">
          <title>{words(why)}</title>
          <path d={`M${x.toFixed(1)} ${top}V${bottom}`} />
          <path className="zigzag" d={`M${(x - 4).toFixed(1)} ${bottom - 3}l4 -4l-4 -4l8 -4`} />
        </g>
      ))}
      {isMarked && plot.fromS <= 0 && plot.toS >= 0 && <path className="injection" d={upright(0)} />}
      {readings.map(({ name, seconds }, index) => (
        <g key={name} className="reading">
          <path d={upright(seconds)} />
          <text x={timeToX(plot, seconds) + 3} y={bottom - 4 - 13 * index}>
            {name}
          </text>
        </g>
      ))}
      {plot.curves.map(({ id, path }) => (
        <Line key={id} path={path} look={lookOf(id)} isSelected={id === selectedId} />
      ))}
      {plot.curves.map(({ id, end }) => (
        <text key={id} className="curve-name" x={end.x + 4} y={end.y + 4} fill={lookOf(id).colour}>
          {id}
        </text>
      ))}
      {cursorS !== null && <path className="cursor" d={upright(cursorS)} />}
    </svg>
  );
}
