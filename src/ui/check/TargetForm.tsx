/** Which target lies before the camera: one of the seeds, or typed. */

import { useState } from 'react';
import type { CheckTarget } from '#model/check.ts';
import { words } from '#words/words.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { targetToText, textToTarget } from './target-text.ts';

export function TargetForm({ kind }: { readonly kind: CheckTarget['kind'] }) {
  const { check } = useCommands();
  const { seeds } = useHouse();
  const target = useConductor('checking', state => state.series[kind].target);
  const [isTyping, setTyping] = useState(false);
  const offered = (seeds.targets ?? []).filter(each => each.kind === kind);
  const isOwn = offered.every(({ id }) => id !== target.id);
  return (
    <div className="check-target">
      <div className="row">
        <label className="field">
          <span>{words('Target')}</span>
          <select
            value={target.id}
            onChange={event => {
              const chosen = offered.find(({ id }) => id === event.currentTarget.value);
              if (chosen) check.setTarget(chosen);
            }}
          >
            {[...offered, ...(isOwn ? [target] : [])].map(({ id, name }) => (
              <option key={id} value={id}>
                {words(name)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" aria-expanded={isTyping} onClick={() => setTyping(!isTyping)}>
          {words('Type another')}
        </button>
      </div>
      {isTyping && <TypedTarget target={target} onDone={() => setTyping(false)} />}
    </div>
  );
}

function TypedTarget({ target, onDone }: { readonly target: CheckTarget; readonly onDone: () => void }) {
  const { check } = useCommands();
  const { kind } = target;
  const [text, setText] = useState(() => targetToText(target));
  const [unit, setUnit] = useState(target.unit);
  const [pitchRatio, setPitchRatio] = useState<number | null>(target.pitchRatio);
  const typed = textToTarget({ text, kind, unit, pitchRatio: pitchRatio ?? 1 });
  const isWrong = typeof typed === 'string';
  return (
    <form
      className="stack tight"
      onSubmit={event => {
        event.preventDefault();
        if (isWrong) return;
        check.setTarget(typed);
        onDone();
      }}
    >
      <label className="field">
        <span>
          {kind === 'concentration'
            ? words('Concentrations, a line a row; “control” without dye, “–” no well')
            : words('Depths in mm, a line a row; “control” without dye, “–” no well')}
        </span>
        <textarea
          rows={Math.min(8, Math.max(3, text.split('\n').length))}
          value={text}
          spellCheck={false}
          aria-invalid={isWrong}
          onChange={event => setText(event.currentTarget.value)}
        />
      </label>
      <div className="row">
        {kind === 'concentration' && (
          <label className="field">
            <span>{words('Unit')}</span>
            <input value={unit} maxLength={12} onChange={event => setUnit(event.currentTarget.value)} />
          </label>
        )}
        <NumberField
          label={words('Rows apart, per columns apart')}
          value={pitchRatio}
          min={0.2}
          max={5}
          step={0.01}
          onChange={setPitchRatio}
        />
        <button type="submit" disabled={isWrong}>
          {words('Use this target')}
        </button>
      </div>
      <p className={isWrong ? 'caution' : 'hint'} role="status">
        {isWrong
          ? typed
          : words('{rows} rows, {columns} columns.', { rows: typed.rows, columns: typed.columns })}
      </p>
    </form>
  );
}
