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
  if (made === null) return 'age not known';
  const days = Math.floor((still.takenAtS - made) / dayS);
  if (days < 0) return 'measured after the still';
  return days === 0 ? 'measured the same day' : `${days} ${days === 1 ? 'day' : 'days'} old`;
}

export function SheetFacts({ still }: { readonly still: Still }) {
  const { label, protocolId, station, dye, dose, route } = still.case;
  const { profile } = still.inputs;
  const facts = [
    ['Case', [label || 'no label', protocolId].filter(Boolean).join(' · ')],
    ['Station', station],
    ['Since injection', clockOf(still) ?? 'not known'],
    ['Dye', [dye, dose, route].filter(Boolean).join(', ')],
    ['Taken', `${inDay(still.takenAtS)} (${isoSeconds(still.takenAtS)})`],
    ['Source', `${still.feed.name}, frame ${still.frame.number}`],
    ['Profile', `${profile.name}, ${ageInWords(still)}`],
    ['Numbers are', still.measurement.calibration],
  ];
  return (
    <header>
      <h3>{words('Still of near-infrared fluorescence')}</h3>
      <dl className="sheet-facts">
        {facts.map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
