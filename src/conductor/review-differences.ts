/** In what the settings in force differ from the recorded ones, in words, as far as that can change a number of a row. */
import type { MeasurementInputs } from '#model/measurement.ts';
import type { Profile } from '#model/profile.ts';
import { profileHash } from '#model/profile-hash.ts';
import type { Region } from '#model/region.ts';

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** "1.5 %", without trailing zeros. */
const inPercents = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

function regionWords(was: readonly Region[], now: readonly Region[]): readonly string[] {
  const before = new Map(was.map(region => [region.id, region]));
  const after = new Set(now.map(({ id }) => id));
  return [
    ...now.flatMap(region => {
      const old = before.get(region.id);
      if (!old) return [`${region.id} is new`];
      return [
        ...(isSame(old.shape, region.shape) ? [] : [`${region.id} has another place or shape`]),
        ...(old.tissue === region.tissue
          ? []
          : [`${region.id} is ${region.tissue ?? 'no tissue'}, was ${old.tissue ?? 'no tissue'}`]),
      ];
    }),
    ...was.filter(({ id }) => !after.has(id)).map(({ id }) => `${id} is gone`),
  ];
}

function profileWords(was: Profile, now: Profile): readonly string[] {
  if (profileHash(was) === profileHash(now)) return [];
  const words = [
    ...(was.name === now.name ? [] : [`profile ${now.name}, was ${was.name}`]),
    ...(was.clippedLimitShare === now.clippedLimitShare
      ? []
      : [`clipping limit ${inPercents(now.clippedLimitShare)}, was ${inPercents(was.clippedLimitShare)}`]),
    ...(was.noiseFloorCodes === now.noiseFloorCodes
      ? []
      : [`noise floor ${now.noiseFloorCodes} codes, was ${was.noiseFloorCodes}`]),
    ...(was.darkCodes === now.darkCodes
      ? []
      : [`dark ${now.darkCodes ?? 'not known'}, was ${was.darkCodes ?? 'not known'}`]),
    ...(isSame(was.transfer, now.transfer)
      ? []
      : [
          `transfer curve ${now.transfer.kind}${was.transfer.kind === now.transfer.kind ? ' with other values' : `, was ${was.transfer.kind}`}`,
        ]),
    ...(isSame(was.flatField, now.flatField) ? [] : ['another flat field']),
    ...(isSame(was.darkField, now.darkField) ? [] : ['another dark field']),
    ...(isSame(was.registration, now.registration) ? [] : ['another registration']),
  ];
  return words.length > 0 ? words : ['another version of the profile'];
}

const swells = ({ motionModel }: MeasurementInputs): boolean => motionModel === 'similarity';

/** Empty: a pass with `now` gives what the recorded settings give. */
export function inputsDifferences(was: MeasurementInputs, now: MeasurementInputs): readonly string[] {
  const highlights = ({ specular }: MeasurementInputs): string =>
    specular ? `left out from ${inPercents(specular.limitShare)} of white` : 'measured like the rest';
  return [
    ...regionWords(was.regions, now.regions),
    ...profileWords(was.profile, now.profile),
    ...(isSame(was.layout, now.layout) ? [] : [`layout ${now.layout.name}, was ${was.layout.name}`]),
    ...(was.referenceId === now.referenceId
      ? []
      : [`reference ${now.referenceId ?? 'none'}, was ${was.referenceId ?? 'none'}`]),
    ...(isSame(was.specular, now.specular) ? [] : [`highlights ${highlights(now)}, were ${highlights(was)}`]),
    ...(was.keyFrame === now.keyFrame
      ? []
      : [
          now.keyFrame === null
            ? 'regions stay in place, they followed the tissue'
            : was.keyFrame === null
              ? 'regions follow the tissue, they stayed in place'
              : 'tissue is followed from another picture',
        ]),
    ...(now.keyFrame === null || was.keyFrame === null || swells(was) === swells(now)
      ? []
      : [
          swells(now)
            ? 'regions swell with the tissue, they kept their size'
            : 'regions keep their size, they swelled with the tissue',
        ]),
    ...(isSame(was.faults, now.faults) ? [] : ['the profile fits the source otherwise']),
  ];
}
