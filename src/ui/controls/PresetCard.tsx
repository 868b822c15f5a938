/** A published threshold with all that it depends on. */

import type { Preset } from '#study/preset.ts';
import { words } from '#words/words.ts';

function toggleName({ kind, name }: Preset, isOn: boolean): string {
  const line = kind === 'tbr' ? words('line at {name}', { name: words(name) }) : words(name);
  return isOn ? words('On: {name}', { name: line }) : words('Off: {name}', { name: line });
}

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
          {words(preset.name)} <span className="soft">{words(preset.meaning)}</span>
        </h4>
        {onToggle && (
          <button
            type="button"
            aria-pressed={isOn}
            aria-label={toggleName(preset, isOn)}
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
            <dd>{fact ? words(fact) : words('not given')}</dd>
          </div>
        ))}
      </dl>
      <p>{words(preset.published)}</p>
      <p className="hint">
        {words(preset.source)}
        {preset.doi && `, doi:${preset.doi}`}. <strong className="caution">{words(preset.validation)}</strong>
      </p>
    </section>
  );
}
