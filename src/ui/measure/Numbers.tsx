/** The numbers beside the picture: TBR first and largest, then what it refers to. */

import type { Figure } from '#model/measurement.ts';
import { inDigits } from '#overlay/figures-in-words.ts';
import { coverage, tbrSdOf, tbrUncertaintyInWords, withUncertainty } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { FigureName } from './FigureName.tsx';
import { PlusMinus } from './PlusMinus.tsx';
import { RegionChips } from './RegionChips.tsx';
import { SideFigures } from './SideFigures.tsx';
import { Trace } from './Trace.tsx';
import { TumourLight } from './TumourLight.tsx';
import { useShownFigures } from './use-shown-figures.ts';
import './measure.css';
import { useKeysInWords, useTitle } from '../hands/use-keys-in-words.ts';

/** A number and its per cent sign on one line. */
const keptTogether = (text: string): string => text.replaceAll(' %', '\u00a0%');

/** Why there is no number; where a region is what lacks, with the key that draws one. */
function useDetail(tbr: Figure): string {
  const tumourKey = useKeysInWords('regions.tumour');
  const backgroundKey = useKeysInWords('regions.background');
  if ('value' in tbr) return '';
  if (tbr.withheld === 'no-tumour' && tumourKey)
    return words('no tumour region: press {key} and draw', { key: tumourKey });
  if (tbr.withheld === 'no-background' && backgroundKey)
    return words('no background region: press {key} and draw', { key: backgroundKey });
  return words(tbr.detail);
}

export function Numbers() {
  const title = useTitle();
  const { desk } = useHouse();
  const bigNumbers = useDesk(state => state.bigNumbers);
  const figures = useShownFigures();
  const { tbr, range, tumour, background, pair } = figures;
  const shown = 'value' in tbr ? withUncertainty(tbr.value, pair && tbrSdOf(pair)) : null;
  const parts = 'value' in tbr && pair ? tbrUncertaintyInWords(tbr.value, pair) : '';
  const calibration = useConductor('scene', scene => scene.calibration);
  const detail = useDetail(tbr);
  return (
    <aside className="numbers" aria-label={words('Numbers')}>
      <div className="numbers-head">
        <FigureName figure="tbr">TBR</FigureName>
        <span className="tumour-name">{tumour?.id ?? ''}</span>
        <button
          type="button"
          className="plain"
          aria-label={words('All pairs and regions')}
          aria-haspopup="dialog"
          title={words('All pairs and regions')}
          onClick={() => desk.open('pairs')}
        >
          <Icon name="table" />
        </button>
        <button
          type="button"
          className="plain"
          aria-label={words('Big numbers')}
          title={title(words('Big numbers'), 'screen.big-numbers')}
          aria-pressed={bigNumbers}
          onClick={() => desk.store.setState({ bigNumbers: !bigNumbers })}
        >
          <Icon name="big" />
        </button>
      </div>
      <div className="tbr-line">
        <output aria-live="off" className="tbr" data-withheld={'withheld' in tbr} aria-label="TBR">
          {shown?.value ?? '—'}
        </output>
        {shown?.plusMinus && (
          <button
            type="button"
            className="plus-minus"
            aria-haspopup="dialog"
            title={title(
              words('Expanded uncertainty (k = {coverage}): {parts}', { coverage, parts }),
              'screen.definitions',
            )}
            onClick={() => desk.explain(pair?.tbrSd === null ? 'tbrProfileSd' : 'tbrSd')}
          >
            <PlusMinus value={shown.plusMinus} />
            <span className="visually-hidden">: {parts}</span>
          </button>
        )}
      </div>
      <div className="tbr-rest">
        {'withheld' in tbr ? (
          <p className="withheld">{keptTogether(detail)}</p>
        ) : (
          <>
            <p className="background-name">
              {words('to {id} {tissue}', { id: background?.id, tissue: words(background?.tissue ?? '') })}
            </p>
            {range && (
              <p className="range">
                <strong>
                  {inDigits(range.low)} – {inDigits(range.high)}
                </strong>{' '}
                {words('over {count} backgrounds', { count: range.backgrounds })}
              </p>
            )}
          </>
        )}
      </div>
      {calibration !== 'calibrated' && <p className="calibration caution">{words(calibration)}</p>}
      <SideFigures figures={figures} />
      <TumourLight figures={figures} />
      <Trace />
      {!bigNumbers && <RegionChips />}
    </aside>
  );
}
