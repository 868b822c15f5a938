/** Marks along the timeline; their words are under the pointer, and in the list of marks. */

import { gutter } from './lane-plot.ts';
import type { MarkLook, MarkPlace } from './marks.ts';

const shapes = {
  flag: 'M0 9V-8h8l-2 3.500 2 3.500H0',
  still: 'M-5-4h3l1.500-2h2L3-4h3V5H-5z',
  station: 'M0-6L6 0 0 6-6 0z',
  setting: 'M0-3a3 3 0 1 0 0 6a3 3 0 1 0 0-6z',
  lost: 'M0-6L6 5H-6z',
  pause: 'M-4-5h3V5h-3zM1-5h3V5H1z',
  problem: 'M-1.500-6h3V2h-3zM-1.500 3.500h3v2.500h-3z',
  withheld: 'M-6-6h12V6H-6zM-4-1.500v3h8v-3z',
} as const satisfies Record<MarkLook, string>;

export function MarkStrip({
  places,
  widthPx,
  heightPx,
}: {
  readonly places: readonly MarkPlace[];
  readonly widthPx: number;
  readonly heightPx: number;
}) {
  return (
    <svg
      className="mark-strip"
      width={widthPx}
      height={heightPx}
      style={{ marginLeft: gutter.left }}
      aria-hidden="true"
    >
      {places.map(({ xPx, look, marks }) => (
        <g
          key={marks[0]!.key}
          className={`mark ${look}`}
          transform={`translate(${xPx.toFixed(1)} ${heightPx / 2})`}
        >
          <path d={shapes[look]} />
          {marks.length > 1 && (
            <text x={8} y={4}>
              {marks.length}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
