/** Protocol, pseudonym, station and the clock since injection; opens the case. */
import { sinceInjection } from '#model/case-strip.ts';
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
      <span className="visually-hidden">Case: </span>
      <span className="soft">{strip.protocolId ?? 'No protocol'}</span>
      <span>{strip.label || 'no label'}</span>
      <span className="soft station">{strip.station}</span>
      <span>{since ?? 'T+ not set'}</span>
      {strip.neoadjuvant && <span className="caution">treated</span>}
    </button>
  );
}
