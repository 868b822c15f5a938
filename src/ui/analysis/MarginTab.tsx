/** The distance from the edge to the signal: the smallest, along the edge, and the share under each limit. */

import type { MarginFigures } from '#model/analysis.ts';
import { inPercent, inShort } from '#overlay/figures-in-words.ts';
import { lengthQuantity, quantityInWords } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { EdgeButtons } from './EdgeButtons.tsx';
import { Figure } from './Figure.tsx';
import { Limits } from './Limits.tsx';
import { MarginPlot } from './MarginPlot.tsx';
import { NeedsSignal } from './NeedsSignal.tsx';
import { useShownPart } from './use-shown-part.ts';
import { givenIn, noScaleInWords, reasonOf } from './words.ts';

export function MarginTab() {
  const { setAnalysis } = useCommands();
  const isOn = useConductor('analysis', state => state.settings.margin);
  const edge = useConductor('analysis', state => state.shapes.edge);
  const shown = useShownPart(
    settings => settings.margin,
    analysis => analysis.margin,
  );
  const found = givenIn(shown);
  return (
    <>
      <div className="row">
        <button type="button" aria-pressed={isOn} onClick={() => setAnalysis({ margin: !isOn })}>
          {words('Measure')}
        </button>
        {isOn && <Limits />}
      </div>
      <div className="row">
        <EdgeButtons outline="edge" />
      </div>
      {isOn && <NeedsSignal />}
      {isOn && (
        <>
          <div className="found-row">
            <Figure
              name={
                found
                  ? words('Smallest distance, edge {edgeId} to signal', { edgeId: found.edgeId })
                  : words('Smallest distance to signal')
              }
              figure="margin.smallest"
              quantity={found && lengthQuantity(found.smallest)}
              withheld={reasonOf(shown)}
              isLarge
            />
            {found && found.under.length > 0 && <Shares under={found.under} />}
          </div>
          <p className="hint">
            {words(
              'Published differences between fluorescence and pathology are 1.3–1.9 mm (median): more than the 1 mm rule.',
            )}
          </p>
          {found?.reachesEdge && <p className="caution">{words('Signal reaches the edge.')}</p>}
          {found && found.smallest.mm === null && <p className="hint">{noScaleInWords()}</p>}
          {found && edge && <MarginPlot edge={edge} figures={found} />}
          {found && (
            <p>
              {words('Edge length {edgeLength}.', {
                edgeLength: quantityInWords(lengthQuantity(found.edgeLength)),
              })}
            </p>
          )}
        </>
      )}
      <p className="hint">
        {words('Distance to signal in the picture’s plane, not to tumour. Dark does not mean no tumour.')}
      </p>
    </>
  );
}

function Shares({ under }: Pick<MarginFigures, 'under'>) {
  return (
    <ul className="shares" aria-label={words('Share of the edge nearer than each limit')}>
      {under.map(({ limitMm, share }) => (
        <li key={limitMm}>
          <strong>{inPercent(share)}</strong> {words('under {limit} mm', { limit: inShort(limitMm) })}
        </li>
      ))}
    </ul>
  );
}
