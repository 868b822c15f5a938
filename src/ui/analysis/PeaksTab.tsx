/** The highest peaks inside the edge, numbered, so that pathology can sample them. */

import type { PeakFigures } from '#model/analysis.ts';
import { inPercent } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { useCommands, useConductor } from '../house.ts';
import { Figure } from './Figure.tsx';
import { useShownPart } from './use-shown-part.ts';
import { givenIn, reasonOf } from './words.ts';

/** Far enough for two blocks of tissue. */
const usualApartMm = 5;

export function PeaksTab() {
  const { setAnalysis } = useCommands();
  const apartMm = useConductor('analysis', state => state.settings.peaksApartMm);
  const shown = useShownPart(
    settings => settings.peaksApartMm !== null,
    analysis => analysis.peaks,
  );
  const reason = reasonOf(shown);
  const found = givenIn(shown);
  return (
    <>
      <div className="row">
        <button
          type="button"
          aria-pressed={apartMm !== null}
          onClick={() => setAnalysis({ peaksApartMm: apartMm === null ? usualApartMm : null })}
        >
          {words('Find the three highest')}
        </button>
        {apartMm !== null && (
          <NumberField
            label={words('At least apart, mm')}
            value={apartMm}
            min={0.5}
            max={100}
            step={0.5}
            onChange={peaksApartMm => peaksApartMm !== null && setAnalysis({ peaksApartMm })}
          />
        )}
      </div>
      {apartMm !== null && reason !== null && (
        <Figure name={words('Peaks')} figure="peak.at" quantity={null} withheld={reason} isLarge />
      )}
      {found && <PeakList found={found} />}
      <p className="hint">
        {words(
          'Sentinel margins: the highest fluorescence on the cut surface first. Sample 1, then 2, then 3. Place: pixels from the top left of the camera’s picture.',
        )}
      </p>
    </>
  );
}

function PeakList({ found }: { readonly found: PeakFigures }) {
  return (
    <>
      <p>
        {found.edgeId === null
          ? words('In the whole NIR picture: no edge is drawn.')
          : words('Inside edge {edgeId}.', { edgeId: found.edgeId })}
      </p>
      <ol className="peaks">
        {found.peaks.map(({ number, at, light, percent }) => (
          <li key={number}>
            <span className="peak-number">{number}</span>
            <strong>{percent.toFixed(0)} %</strong>
            <span>
              {words('{light} of white', { light: inPercent(light) })}
              <br />x {at.x.toFixed(0)}, y {at.y.toFixed(0)}
            </span>
          </li>
        ))}
      </ol>
      {found.peaks.length < 3 && (
        <p className="hint">
          {found.peaks.length === 1
            ? words('Only one peak was found.')
            : words('Only {count} peaks are that far apart.', { count: found.peaks.length })}
        </p>
      )}
    </>
  );
}
