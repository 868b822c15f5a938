/** A button that asks once, in its own place, before something is lost for good. */

import { useState } from 'react';
import { words } from '#words/words.ts';

export function ConfirmButton({
  label,
  question,
  confirmLabel = words('Delete'),
  disabled = false,
  onConfirm,
}: {
  readonly label: string;
  /** Names what is lost: "Delete 3 stills for good?" */
  readonly question: string;
  readonly confirmLabel?: string;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button type="button" disabled={disabled} onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  return (
    <fieldset className="row confirm">
      <legend className="visually-hidden">{question}</legend>
      <span aria-hidden="true">{question}</span>
      <button
        type="button"
        className="danger"
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {confirmLabel}
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        {words('Keep')}
      </button>
    </fieldset>
  );
}
