/** The case: protocol, pseudonym, dye, dose, route, injection, station, treatment before. Never a person's name. */

import { routes, stations } from '#model/case-strip.ts';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { InjectionTime } from './InjectionTime.tsx';
import { LabelField } from './LabelField.tsx';
import { ProtocolFacts } from './ProtocolFacts.tsx';

const none = 'none';

export function CaseSheet() {
  const { seeds } = useHouse();
  const { setCase } = useCommands();
  const strip = useConductor('caseStrip', state => state.case);
  const protocol = seeds.protocols.find(each => each.id === strip.protocolId) ?? null;
  const protocolOptions = [
    [none, words('No protocol')] as const,
    ...seeds.protocols.map(each => [each.id, `${each.id} · ${words(each.title)}`] as const),
  ];
  return (
    <Sheet title={words('Case')}>
      <div className="stack">
        <Choice
          label={words('Study protocol')}
          value={strip.protocolId ?? none}
          options={protocolOptions}
          onChange={id => setCase({ protocolId: id === none ? null : id })}
        />
        {protocol && <ProtocolFacts protocol={protocol} />}
        <LabelField label={strip.label} onChange={label => setCase({ label })} />
        <div className="columns">
          <label className="field">
            <span>{words('Dye')}</span>
            <input
              type="text"
              maxLength={60}
              value={strip.dye}
              onChange={event => setCase({ dye: event.currentTarget.value })}
            />
          </label>
          <label className="field">
            <span>{words('Dose, with its unit')}</span>
            <input
              type="text"
              maxLength={40}
              placeholder="2 mg/kg"
              value={strip.dose}
              onChange={event => setCase({ dose: event.currentTarget.value })}
            />
          </label>
          <Choice
            label={words('Route')}
            value={strip.route}
            options={routes.map(route => [route, words(route)] as const)}
            onChange={route => setCase({ route })}
          />
          <Choice
            label={words('Station')}
            value={strip.station}
            options={stations.map(station => [station, words(station)] as const)}
            onChange={station => setCase({ station })}
          />
        </div>
        <InjectionTime atS={strip.injectedAtS} onChange={injectedAtS => setCase({ injectedAtS })} />
        <label className="check">
          <input
            type="checkbox"
            checked={strip.neoadjuvant}
            onChange={event => setCase({ neoadjuvant: event.currentTarget.checked })}
          />
          <span>{words('Treated before surgery (chemotherapy or radiotherapy)')}</span>
        </label>
        {strip.neoadjuvant && (
          <p className="caution" role="status">
            {words('Treated or necrotic tumour may stay dark. Dark does not mean no tumour.')}
          </p>
        )}
      </div>
    </Sheet>
  );
}
