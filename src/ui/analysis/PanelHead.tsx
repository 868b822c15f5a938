/** TBR stays in sight while analysis has the numbers' place. */

import type { PairFigures } from '#model/measurement.ts';
import { withUncertainty } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useHouse } from '../house.ts';
import { FigureName } from '../measure/FigureName.tsx';
import { PlusMinus } from '../measure/PlusMinus.tsx';
import { useShownFigures } from '../measure/use-shown-figures.ts';
import { toggleAnalysis } from './analysis-actions.ts';
import { keptTogether } from './words.ts';

/** Of the TBR, all that is stated; null where nothing is. */
const wholeSd = (pair: PairFigures | null): number | null =>
  pair && (pair.tbrSd !== null || pair.tbrProfileSd !== null)
    ? Math.hypot(pair.tbrSd ?? 0, pair.tbrProfileSd ?? 0)
    : null;

export function PanelHead() {
  const title = useTitle();
  const house = useHouse();
  const { tbr, tumour, background, pair } = useShownFigures();
  const shown = 'value' in tbr ? withUncertainty(tbr.value, wholeSd(pair)) : null;
  return (
    <header className="analysis-head">
      <FigureName figure="tbr">TBR</FigureName>
      <output aria-live="off" className="tbr" data-withheld={'withheld' in tbr} aria-label="TBR">
        {shown?.value ?? '—'}
      </output>
      {shown?.plusMinus && (
        <span
          className="plus-minus"
          title={title(
            words('Noise and calibration together (k = 2); apart beside the numbers'),
            'screen.analysis',
          )}
        >
          <PlusMinus value={shown.plusMinus} />
        </span>
      )}
      <p className={'withheld' in tbr ? 'caution' : undefined}>
        {'withheld' in tbr
          ? keptTogether(words(tbr.detail))
          : words('{id} to {idB} {tissue}', {
              id: tumour?.id,
              idB: background?.id,
              tissue: words(background?.tissue ?? ''),
            })}
      </p>
      <button
        type="button"
        className="plain"
        aria-label={words('Close analysis, back to the numbers')}
        title={title(words('Back to the numbers'), 'screen.analysis')}
        onClick={() => toggleAnalysis(house)}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}
