/** The profile in force, the profiles kept on this device, and the ways to another. Everything here can change a number. */
import { words } from '#words/words.ts';
import { toggleCheck } from '../../check/check-actions.ts';
import { Sheet } from '../../controls/Sheet.tsx';
import { useConductor, useHouse } from '../../house.ts';
import { beginAnew, enterCalibration } from '../begin.ts';
import { faultInWords, inDay, profileTitle, validUntilS } from '../words.ts';
import { ByHand } from './ByHand.tsx';
import { ExchangeScope } from './ExchangeScope.tsx';
import { ProfileList } from './ProfileList.tsx';
import './profiles.css';
import { KeyHint } from '../panel-keys.tsx';

export function ProfileSheet() {
  return (
    <Sheet title={words('Calibration')}>
      <div className="stack">
        <InForce />
        <Begin />
        <BeginCheck />
        <ProfileList />
        <ExchangeScope />
        <ByHand />
      </div>
    </Sheet>
  );
}

function InForce() {
  const profile = useConductor('scene', scene => scene.profile);
  const faults = useConductor('scene', scene => scene.faults);
  const calibration = useConductor('scene', scene => scene.calibration);
  const until = validUntilS(profile);
  return (
    <section className="in-force" aria-label={words('In force')}>
      <p>
        {words('In force:')} <strong>{profileTitle(profile)}</strong>
        {profile.madeFor?.scope && `, ${profile.madeFor.scope}`}
      </p>
      <p className={calibration === 'calibrated' ? undefined : 'caution'} role="status">
        {calibration === 'calibrated'
          ? until === null
            ? words('Numbers are calibrated: the curve is known and a dark was measured.')
            : words(
                'Numbers are calibrated: the curve is known and a dark was measured, valid until {until}.',
                { until: inDay(until) },
              )
          : words('Numbers are {calibration}.', { calibration: words(calibration) })}
      </p>
      {faults.length > 0 && (
        <ul className="caution">
          {faults.map(fault => (
            <li key={'part' in fault ? `${fault.kind} ${fault.part}` : fault.kind}>{faultInWords(fault)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Begin() {
  const house = useHouse();
  const canResume = useConductor('calibrating', state => state.canResume);
  return (
    <div className="row">
      <button type="button" className="primary" onClick={() => enterCalibration(house)}>
        {canResume ? words('Resume the calibration') : words('Calibrate')} <KeyHint of="calibration.begin" />
      </button>
      {canResume && (
        <button type="button" onClick={() => beginAnew(house)}>
          {words('Begin anew')}
        </button>
      )}
      <span className="hint">{words('Chart, cap, even target, ruler: about ten minutes.')}</span>
    </div>
  );
}

function BeginCheck() {
  const house = useHouse();
  const isOpen = useConductor('checking', state => state.isOpen);
  return (
    <div className="row">
      <button type="button" disabled={isOpen} onClick={() => toggleCheck(house)}>
        {words('Start-of-day check')} <KeyHint of="screen.check" />
      </button>
      <span className="hint">
        {words('Phantom, cap, bars: what this camera does today beside its own history.')}
      </span>
    </div>
  );
}
