/** Every line across bars: its group, its contrast, and its removal. */

import { checkNumber, checkNumberWithSd } from '#model/check/report.ts';
import { type BarGroup, isChecked } from '#model/check.ts';
import { numerals, words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { useCommands, useConductor } from '../house.ts';

const noGroups: readonly BarGroup[] = [];

export function BarTable() {
  const { check } = useCommands();
  const marks = useConductor('checking', state => state.marks);
  const groups = useConductor('checking', state => {
    const result = state.report?.parts.resolution?.result ?? null;
    return result && 'groups' in result ? result.groups : noGroups;
  });
  return (
    <table className="check-bars">
      <thead>
        <tr>
          <th scope="col">{words('Group')}</th>
          <th scope="col">{words('lp/mm')}</th>
          <th scope="col">{words('Contrast')}</th>
          <th scope="col">
            <span className="visually-hidden">{words('Remove')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {marks.map((mark, index) => {
          const group = groups.find(
            ({ name, linePairsPerMm }) => name === mark.name && linePairsPerMm === mark.linePairsPerMm,
          );
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number.
            <tr key={index}>
              <th scope="row">{mark.name}</th>
              <td>{numerals(checkNumber(mark.linePairsPerMm))}</td>
              <td>
                {!group ? (
                  '–'
                ) : isChecked(group.contrast) ? (
                  numerals(`${checkNumberWithSd(group.contrast.percent.value, group.contrast.percent.sd)} %`)
                ) : (
                  <span className="caution">{words(group.contrast.detail)}</span>
                )}
              </td>
              <td>
                <button
                  type="button"
                  className="plain"
                  aria-label={words('Remove the line across {name}', { name: mark.name })}
                  onClick={() => check.setMarks(marks.filter((_, i) => i !== index))}
                >
                  <Icon name="remove" />
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
