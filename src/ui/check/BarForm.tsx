/** Which group the next line crosses, and what to press. */

import { checkNumber } from '#model/check/report.ts';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { type BarKind, barFacts } from './bar-kind.ts';

export function BarForm({
  bar,
  onBar,
  isBegun,
}: {
  readonly bar: BarKind;
  readonly onBar: (bar: BarKind) => void;
  /** The line has its start. */
  readonly isBegun: boolean;
}) {
  const { name, linePairsPerMm } = barFacts(bar);
  return (
    <div className="check-bar-form">
      <div className="row">
        <Choice
          label={words('Chart')}
          value={bar.chart}
          options={[
            ['usaf', 'USAF 1951'],
            ['own', words('Other')],
          ]}
          onChange={chart => onBar({ ...bar, chart })}
        />
        {bar.chart === 'usaf' ? (
          <>
            <NumberField
              label={words('Group')}
              value={bar.group}
              min={-2}
              max={9}
              step={1}
              onChange={group => onBar({ ...bar, group: group ?? 0 })}
            />
            <NumberField
              label={words('Element')}
              value={bar.element}
              min={1}
              max={6}
              step={1}
              onChange={element => onBar({ ...bar, element: element ?? 1 })}
            />
          </>
        ) : (
          <NumberField
            label={words('Line pairs per mm')}
            value={bar.linePairsPerMm}
            min={0.01}
            max={1000}
            step={0.01}
            onChange={value => onBar({ ...bar, linePairsPerMm: value ?? 1 })}
          />
        )}
        <NumberField
          label={words('Bars')}
          value={bar.bars}
          min={2}
          max={40}
          step={1}
          onChange={bars => onBar({ ...bar, bars: bars ?? 3 })}
        />
      </div>
      <p role="status">
        {words(
          isBegun
            ? '{name}, {linePairsPerMm} lp/mm: press behind its last bar.'
            : '{name}, {linePairsPerMm} lp/mm: press in the picture before its first bar.',
          { name, linePairsPerMm: checkNumber(linePairsPerMm) },
        )}
      </p>
    </div>
  );
}
