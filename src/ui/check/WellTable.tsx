/** Every well of the target: where it lies, to be typed, and what was read there. Without found wells: how to place them by hand. */

import type { CheckSeries } from '#conductor/api.ts';
import { checkNumber } from '#model/check/report.ts';
import { type CheckTarget, isChecked } from '#model/check.ts';
import { numerals, words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { wellName, wellValue } from './well-name.ts';

const tenth = (value: number): number => Math.round(value * 10) / 10;

export function WellTable({
  kind,
  series,
  selected,
  onSelect,
  isNeeded,
}: {
  readonly kind: CheckTarget['kind'];
  readonly series: CheckSeries;
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
  /** Wells were not found: the table stands open. */
  readonly isNeeded: boolean;
}) {
  const { check } = useCommands();
  const cnrs = useConductor('checking', state => {
    const result = state.report?.parts[kind]?.result ?? null;
    return isChecked(result) ? result.points : null;
  });
  const { target, placed, wells } = series;
  const byHand = placed.filter(({ from }) => from === 'hand').length;
  const indices = target.values.flatMap((value, index) => (value === null ? [] : [index]));
  const radiusPx = placed[0]?.radiusPx ?? null;
  return (
    <details className="check-wells" open={isNeeded || undefined}>
      <summary>{words('Wells: places and values')}</summary>
      <p className="hint">
        {words(
          'Press a number, then its well in the picture. After two wells by hand, far from each other, the grid through them places the others.',
        )}
      </p>
      <div className="row">
        <button type="button" disabled={byHand < 2} onClick={() => check.layGrid(kind)}>
          {byHand < 2 ? words('Lay the grid') : words('Lay the grid through {byHand} by hand', { byHand })}
        </button>
        <button type="button" onClick={() => check.findWells(kind)}>
          {words('Find again')}
        </button>
      </div>
      {radiusPx !== null && (
        <label className="field check-radius">
          <span>{words('Radius of all wells, px')}</span>
          <input
            type="number"
            min={1}
            step={0.5}
            value={tenth(radiusPx)}
            onChange={event => {
              const { valueAsNumber } = event.currentTarget;
              if (valueAsNumber > 0) check.setWellRadius(kind, valueAsNumber);
            }}
          />
        </label>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{words('Well')}</th>
            <th scope="col">{kind === 'depth' ? words('Depth') : words('Value')}</th>
            <th scope="col">{words('x, px')}</th>
            <th scope="col">{words('y, px')}</th>
            <th scope="col">{words('Mean')}</th>
            <th scope="col">CNR</th>
          </tr>
        </thead>
        <tbody>
          {indices.map(index => {
            const place = placed.find(each => each.index === index);
            const well = wells.find(each => each.index === index);
            const point = cnrs?.find(({ value }) => value === target.values[index]);
            return (
              <tr key={index} data-well={index + 1}>
                <td>
                  <button
                    type="button"
                    aria-pressed={index === selected}
                    aria-label={words('Select {target}', { target: wellName(target, index) })}
                    onClick={() => onSelect(index)}
                  >
                    {index + 1}
                  </button>
                </td>
                <th scope="row">{wellValue(target, index)}</th>
                {(['x', 'y'] as const).map(axis => (
                  <td key={axis}>
                    {place && (
                      <input
                        type="number"
                        step={0.1}
                        value={tenth(place.centre[axis])}
                        aria-label={words('{axis} of {target}, pixels', {
                          axis,
                          target: wellName(target, index),
                        })}
                        onChange={event => {
                          const { valueAsNumber } = event.currentTarget;
                          if (Number.isFinite(valueAsNumber))
                            check.placeWell(kind, index, {
                              centre: { ...place.centre, [axis]: valueAsNumber },
                            });
                        }}
                      />
                    )}
                  </td>
                ))}
                <td>
                  {well ? (well.mean === null ? words('outside') : numerals(checkNumber(well.mean))) : '–'}
                </td>
                <td>{point?.cnr == null ? '–' : numerals(checkNumber(point.cnr))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
