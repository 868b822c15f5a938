/** The ring round a lesion: how much of it is there, where it has gaps, how wide it is. */

import type { RimFigures } from '#model/analysis.ts';
import { lengthQuantity, quantityInWords } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { useKeysInWords } from '../hands/use-keys-in-words.ts';
import { useCommands, useConductor } from '../house.ts';
import { Figure } from './Figure.tsx';
import { NeedsSignal } from './NeedsSignal.tsx';
import { PolarPlot } from './PolarPlot.tsx';
import { useShownPart } from './use-shown-part.ts';
import { givenIn, noScaleInWords, reasonOf, shareQuantity } from './words.ts';

const off = 'off';
const mostGaps = 4;

type Gap = RimFigures['gaps'][number];

export function RimTab() {
  const tumourKey = useKeysInWords('regions.tumour');
  const { setAnalysis } = useCommands();
  const rimOf = useConductor('analysis', state => state.settings.rimOf);
  const regions = useConductor('regions', state => state.regions);
  const profile = useConductor('analysis', state => state.shapes.rim);
  const shown = useShownPart(
    settings => settings.rimOf !== null,
    analysis => analysis.rim,
  );
  const found = givenIn(shown);
  const tumours = regions.filter(region => region.role === 'tumour').map(({ id }) => id);
  const ids = rimOf === null || tumours.includes(rimOf) ? tumours : [...tumours, rimOf];
  const [largest] = found?.gaps ?? [];
  return (
    <>
      <Choice
        label={words('Read the ring of')}
        value={rimOf ?? off}
        options={[[off, words('no region')], ...ids.map(id => [id, id] as const)]}
        onChange={id => setAnalysis({ rimOf: id === off ? null : id })}
      />
      {tumours.length === 0 && (
        <p className="hint">
          {words('No tumour region yet: press {key} and draw it about the lesion.', {
            key: tumourKey || words('Tumour region'),
          })}
        </p>
      )}
      {rimOf !== null && (
        <>
          <NeedsSignal />
          <div className="found-row">
            <Figure
              name={words('Completeness')}
              figure="rim.completeness"
              quantity={found && shareQuantity(found.completeness)}
              withheld={reasonOf(shown)}
              isLarge
            />
            <Figure
              name={words('Width (half maximum)')}
              figure="rim.width"
              quantity={found && lengthQuantity(found.width)}
            />
          </div>
          {found && (
            <p>
              {largest ? gapsInWords(largest, found.gaps.slice(1)) : words('No gap.')}{' '}
              {words('Radius {radius}.', { radius: quantityInWords(lengthQuantity(found.radius)) })}
            </p>
          )}
          {found && found.width.mm === null && <p className="hint">{noScaleInWords()}</p>}
          {found && profile && <PolarPlot profile={profile} figures={found} />}
        </>
      )}
      <p className="hint">
        {words(
          'Share of 360 directions whose brightest light reaches the threshold. Not every lesion has a ring: in one series a third had.',
        )}
      </p>
    </>
  );
}

function gapsInWords(largest: Gap, others: readonly Gap[]): string {
  const degrees = Math.round(largest.degrees);
  const length = quantityInWords(lengthQuantity(largest.length));
  if (others.length === 0) return words('Largest gap {degrees}°, {length}.', { degrees, length });
  const next = others.slice(0, mostGaps - 1).map(gap => `${Math.round(gap.degrees)}°`);
  const gaps = `${next.join(', ')}${others.length >= mostGaps ? ' …' : ''}`;
  return words('Largest gap {degrees}°, {length}; then {gaps}.', { degrees, length, gaps });
}
