/** Ticks of an axis with their words. */
import type { Tick } from './axes.ts';

export function Ticks({
  side,
  ticks,
  box,
}: {
  readonly side: 'across' | 'up';
  readonly ticks: readonly Tick[];
  readonly box: { readonly left: number; readonly right: number; readonly bottom: number };
}) {
  return ticks.map(({ at, word }) =>
    side === 'up' ? (
      <g key={at}>
        <path className="grid" d={`M${box.left} ${at}H${box.right}`} />
        <text x={box.left - 6} y={at + 4} textAnchor="end">
          {word}
        </text>
      </g>
    ) : (
      <g key={at}>
        <path className="grid" d={`M${at} ${box.bottom}v5`} />
        <text x={at} y={box.bottom + 17} textAnchor="middle">
          {word}
        </text>
      </g>
    ),
  );
}
