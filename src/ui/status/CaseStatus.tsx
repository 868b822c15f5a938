/** Protocol, pseudonym, station and the clock since injection; opens the case. */

import { sinceInjection } from '#model/case-strip.ts';
import { words } from '#words/words.ts';
import { useConductor, useHouse } from '../house.ts';
import { useNowS } from './use-now.ts';

export function CaseStatus() {
  const { desk } = useHouse();
  const now = useNowS();
  const strip = useConductor('caseStrip', state => state.case);
  const since = sinceInjection(strip.injectedAtS, now);
  return (
    <button
      type="button"
      className="status-item case"
      aria-haspopup="dialog"
      onClick={() => desk.open('case')}
    >
      <span className="visually-hidden">{words('Case:')} </span>
      <span className="soft">{strip.protocolId ?? words('No protocol')}</span>
      <span>{strip.label || words('no label')}</span>
      <span className="soft station">{words(strip.station)}</span>
      <span>{since ?? words('T+ not set')}</span>
      {strip.neoadjuvant && <span className="caution">{words('treated')}</span>}
    </button>
  );
}
