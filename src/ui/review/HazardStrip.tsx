/** What was wrong for a while, as bands: hatched and framed where numbers were withheld, dotted where they stood. Words tell them apart, too. */

import { useId } from 'react';
import { words } from '#words/words.ts';
import type { Band } from './hazard-bands.ts';
import { gutter } from './lane-plot.ts';

/** CSS pixels: of the row of bands without numbers, of the row of cautions, and of both with room about them. */
const withheldPx = 15;
const cautionPx = 6;
/** Height of the strip, in CSS pixels. */
const hazardStripPx = withheldPx + cautionPx + 5;

/** A band that has room for its words has them. */
const wordsFromPx = 84;

export function HazardStrip({
  bands,
  widthPx,
}: {
  readonly bands: readonly Band[];
  readonly widthPx: number;
}) {
  const id = useId();
  return (
    <svg
      className="hazard-strip"
      width={widthPx}
      height={hazardStripPx}
      style={{ marginLeft: gutter.left }}
      aria-hidden="true"
    >
      <defs>
        <pattern
          id={`${id}-hatch`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="hatch-ground" width="6" height="6" />
          <rect className="hatch-line" width="2" height="6" />
        </pattern>
        <pattern id={`${id}-dots`} width="5" height={cautionPx} patternUnits="userSpaceOnUse">
          <rect className="dot" width="3" height={cautionPx} />
        </pattern>
      </defs>
      {bands.map(({ span, xPx, widthPx: bandPx }) =>
        span.withholds ? (
          <g key={`${span.problemId}-${span.from}`} className="band band-withheld">
            <rect x={xPx} y={1} width={bandPx} height={withheldPx} fill={`url(#${id}-hatch)`} />
            {bandPx >= wordsFromPx && (
              <text x={xPx + bandPx / 2} y={withheldPx - 3} textAnchor="middle">
                {words('no numbers')}
              </text>
            )}
          </g>
        ) : (
          <rect
            key={`${span.problemId}-${span.from}`}
            className="band band-stands"
            x={xPx}
            y={withheldPx + 3}
            width={bandPx}
            height={cautionPx}
            fill={`url(#${id}-dots)`}
          />
        ),
      )}
    </svg>
  );
}
