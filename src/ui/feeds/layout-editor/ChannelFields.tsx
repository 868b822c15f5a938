/** A channel's rectangle in numbers: the way without a mouse, and to the per cent. */
import type { RectShare } from '#model/layout.ts';
import { words } from '#words/words.ts';
import { withSide } from './rect-share.ts';

const sides = [
  ['x', 'left %'],
  ['y', 'top %'],
  ['width', 'wide %'],
  ['height', 'high %'],
] as const;

export function ChannelFields({
  name,
  rect,
  usual,
  onChange,
}: {
  readonly name: string;
  readonly rect: RectShare | null;
  /** Where it starts when it is switched on. */
  readonly usual: RectShare;
  readonly onChange: (rect: RectShare | null) => void;
}) {
  return (
    <fieldset className="channel-fields">
      <legend className="visually-hidden">{name}</legend>
      <label className="check">
        <input
          type="checkbox"
          checked={rect !== null}
          onChange={event => onChange(event.currentTarget.checked ? usual : null)}
        />
        <span>{name}</span>
      </label>
      {rect &&
        sides.map(([side, word]) => (
          <label key={side} className="field">
            <span>{words(word)}</span>
            <input
              type="number"
              min={0}
              max={100}
              step={0.1}
              value={Number((rect[side] * 100).toFixed(2))}
              onChange={event => {
                const percent = event.currentTarget.valueAsNumber;
                if (Number.isFinite(percent)) onChange(withSide(rect, side, percent / 100));
              }}
            />
          </label>
        ))}
    </fieldset>
  );
}
