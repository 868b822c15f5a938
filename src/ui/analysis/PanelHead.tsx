/** TBR stays in sight while analysis has the numbers' place. */
import { Icon } from '../controls/Icon.tsx';
import { useHouse } from '../house.ts';
import { FigureName } from '../measure/FigureName.tsx';
import { withUncertainty } from '../measure/uncertainty.ts';
import { useShownFigures } from '../measure/use-shown-figures.ts';
import { toggleAnalysis } from './analysis-actions.ts';
import { keptTogether } from './words.ts';

export function PanelHead() {
  const house = useHouse();
  const { tbr, tumour, background } = useShownFigures();
  return (
    <header className="analysis-head">
      <FigureName figure="tbr">TBR</FigureName>
      <output className="tbr" data-withheld={'withheld' in tbr} aria-label="TBR">
        {'value' in tbr ? withUncertainty(tbr.value, null).value : '—'}
      </output>
      <p className={'withheld' in tbr ? 'caution' : undefined}>
        {'withheld' in tbr
          ? keptTogether(tbr.detail)
          : `${tumour?.id} to ${background?.id} ${background?.tissue ?? ''}`}
      </p>
      <button
        type="button"
        className="plain"
        aria-label="Close analysis, back to the numbers"
        title="Back to the numbers (Y)"
        onClick={() => toggleAnalysis(house)}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}
