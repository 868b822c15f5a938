/** Signal left in a cavity, and how much of it an applicator would cover at its best place. */

import type { ResidualFigures } from '#model/analysis.ts';
import { inShort } from '#overlay/figures-in-words.ts';
import { areaQuantity } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { useCommands, useConductor } from '../house.ts';
import { EdgeButtons } from './EdgeButtons.tsx';
import { Figure } from './Figure.tsx';
import { NeedsSignal } from './NeedsSignal.tsx';
import { useShownPart } from './use-shown-part.ts';
import { givenIn, noScaleInWords, reasonOf, shareQuantity } from './words.ts';

const usualApplicatorMm = 30;

export function ResidualTab() {
  const { setAnalysis } = useCommands();
  const applicatorMm = useConductor('analysis', state => state.settings.applicatorMm);
  const shown = useShownPart(
    settings => settings.applicatorMm !== null,
    analysis => analysis.residual,
  );
  const found = givenIn(shown);
  return (
    <>
      <div className="row">
        <button
          type="button"
          aria-pressed={applicatorMm !== null}
          onClick={() => setAnalysis({ applicatorMm: applicatorMm === null ? usualApplicatorMm : null })}
        >
          {words('Map the residual signal')}
        </button>
        <EdgeButtons outline="cavity" />
        {applicatorMm !== null && (
          <NumberField
            label={words('Applicator, ⌀ mm')}
            value={applicatorMm}
            min={1}
            max={200}
            step={1}
            onChange={value => value !== null && setAnalysis({ applicatorMm: value })}
          />
        )}
      </div>
      {applicatorMm !== null && (
        <>
          <NeedsSignal />
          <div className="found-row">
            <Figure
              name={
                found
                  ? words('Share of cavity {cavityId} with signal', { cavityId: found.cavityId })
                  : words('Share of cavity with signal')
              }
              figure="residual.share"
              quantity={found && shareQuantity(found.share)}
              withheld={reasonOf(shown)}
              isLarge
            />
            <Figure
              name={words('Area of signal')}
              figure="residual.area"
              quantity={found && areaQuantity(found.area)}
            />
          </div>
          {found && found.area.mm2 === null && <p className="hint">{noScaleInWords()}</p>}
          {found && <Disc disc={found.disc} />}
        </>
      )}
      <p className="hint">
        {words(
          'Signal above the threshold in the picture’s plane, seen from the camera. No threshold for spinal metastases is published. Dark does not mean no tumour.',
        )}
      </p>
    </>
  );
}

function Disc({ disc }: { readonly disc: ResidualFigures['disc'] }) {
  if ('withheld' in disc)
    return (
      <Figure name={words('Applicator covers')} figure="disc.covers" quantity={null} withheld={disc.detail} />
    );
  return (
    <Figure
      name={words('Of that signal, ⌀ {diameterMm} mm covers at its best place', {
        diameterMm: inShort(disc.diameterMm),
      })}
      figure="disc.covers"
      quantity={shareQuantity(disc.covers)}
    />
  );
}
