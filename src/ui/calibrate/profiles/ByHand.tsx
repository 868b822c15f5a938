/** A profile typed by hand or begun from an example: for who knows the camera, and for what no step measures. */

import { type Profile, type Transfer, unknownProfile } from '#model/profile.ts';
import { words } from '#words/words.ts';
import { Choice } from '../../controls/Choice.tsx';
import { NumberField } from '../../controls/NumberField.tsx';
import { useCommands, useConductor, useHouse } from '../../house.ts';
import { profileTitle } from '../words.ts';

const inWords = <Value extends string>(options: readonly (readonly [Value, string])[]) =>
  options.map(([value, word]) => [value, words(word)] as const);

/** Curves that need no measured table. */
type TypedCurve = Exclude<Transfer['kind'], 'table'>;

const curves = [
  ['unknown', 'Unknown'],
  ['linear', 'Linear'],
  ['srgb', 'sRGB'],
  ['bt709', 'BT.709'],
  ['power', 'Power γ'],
] as const satisfies readonly (readonly [TypedCurve, string])[];

const ranges = [
  ['as-delivered', 'As delivered'],
  ['limited', 'Limited: 16 – 235'],
  ['full', 'Full: 0 – 255'],
] as const;

const matrices = [
  ['as-delivered', 'As delivered'],
  ['bt601', 'BT.601'],
  ['bt709', 'BT.709'],
] as const;

const transferOf = (kind: TypedCurve): Transfer => (kind === 'power' ? { kind, gamma: 2.2 } : { kind });

export function ByHand() {
  const { seeds } = useHouse();
  const { setProfile } = useCommands();
  const profile = useConductor('scene', scene => scene.profile);
  const ofFeed = useConductor('feed', feed => feed.description?.profile ?? null);
  const offered: readonly Profile[] = [
    unknownProfile,
    ...(ofFeed ? [ofFeed] : []),
    ...(seeds.calibrations ?? []),
  ];
  const starts = [...new Map(offered.map(each => [each.id, each])).values()];
  const change = (part: Partial<Profile>) =>
    setProfile({ ...profile, id: 'own', name: profile.id === 'own' ? profile.name : 'Own profile', ...part });
  return (
    <details className="by-hand">
      <summary>{words('By hand')}</summary>
      <div className="stack">
        <Choice
          label={words('Start from')}
          value={profile.id}
          options={[
            ...(starts.some(({ id }) => id === profile.id)
              ? []
              : [[profile.id, profileTitle(profile)] as const]),
            ...starts.map(start => [start.id, profileTitle(start)] as const),
          ]}
          onChange={id => {
            const start = starts.find(each => each.id === id);
            if (start) setProfile(start);
          }}
        />
        <div className="columns">
          <Choice
            label={words('Transfer curve of NIR')}
            value={profile.transfer.kind}
            options={inWords(
              profile.transfer.kind === 'table' ? [...curves, ['table', 'Measured'] as const] : curves,
            )}
            onChange={kind => kind !== 'table' && change({ transfer: transferOf(kind) })}
          />
          {profile.transfer.kind === 'power' ? (
            <NumberField
              label="γ"
              min={0.2}
              max={5}
              step={0.05}
              value={profile.transfer.gamma}
              onChange={gamma => gamma !== null && change({ transfer: { kind: 'power', gamma } })}
            />
          ) : (
            <span />
          )}
          <Choice
            label={words('Range')}
            value={profile.range}
            options={inWords(ranges)}
            onChange={range => change({ range })}
          />
          <Choice
            label={words('YUV matrix')}
            value={profile.matrix}
            options={inWords(matrices)}
            onChange={matrix => change({ matrix })}
          />
          <ProfileNumbers profile={profile} onChange={change} />
        </div>
        {profile.transfer.kind === 'unknown' && (
          <p className="hint">
            {words(
              'Unknown means: nobody has told how the camera turns light into codes. They are read as if they were linear. A true TBR of 5 can then read as 2, so every number is called relative, and iso-lines stay off until you accept that.',
            )}
          </p>
        )}
      </div>
    </details>
  );
}

function ProfileNumbers({
  profile,
  onChange,
}: {
  readonly profile: Profile;
  readonly onChange: (part: Partial<Profile>) => void;
}) {
  return (
    <>
      <NumberField
        label={words('Dark, codes')}
        hint={words('Mean code with the light off. Empty: not measured.')}
        min={0}
        max={65535}
        step={0.1}
        value={profile.darkCodes}
        onChange={darkCodes => onChange({ darkCodes })}
      />
      <NumberField
        label={words('Clipped from, codes')}
        hint={words('Empty: the top of the range.')}
        min={1}
        max={65535}
        step={1}
        value={profile.clipCodes}
        onChange={clipCodes => onChange({ clipCodes })}
      />
      <NumberField
        label={words('Clipped pixels allowed, %')}
        hint={words('Above this a region’s numbers are withheld.')}
        min={0}
        max={100}
        step={0.1}
        value={Number((profile.clippedLimitShare * 100).toFixed(3))}
        onChange={percent => percent !== null && onChange({ clippedLimitShare: percent / 100 })}
      />
      <NumberField
        label={words('Noise floor, codes above dark')}
        hint={words('A background below this gives no number.')}
        min={0}
        max={65535}
        step={0.1}
        value={profile.noiseFloorCodes}
        onChange={noiseFloorCodes => noiseFloorCodes !== null && onChange({ noiseFloorCodes })}
      />
    </>
  );
}
