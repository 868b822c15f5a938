/** Head of the sheet: which case, when, what it was seen with. */

import type { Still } from '#model/still.ts';
import { clockOf, isoSeconds } from '#overlay/still-footer.ts';
import { words } from '#words/words.ts';
import { madeAtS } from '../../calibrate/words.ts';
import { inDay } from '../../replay/in-words.ts';

const dayS = 86_400;

/** "4 days old", when the still was taken. */
function ageInWords(still: Still): string {
  const made = madeAtS(still.inputs.profile);
  if (made === null) return words('age not known');
  const days = Math.floor((still.takenAtS - made) / dayS);
  if (days < 0) return words('measured after the still');
  if (days === 0) return words('measured the same day');
  return days === 1 ? words('1 day old') : words('{days} days old', { days });
}

export function SheetFacts({ still }: { readonly still: Still }) {
  const { label, protocolId, station, dye, dose, route } = still.case;
  const { profile } = still.inputs;
  const facts = [
    ['Case', [label || words('no label'), protocolId].filter(Boolean).join(' · ')],
    ['Station', words(station)],
    ['Since injection', clockOf(still) ?? words('not known')],
    ['Dye', [dye, dose, words(route)].filter(Boolean).join(', ')],
    ['Taken', `${inDay(still.takenAtS)} (${isoSeconds(still.takenAtS)})`],
    ['Source', words('{feed}, frame {number}', { feed: still.feed.name, number: still.frame.number })],
    ['Profile', `${profile.name}, ${ageInWords(still)}`],
    ['Numbers are', words(still.measurement.calibration)],
  ] as const;
  return (
    <header>
      <h3>{words('Still of near-infrared fluorescence')}</h3>
      <dl className="sheet-facts">
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
