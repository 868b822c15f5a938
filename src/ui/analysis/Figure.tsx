/** One number of the panel with its name; withheld, a dash and the reason stand at the same place in the same size. */
import type { Quantity } from '#overlay/uncertainty.ts';
import { keptTogether } from './words.ts';

export function Figure({
  name,
  quantity,
  withheld = null,
  isLarge = false,
}: {
  readonly name: string;
  /** Null: withheld, or nothing to say of it. */
  readonly quantity: Quantity | null;
  readonly withheld?: string | null;
  readonly isLarge?: boolean;
}) {
  return (
    <div className={isLarge ? 'found large' : 'found'}>
      <span className="found-name">{name}</span>
      <output className="found-value" aria-label={name} data-withheld={quantity === null}>
        {quantity === null ? (
          '—'
        ) : (
          <>
            {quantity.value}
            {quantity.plusMinus !== null && <span className="found-more"> ± {quantity.plusMinus}</span>}
            <span className="found-more">{`\u00a0${quantity.unit}`}</span>
          </>
        )}
      </output>
      {withheld !== null && <p className="withheld">{keptTogether(withheld)}</p>}
    </div>
  );
}
