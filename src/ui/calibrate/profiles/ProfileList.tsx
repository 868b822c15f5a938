/** Profiles kept on this device: what they were made for, how long they hold, and what can be done with them. */

import type { KeptProfile } from '#conductor/api.ts';
import { profileHash } from '#model/profile-hash.ts';
import { words } from '#words/words.ts';
import { download } from '../../capture/download.ts';
import { deleteWithUndo, useHidden } from '../../hands/undo.ts';
import { useCommands, useConductor, useHouse } from '../../house.ts';
import { faultInWords, inDay, madeAtS, profileTitle, validUntilS } from '../words.ts';

const accepted = 'application/json,.json';

export function ProfileList() {
  const { calibrate } = useCommands();
  const { bin } = useHouse().hands;
  const isHidden = useHidden();
  const profiles = useConductor('calibrating', state => state.profiles).filter(
    ({ hash }) => !isHidden(`profile ${hash}`),
  );
  const inForce = useConductor('scene', scene => profileHash(scene.profile));
  return (
    <section className="stack" aria-label={words('Profiles on this device')}>
      <h3>{words('Kept on this device')}</h3>
      {profiles.length === 0 && (
        <p className="hint">{words('None yet. A calibration or a file brings one.')}</p>
      )}
      <ul className="choices">
        {profiles.map(kept => (
          <Row key={kept.hash} kept={kept} isInForce={kept.hash === inForce} />
        ))}
      </ul>
      <label className="field profile-import">
        <span>{words('Import a profile’s file, or drop it anywhere')}</span>
        <input
          type="file"
          accept={accepted}
          onChange={event => {
            const field = event.currentTarget;
            const file = field.files?.[0];
            if (!file) return;
            // A profile that waits to be deleted may be the one that comes back: it goes first.
            void bin
              .settle()
              .then(() => calibrate.importProfile(file))
              .then(() => (field.value = ''));
          }}
        />
      </label>
    </section>
  );
}

/** A file's name from a profile's: no characters that a disk refuses. */
const fileName = (name: string): string =>
  `${name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'profile'}.calibration.json`;

function Row({ kept, isInForce }: { readonly kept: KeptProfile; readonly isInForce: boolean }) {
  const { useProfile: bringIntoForce, exportProfile, deleteProfile } = useCommands().calibrate;
  const house = useHouse();
  const { profile, hash, faults } = kept;
  const made = madeAtS(profile);
  const until = validUntilS(profile);
  const facts = [
    profile.madeFor?.device,
    profile.madeFor?.scope,
    made === null ? null : words('made {day}', { day: inDay(made) }),
    until === null ? null : words('valid until {day}', { day: inDay(until) }),
  ].filter(Boolean);
  return (
    <li className="profile" aria-current={isInForce || undefined}>
      <div>
        <strong>{profileTitle(profile)}</strong>
        <p className="hint">{facts.join(' · ') || words('typed by hand')}</p>
        {faults.map(fault => (
          <p key={'part' in fault ? `${fault.kind} ${fault.part}` : fault.kind} className="caution fault">
            {faultInWords(fault)}
          </p>
        ))}
      </div>
      <div className="row">
        <button
          type="button"
          aria-pressed={isInForce}
          aria-label={words(isInForce ? 'In use: {name}' : 'Use: {name}', { name: profile.name })}
          onClick={() => void bringIntoForce(hash)}
        >
          {isInForce ? words('In use') : words('Use')}
        </button>
        <button
          type="button"
          aria-label={words('Export: {name}', { name: profile.name })}
          onClick={() =>
            void exportProfile(hash).then(file => file && download(file, fileName(profile.name)))
          }
        >
          {words('Export')}
        </button>
        <button
          type="button"
          aria-label={words('Delete: {name}', { name: profile.name })}
          onClick={() =>
            deleteWithUndo(house, [`profile ${hash}`], {
              said: words('Deleted {name}.', { name: profile.name }),
              doIt: () => deleteProfile(hash),
            })
          }
        >
          {words('Delete')}
        </button>
      </div>
    </li>
  );
}
