/** What the chosen study says about dye, dose and timing; one press takes a dose over. */

import type { Protocol } from '#study/protocol.ts';
import { words } from '#words/words.ts';
import { useCommands } from '../house.ts';
import './study.css';

type Dose = Protocol['doses'][number];

const timingOf = ({ hoursBeforeSurgery: hours }: Dose): string => {
  if (!hours) return words('timing not given');
  const span = hours.from === hours.to ? `${hours.from}` : `${hours.from}–${hours.to}`;
  return words('{hours} h before', { hours: span });
};

export function ProtocolFacts({ protocol }: { readonly protocol: Protocol }) {
  const { setCase } = useCommands();
  return (
    <section className="protocol">
      <p>{words(protocol.condition)}</p>
      <p className="hint">{words(protocol.fluorescence.note)}</p>
      <div className="row">
        {protocol.doses.map(dose => (
          <button
            key={dose.id}
            type="button"
            disabled={dose.label === null}
            onClick={() =>
              setCase({
                dose: dose.label ?? '',
                ...(protocol.dye && { dye: protocol.dye }),
                ...(dose.route && { route: dose.route }),
              })
            }
          >
            {dose.label ?? words('dose not given')}, {timingOf(dose)}
          </button>
        ))}
      </div>
      {protocol.neoadjuvant && (
        <p className="caution">
          {words('{who} treated before surgery: {note}', {
            who: words(protocol.neoadjuvant.who),
            note: words(protocol.neoadjuvant.note),
          })}
        </p>
      )}
      {protocol.contraindications.length > 0 && (
        <p className="hint">
          {words('Not to be included: {contraindications}.', {
            contraindications: protocol.contraindications.map(each => words(each)).join('; '),
          })}
        </p>
      )}
      <p className="hint" lang="en">
        {protocol.source.registry}
      </p>
    </section>
  );
}
