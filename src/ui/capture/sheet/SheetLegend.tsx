/** How each region is drawn, on a dark ground as in the picture: a white line on paper would be none. */

import { thresholdsShown } from '#model/display.ts';
import type { Still } from '#model/still.ts';
import { inShort } from '#overlay/figures-in-words.ts';
import { isoColour, labelOf, roleMarks } from '#overlay/marks.ts';
import { words } from '#words/words.ts';

const most = 12;

export function SheetLegend({ still }: { readonly still: Still }) {
  const regions = still.inputs.regions.slice(0, most);
  const thresholds = thresholdsShown(still.display, still.measurement.calibration);
  return (
    <ul className="sheet-legend">
      {regions.map(region => {
        const { colour, width, dash } = roleMarks[region.role];
        return (
          <li key={region.id}>
            <Sample colour={colour} width={width} dash={dash} />
            {labelOf(region)} ({words(region.role)})
          </li>
        );
      })}
      {thresholds.length > 0 && (
        <li>
          <Sample colour={isoColour} width={2} dash={[]} />
          {words('iso-lines at TBR {values}', { values: thresholds.map(inShort).join(', ') })}
        </li>
      )}
    </ul>
  );
}

function Sample({
  colour,
  width,
  dash,
}: {
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
}) {
  return (
    <svg viewBox="0 0 44 14" aria-hidden="true">
      <rect width="44" height="14" rx="3" fill="#0b0d10" />
      <line
        x1="4"
        y1="7"
        x2="40"
        y2="7"
        stroke={colour}
        strokeWidth={width}
        strokeDasharray={dash.join(' ')}
      />
    </svg>
  );
}
