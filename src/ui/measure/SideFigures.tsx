/** The smaller numbers: contrast to noise, clipping, pixels. Each is a button that says what it is. */

import type { FigureKey } from '#model/figures.ts';
import { inCount, inPercent } from '#overlay/figures-in-words.ts';
import { withUncertainty } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useConductor, useHouse } from '../house.ts';
import { PlusMinus } from './PlusMinus.tsx';
import type { ShownFigures } from './shown-figures.ts';

type Cell = {
  readonly figure: FigureKey;
  readonly name: string;
  readonly values: readonly string[];
  /** In digits; expanded, k = 2. */
  readonly plusMinus?: string | null;
  readonly isBad?: boolean;
};

export function SideFigures({ figures }: { readonly figures: ShownFigures }) {
  const title = useTitle();
  const { desk } = useHouse();
  const limit = useConductor('scene', scene => scene.profile.clippedLimitShare);
  const { cnr, pair, tumourStatistics: t, backgroundStatistics: b } = figures;
  const clipped = t && b ? Math.max(t.clippedShare, b.clippedShare) : null;
  const shownCnr = 'value' in cnr ? withUncertainty(cnr.value, pair?.cnrSd ?? null) : null;
  const cells: readonly Cell[] = [
    {
      figure: 'cnr',
      name: 'CNR',
      values: [shownCnr?.value ?? '–'],
      plusMinus: shownCnr?.plusMinus ?? null,
    },
    {
      figure: 'clippedShare',
      name: words('Clipped'),
      values: [clipped === null ? '–' : inPercent(clipped)],
      isBad: clipped !== null && clipped > limit,
    },
    {
      figure: 'n',
      name: words('Pixels'),
      values: [`T ${t ? inCount(t.n) : '–'}`, `B ${b ? inCount(b.n) : '–'}`],
    },
  ];
  return (
    <ul className="side-figures">
      {cells.map(({ figure, name, values, plusMinus, isBad }) => (
        <li key={name}>
          <button
            type="button"
            className="side-figure"
            aria-haspopup="dialog"
            title={title(words('What this is'), 'screen.definitions')}
            onClick={() => desk.explain(figure)}
          >
            <span className="side-name">{name}</span>
            {values.map(value => (
              <span key={value} className={isBad ? 'side-value caution' : 'side-value'}>
                {value}
                {plusMinus && (
                  <small>
                    {' '}
                    <PlusMinus value={plusMinus} />
                  </small>
                )}
              </span>
            ))}
          </button>
        </li>
      ))}
    </ul>
  );
}
