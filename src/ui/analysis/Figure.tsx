/** One number of the panel with its name; withheld, a dash and the reason stand at the same place in the same size. Pressed, it says what it is. */

import type { AnalysisFigureKey } from '#model/analysis-definitions.ts';
import type { Quantity } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useHouse } from '../house.ts';
import { keptTogether } from './words.ts';

export function Figure({
  name,
  figure,
  quantity,
  withheld = null,
  isLarge = false,
}: {
  readonly name: string;
  readonly figure: AnalysisFigureKey;
  /** Null: withheld, or nothing to say of it. */
  readonly quantity: Quantity | null;
  readonly withheld?: string | null;
  readonly isLarge?: boolean;
}) {
  const title = useTitle();
  const { desk } = useHouse();
  return (
    <div className={isLarge ? 'found large' : 'found'}>
      <button
        type="button"
        aria-haspopup="dialog"
        title={title(words('What this is'), 'screen.definitions')}
        onClick={() => desk.explainAnalysis(figure)}
      >
        <span className="found-name">{name}</span>
        <span className="found-value" data-withheld={quantity === null}>
          {quantity === null ? (
            '—'
          ) : (
            <>
              {quantity.value}
              {quantity.plusMinus !== null && <span className="found-more"> ± {quantity.plusMinus}</span>}
              <span className="found-more">{`\u00a0${quantity.unit}`}</span>
            </>
          )}
        </span>
      </button>
      {withheld !== null && <p className="withheld">{keptTogether(words(withheld))}</p>}
    </div>
  );
}
