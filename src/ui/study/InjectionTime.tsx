/** When the dye was given: date and time, or now. */
import { words } from '#words/words.ts';

/** What a `datetime-local` field holds: local time without a zone. */
function toLocalField(atS: number | null): string {
  if (atS === null) return '';
  const date = new Date(atS * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function InjectionTime({
  atS,
  onChange,
}: {
  readonly atS: number | null;
  readonly onChange: (atS: number | null) => void;
}) {
  return (
    <div className="row">
      <label className="field">
        <span>{words('Injection')}</span>
        <input
          type="datetime-local"
          value={toLocalField(atS)}
          onChange={event => {
            const { value } = event.currentTarget;
            const atMs = new Date(value).getTime();
            onChange(value === '' || Number.isNaN(atMs) ? null : atMs / 1000);
          }}
        />
      </label>
      <button type="button" onClick={() => onChange(Math.floor(Date.now() / 1000))}>
        {words('Now')}
      </button>
      <button type="button" disabled={atS === null} onClick={() => onChange(null)}>
        {words('Not known')}
      </button>
    </div>
  );
}
