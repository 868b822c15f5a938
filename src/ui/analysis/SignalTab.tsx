/** What counts as signal, and the pieces of it. */

import type { AnalysisSettings, SignalRule } from '#model/analysis.ts';
import { componentsKept } from '#model/analysis.ts';
import { inPercent } from '#overlay/figures-in-words.ts';
import { areaQuantity, quantityInWords } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { useCommands, useConductor } from '../house.ts';
import { Figure } from './Figure.tsx';
import { RelativeNote } from './RelativeNote.tsx';
import { useShownPart } from './use-shown-part.ts';
import { givenIn, noScaleInWords, reasonOf, shareQuantity } from './words.ts';

type Asked = NonNullable<AnalysisSettings['signal']>;

/** What a rule begins with; none of it is validated here. */
const usualRules = {
  tbr: { by: 'tbr', times: 2 },
  'background-sd': { by: 'background-sd', k: 3 },
  otsu: { by: 'otsu' },
  'specimen-percent': { by: 'specimen-percent', percent: 77 },
} as const satisfies Record<SignalRule['by'], SignalRule>;

const usual = { reach: 1, smallestPx: 50, fillsHoles: true } as const;

const choices = [
  ['off', 'Off'],
  ['tbr', 'Times the background (TBR)'],
  ['background-sd', 'Background + k · σ'],
  ['otsu', 'Otsu’s threshold'],
  ['specimen-percent', '% of specimen maximum'],
] as const;

export function SignalTab() {
  const { setAnalysis } = useCommands();
  const signal = useConductor('analysis', state => state.settings.signal);
  return (
    <>
      <div className="fields">
        <Choice
          label={words('Signal is what is brighter than')}
          value={signal?.rule.by ?? 'off'}
          options={choices.map(([by, name]) => [by, words(name)] as const)}
          onChange={by =>
            setAnalysis({ signal: by === 'off' ? null : { ...(signal ?? usual), rule: usualRules[by] } })
          }
        />
        {signal && (
          <RuleField rule={signal.rule} onChange={rule => setAnalysis({ signal: { ...signal, rule } })} />
        )}
      </div>
      {signal ? (
        <>
          <Refinements signal={signal} />
          <RelativeNote />
          <Found />
        </>
      ) : (
        <p className="hint">
          {words(
            'Margin, rim and residual need a rule for signal. No rule is validated here; which one is right depends on dye, dose and time.',
          )}
        </p>
      )}
    </>
  );
}

function RuleField({
  rule,
  onChange,
}: {
  readonly rule: SignalRule;
  readonly onChange: (rule: SignalRule) => void;
}) {
  const keep = (make: (value: number) => SignalRule) => (value: number | null) => {
    if (value !== null) onChange(make(value));
  };
  switch (rule.by) {
    case 'tbr':
      return (
        <NumberField
          label={words('Times')}
          value={rule.times}
          min={0.1}
          max={1000}
          step={0.1}
          onChange={keep(times => ({ ...rule, times }))}
        />
      );
    case 'background-sd':
      return (
        <NumberField
          label="k"
          value={rule.k}
          min={0}
          max={100}
          step={0.5}
          onChange={keep(k => ({ ...rule, k }))}
        />
      );
    case 'specimen-percent':
      return (
        <NumberField
          label={words('Per cent')}
          value={rule.percent}
          min={1}
          max={100}
          step={1}
          onChange={keep(percent => ({ ...rule, percent }))}
        />
      );
    case 'otsu':
      return null;
  }
}

function Refinements({ signal }: { readonly signal: Asked }) {
  const { setAnalysis } = useCommands();
  const change = (part: Partial<Asked>) => setAnalysis({ signal: { ...signal, ...part } });
  return (
    <div className="fields three">
      <NumberField
        label={words('Reach, × threshold')}
        value={signal.reach}
        min={1}
        max={100}
        step={0.1}
        onChange={reach => reach !== null && change({ reach })}
      />
      <NumberField
        label={words('Smallest, px')}
        value={signal.smallestPx}
        min={1}
        max={1_000_000}
        step={1}
        onChange={smallestPx => smallestPx !== null && change({ smallestPx })}
      />
      <button
        type="button"
        aria-pressed={signal.fillsHoles}
        onClick={() => change({ fillsHoles: !signal.fillsHoles })}
      >
        {words('Fill holes')}
      </button>
    </div>
  );
}

function Found() {
  const shown = useShownPart(
    settings => settings.signal !== null,
    analysis => analysis.signal,
  );
  const found = givenIn(shown);
  const pieces = found?.components ?? [];
  return (
    <>
      <div className="found-row">
        <Figure
          name={words('Area of signal')}
          figure="signal.area"
          quantity={found && areaQuantity(found.area)}
          withheld={reasonOf(shown)}
          isLarge
        />
        <Figure
          name={words('Threshold, share of white')}
          figure="signal.thresholdLinear"
          quantity={found && shareQuantity(found.thresholdLinear)}
        />
      </div>
      {found && found.area.mm2 === null && <p className="hint">{noScaleInWords()}</p>}
      {pieces.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">№</th>
              <th scope="col">{words('Area')}</th>
              <th scope="col">{words('Mean')}</th>
              <th scope="col">{words('Peak')}</th>
            </tr>
          </thead>
          <tbody>
            {pieces.map(({ number, area, mean, peak }) => (
              <tr key={number}>
                <td>{number}</td>
                <td title={`${area.px} px`}>{quantityInWords({ ...areaQuantity(area), plusMinus: null })}</td>
                <td>{mean === null ? words('– clipped') : inPercent(mean)}</td>
                <td>{peak === null ? '–' : inPercent(peak)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found && found.count > pieces.length && (
        <p className="hint">
          {words('The largest {componentsKept} of {count}.', { componentsKept, count: found.count })}
        </p>
      )}
      {found && <p className="hint">{words('Mean and peak: linear light above dark, share of white.')}</p>}
    </>
  );
}
