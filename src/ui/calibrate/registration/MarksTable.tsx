/** Each length marked on the ruler, in millimetres, and the scale that it gives. */

import type { RulerMark, ScaleFit } from '#model/calibration.ts';
import { numerals, words } from '#words/words.ts';
import { Icon } from '../../controls/Icon.tsx';

export function MarksTable({
  marks,
  scale,
  onLength,
  onRemove,
}: {
  readonly marks: readonly RulerMark[];
  readonly scale: ScaleFit | null;
  readonly onLength: (index: number, lengthMm: number) => void;
  readonly onRemove: (index: number) => void;
}) {
  if (marks.length === 0) return null;
  return (
    <table className="residuals">
      <caption>{words('Marks')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('Mark')}</th>
          <th scope="col">mm</th>
          <th scope="col">{words('mm/px')}</th>
          <th scope="col">
            <span className="visually-hidden">{words('Remove')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {marks.map((mark, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number.
          <tr key={index}>
            <th scope="row">{index + 1}</th>
            <td>
              <input
                type="number"
                min={0}
                step={0.1}
                value={mark.lengthMm}
                aria-label={words('Length of mark {index} in mm', { index: index + 1 })}
                onChange={event => {
                  const { valueAsNumber } = event.currentTarget;
                  if (Number.isFinite(valueAsNumber)) onLength(index, valueAsNumber);
                }}
              />
            </td>
            <td>{numerals(scale?.each[index]?.toFixed(4) ?? '–')}</td>
            <td>
              <button
                type="button"
                className="plain"
                aria-label={words('Remove mark {index}', { index: index + 1 })}
                onClick={() => onRemove(index)}
              >
                <Icon name="remove" />
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
