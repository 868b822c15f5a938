/** A published threshold with all that it depends on. */

import type { Preset } from '#study/preset.ts';
import { words } from '#words/words.ts';

export function PresetCard({
  preset,
  isOn = false,
  isFull = false,
  onToggle,
}: {
  readonly preset: Preset;
  readonly isOn?: boolean;
  readonly isFull?: boolean;
  /** Absent: shown for reference only. */
  readonly onToggle?: () => void;
}) {
  const facts = [
    ['Study', preset.study],
    ['Dye', preset.dye],
    ['Dose', preset.dose],
    ['Timing', preset.timing],
    ['Background', preset.background],
  ] as const;
  return (
    <section className="preset" data-on={isOn}>
      <div className="row preset-head">
        <h4>
          {preset.name} <span className="soft">{preset.meaning}</span>
        </h4>
        {onToggle && (
          <button
            type="button"
            aria-pressed={isOn}
            aria-label={`${isOn ? 'On' : 'Off'}: ${preset.kind === 'tbr' ? 'line at ' : ''}${preset.name}`}
            disabled={!isOn && isFull}
            onClick={onToggle}
          >
            {isOn ? words('On') : words('Off')}
          </button>
        )}
      </div>
      <dl>
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd>{fact ?? words('not given')}</dd>
          </div>
        ))}
      </dl>
      <p>{preset.published}</p>
      <p className="hint">
        {preset.source}
        {preset.doi && words(', doi:{doi}', { doi: preset.doi })}.{' '}
        <strong className="caution">{preset.validation}</strong>
      </p>
    </section>
  );
}
