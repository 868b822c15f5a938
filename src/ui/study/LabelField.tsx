/** The pseudonym: what does not look like one is not taken, and the field says why. */

import { useState } from 'react';
import { caseSchema } from '#model/case-strip.ts';
import { words } from '#words/words.ts';

export function LabelField({
  label,
  onChange,
}: {
  readonly label: string;
  readonly onChange: (label: string) => void;
}) {
  const [typed, setTyped] = useState(label);
  const checked = caseSchema.shape.label.safeParse(typed);
  return (
    <label className="field">
      <span>{words('Case label, a pseudonym')}</span>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        aria-invalid={!checked.success}
        aria-describedby="label-rule"
        onChange={event => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (caseSchema.shape.label.safeParse(text).success) onChange(text);
        }}
      />
      <span id="label-rule" className={checked.success ? 'hint' : 'stop'}>
        {words(
          'Up to 24 letters, digits, dashes and dots. No spaces and no names: the label is on every still.',
        )}
      </span>
    </label>
  );
}
