/** Where one looks: the tag that every still and number carries. */

import { type Station, stations } from '#model/case-strip.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';

const short = {
  'gross tumour': 'Gross',
  'tumour bed': 'Bed',
  'cross-sectioned specimen': 'Cross',
  other: 'Other',
} as const satisfies Record<Station, string>;

export function StationPicker() {
  const { setCase } = useCommands();
  const station = useConductor('caseStrip', state => state.case.station);
  return (
    <fieldset className="group stations">
      <legend className="visually-hidden">{words('Station')}</legend>
      {stations.map(each => (
        <button
          key={each}
          type="button"
          className="mode"
          aria-pressed={each === station}
          aria-label={`${words(short[each])}: ${words(each)}`}
          title={words(each)}
          onClick={() => setCase({ station: each })}
        >
          {words(short[each])}
        </button>
      ))}
    </fieldset>
  );
}
