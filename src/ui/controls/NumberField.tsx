/** A number with its name; empty means null where that is allowed. Reports only what can be read as a number. */
import { useState } from 'react';

export function NumberField({
  label,
  hint,
  value,
  min,
  max,
  step,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number | null) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="number"
        min={min}
        max={max}
        step={step}
        value={typed ?? value ?? ''}
        onChange={event => {
          const { value: text, valueAsNumber, validity } = event.currentTarget;
          setTyped(text);
          if (text === '') onChange(null);
          else if (validity.valid) onChange(valueAsNumber);
        }}
        onBlur={() => setTyped(null)}
      />
      {hint && <span className="hint">{hint}</span>}
    </label>
  );
}
