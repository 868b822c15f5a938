/** What is read off one curve: each parameter, or the reason why there is none; and what each one is. */

import {
  curveDefinitions,
  curveRules,
  parameterKeys,
  smoothingInWords,
} from '#model/time-curve/definitions.ts';
import type { CurveFigure, CurveParameters } from '#model/time-curve/parameters.ts';
import { inDigits } from '#overlay/figures-in-words.ts';
import { numerals, words } from '#words/words.ts';
import { Formula } from '../measure/Formula.tsx';

/** Light and slopes are far below 1: three significant digits. */
const inThree = (value: number): string =>
  value !== 0 && Math.abs(value) < 1
    ? numerals(String(Number(value.toPrecision(3))).replace('-', '−'))
    : inDigits(value);

/** "F_max" with its letters below. */
function Symbolic({ text }: { readonly text: string }) {
  return text.split(/_([A-Za-z]+)/).map((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one constant text never move.
    return index % 2 === 0 ? part : <sub key={index}>{part}</sub>;
  });
}

function Value({ figure, unit, zeroS }: { figure: CurveFigure; unit: string; zeroS: number }) {
  if (!('value' in figure)) return <span className="caution">– {words(figure.detail)}</span>;
  return (
    <>
      {inThree(figure.value - zeroS)} <span className="unit">{unit && words(unit)}</span>
    </>
  );
}

export function ParameterTable({
  id,
  parameters,
  zeroS,
}: {
  readonly id: string;
  readonly parameters: CurveParameters;
  /** Of the plot's time axis; arrival counts from it. */
  readonly zeroS: number;
}) {
  const { figures, rule } = parameters;
  // A reason that many share is given once, not fourteen times.
  const reasons = parameterKeys.flatMap(key => {
    const figure = figures[key];
    return 'withheld' in figure ? [figure.detail] : [];
  });
  const shared = [...new Set(reasons)].filter(one => reasons.filter(other => other === one).length > 2);
  const listed = parameterKeys.filter(key => {
    const figure = figures[key];
    return 'value' in figure || !shared.includes(figure.detail);
  });
  return (
    <>
      {shared.map(reason => (
        <p key={reason} className="caution">
          {id}: {words(reason)}
        </p>
      ))}
      {listed.length > 0 && (
        <dl className="parameters" aria-label={words('{id}, read off its curve', { id })}>
          {listed.map(key => {
            const { symbol, unit, name } = curveDefinitions[key];
            return (
              <div key={key} data-withheld={'withheld' in figures[key]}>
                <dt title={words(name)}>
                  <Symbolic text={words(symbol)} />
                </dt>
                <dd>
                  <Value figure={figures[key]} unit={unit} zeroS={key === 'arrival' ? zeroS : 0} />
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      <p className="hint">
        {words('{words} TR: cut-off 0.6, Son 2019; not validated here.', {
          words: words(curveRules[rule.arrival].words).replaceAll('_', ''),
        })}
      </p>
      <details className="curve-words">
        <summary>{words('What these are')}</summary>
        <dl>
          {parameterKeys.map(key => {
            const { symbol, name, formula, source, note } = curveDefinitions[key];
            return (
              <div key={key}>
                <dt>
                  {words(name)}, <Symbolic text={words(symbol)} />
                </dt>
                <dd>
                  <Formula text={words(formula)} />
                  {note && <p>{words(note)}</p>}
                  <p className="hint">{words(source)}</p>
                </dd>
              </div>
            );
          })}
        </dl>
        <p className="hint">{words(smoothingInWords).replaceAll('_', '')}</p>
      </details>
    </>
  );
}
