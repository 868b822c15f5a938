/** What was calibrated, how well and until when; what each step is worth; and what stays relative. Kept under a name. */

import { type ReactNode, useId, useState } from 'react';
import type { CalibrationRun, StepEffect } from '#model/calibration.ts';
import { calibrationOf, type Profile, partNames } from '#model/profile.ts';
import { numerals, words } from '#words/words.ts';
import { useCommands, useConductor, useHouse } from '../../house.ts';
import { endedWith } from '../begin.ts';
import { PanelKeyHint, usePanelKey } from '../panel-keys.tsx';
import { inDay, partTitles, transferInWords } from '../words.ts';
import { useEffects } from './use-effects.ts';

export function VerdictStep() {
  const run = useConductor('calibrating', state => state.run);
  if (!run) return null;
  return <Verdict run={run} />;
}

function Verdict({ run }: { readonly run: CalibrationRun }) {
  const displayReferred = useConductor('scene', scene => scene.layout?.displayReferred ?? false);
  const calibration = calibrationOf(run.draft, displayReferred);
  const effects = useEffects(run);
  return (
    <>
      <p className={calibration === 'calibrated' ? 'verdict' : 'verdict caution'}>
        {calibration === 'calibrated'
          ? words('With this profile numbers are calibrated: {transfer}, dark known.', {
              transfer: transferInWords(run.draft.transfer),
            })
          : words('With this profile numbers stay {calibration}.', { calibration: words(calibration) })}
      </p>
      <KeepForm run={run}>
        <PartsTable run={run} effects={effects} />
        <Effects effects={effects} />
        <Relative profile={run.draft} />
      </KeepForm>
    </>
  );
}

/** Why a step is worth what it is, in words. */
function Effects({ effects }: { readonly effects: readonly StepEffect[] }) {
  if (effects.length === 0) return null;
  return (
    <details>
      <summary>{words('What these readings mean')}</summary>
      <ul className="stack tight">
        {effects.map(({ part, words: meaning }) => (
          <li key={part}>
            <strong>{words(partTitles[part])}.</strong> {words(meaning)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function PartsTable({
  run,
  effects,
}: {
  readonly run: CalibrationRun;
  readonly effects: readonly StepEffect[];
}) {
  return (
    <table className="verdict-table">
      <caption>{words('What was measured, and what a true TBR of 2 reads as without it')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('Step')}</th>
          <th scope="col">{words('How well, until when')}</th>
          <th scope="col">{words('TBR 2 reads')}</th>
        </tr>
      </thead>
      <tbody>
        {partNames.map(name => {
          const part = run.draft.parts[name];
          const effect = effects.find(each => each.part === name);
          const isOld = part !== null && part.madeAtS === run.base.parts[name]?.madeAtS;
          return (
            <tr key={name}>
              <th scope="row">{words(partTitles[name])}</th>
              <td>
                {part ? (
                  <>
                    {words(part.residual)}
                    <span className="hint">
                      {words(isOld ? 'From before, until {day}' : 'Until {day}', {
                        day: inDay(part.validUntilS),
                      })}
                    </span>
                  </>
                ) : (
                  <span className="caution">{words('Not measured')}</span>
                )}
              </td>
              <td>
                {effect?.readsAs == null ? (
                  <span className="hint">2.00</span>
                ) : (
                  <strong className={Math.abs(effect.readsAs - 2) >= 0.1 ? 'caution' : undefined}>
                    {numerals(effect.readsAs.toFixed(2))}
                    {!part && <span className="hint">{words('assumed')}</span>}
                  </strong>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What no profile makes absolute, and what this one leaves open. */
function Relative({ profile }: { readonly profile: Profile }) {
  const open = [
    ...(profile.transfer.kind === 'unknown' ? ['Every ratio: the curve is not known.'] : []),
    ...(profile.darkCodes === null ? ['Ratios of weak light: the dark is not known.'] : []),
    ...(profile.flatField === null ? ['Ratios between the middle and the edge: no flat field.'] : []),
    ...(profile.scale === null ? ['Lengths: they are in pixels.'] : []),
    'Brightness itself: it moves with distance, gain and dose. Compare ratios, not brightness.',
  ];
  return (
    <section className="stays-relative">
      <h4>{words('What stays relative')}</h4>
      <ul>
        {open.map(left => (
          <li key={left}>{words(left)}</li>
        ))}
      </ul>
    </section>
  );
}

/** Name and scope above `children`, the button at the panel's foot. */
function KeepForm({ run, children }: { readonly run: CalibrationRun; readonly children: ReactNode }) {
  const panelKey = usePanelKey();
  const house = useHouse();
  const { calibrate } = useCommands();
  const device = useConductor('feed', feed => feed.description?.name ?? words('Camera'));
  const [name, setName] = useState(`${device}, ${inDay(Date.now() / 1000)}`);
  const [scope, setScope] = useState(run.base.madeFor?.scope ?? '');
  const [isKeeping, setKeeping] = useState(false);
  const rule = useId();
  const keep = async () => {
    setKeeping(true);
    const isKept = await calibrate.finish(name.trim(), scope.trim());
    setKeeping(false);
    if (isKept) endedWith(house, words('Calibration kept and in force.'));
  };
  return (
    <form
      className="keep-form"
      onSubmit={event => {
        event.preventDefault();
        void keep();
      }}
    >
      <div className="keep-names">
        <label className="field">
          <span>{words('Name of the profile')}</span>
          <input
            type="text"
            autoComplete="off"
            maxLength={200}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
        </label>
        <label className="field">
          <span>{words('Scope or lens')}</span>
          <input
            type="text"
            autoComplete="off"
            maxLength={100}
            placeholder={words('30°, no. 2')}
            aria-describedby={rule}
            value={scope}
            onChange={event => setScope(event.currentTarget.value)}
          />
        </label>
      </div>
      <p id={rule} className="hint">
        {words(
          'With another scope the curve and the dark stay, the rest is measured again. No names of people.',
        )}
      </p>
      {children}
      <div className="accept">
        <p className="hint">{words('Nothing is in force until you keep it.')}</p>
        <button
          type="submit"
          className="primary"
          {...panelKey('A')}
          disabled={isKeeping || name.trim() === ''}
        >
          {words('Keep and use')} <PanelKeyHint of="A" />
        </button>
      </div>
    </form>
  );
}
