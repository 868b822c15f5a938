/** How codes become linear light: everything that calibration knows of one path from tissue to code. */

import type { FieldRef, Profile, Transfer } from './profile-schema.ts';

export type { FieldRef, Profile, Transfer };

/** What is measured on its own, kept on its own, and lost on its own when something is exchanged. */
export const partNames = ['path', 'dark', 'flat', 'registration', 'scale'] as const;

export const profileVersion = 2;

export type PartName = (typeof partNames)[number];

/** What is assumed before anything is known: nothing, and it says so. */
export const unknownProfile: Profile = {
  version: profileVersion,
  id: 'unknown',
  name: 'No calibration',
  range: 'as-delivered',
  matrix: 'as-delivered',
  transfer: { kind: 'unknown' },
  darkCodes: null,
  clipCodes: null,
  noiseFloorCodes: 1,
  clippedLimitShare: 0.01,
  darkField: null,
  flatField: null,
  registration: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  distortion: null,
  scale: null,
  workingDistanceMm: null,
  uncertainty: { curveCodes: null, gamma: null, darkCodes: null, flatShare: null },
  madeFor: null,
  parts: { path: null, dark: null, flat: null, registration: null, scale: null },
};

/** How far numbers under a profile can be trusted; shown beside every one of them. */
export const calibrations = [
  'calibrated',
  'relative, uncalibrated',
  'relative, display-referred',
  'relative, calibration expired',
  'relative, calibration of another camera',
] as const;
export type Calibration = (typeof calibrations)[number];

/** Why a profile may not hold for what is in front of it. `other-scope` is for the user to say: exchange the optics. */
export type ProfileFault =
  | { readonly kind: 'other-device' | 'other-size' | 'other-depth' }
  | { readonly kind: 'expired'; readonly part: PartName };

/**
 * `calibrated` needs a known curve and a measured dark, made for this camera and not expired, and a picture that nobody
 * coloured before us. An expired registration or scale moves no ratio and takes nothing away here.
 */
export function calibrationOf(
  profile: Profile,
  displayReferred: boolean,
  faults: readonly ProfileFault[] = [],
): Calibration {
  if (displayReferred) return 'relative, display-referred';
  if (profile.transfer.kind === 'unknown' || profile.darkCodes === null) return 'relative, uncalibrated';
  if (faults.some(({ kind }) => kind !== 'expired')) return 'relative, calibration of another camera';
  const moveRatios: readonly PartName[] = ['path', 'dark', 'flat'];
  if (faults.some(fault => fault.kind === 'expired' && moveRatios.includes(fault.part)))
    return 'relative, calibration expired';
  return 'calibrated';
}

/** What a profile is compared with. Sizes in pixels; null: not known yet. */
export type ProfileSubject = {
  readonly device: string;
  readonly nir: { readonly widthPx: number; readonly heightPx: number } | null;
  readonly scene: { readonly widthPx: number; readonly heightPx: number } | null;
  readonly bitDepth: number | null;
  /** Seconds since the epoch. */
  readonly nowS: number;
};

/** Everything in which `profile` does not fit; empty for one that is tied to nothing. */
export function profileFaults(profile: Profile, subject: ProfileSubject): readonly ProfileFault[] {
  const faults: ProfileFault[] = [];
  const { madeFor } = profile;
  if (madeFor) {
    const isOther = (made: { widthPx: number; heightPx: number }, now: ProfileSubject['nir']) =>
      now !== null && (made.widthPx !== now.widthPx || made.heightPx !== now.heightPx);
    if (madeFor.device !== subject.device) faults.push({ kind: 'other-device' });
    if (isOther(madeFor.nir, subject.nir) || isOther(madeFor.scene, subject.scene))
      faults.push({ kind: 'other-size' });
    if (subject.bitDepth !== null && madeFor.bitDepth !== subject.bitDepth)
      faults.push({ kind: 'other-depth' });
  }
  for (const name of partNames) {
    const made = profile.parts[name];
    if (made && made.validUntilS < subject.nowS) faults.push({ kind: 'expired', part: name });
  }
  return faults;
}

/**
 * The same camera and tower behind another scope: curve and dark stay, what went through the optics is lost (flat field,
 * registration, scale).
 */
export function withOtherScope(profile: Profile, scope: string, id: string): Profile {
  return {
    ...profile,
    id,
    name: scope === '' ? profile.name : `${profile.madeFor?.device ?? profile.name}, ${scope}`,
    flatField: null,
    registration: unknownProfile.registration,
    distortion: null,
    registrationSdPx: undefined,
    scale: null,
    workingDistanceMm: null,
    uncertainty: { ...profile.uncertainty, flatShare: null },
    madeFor: profile.madeFor && { ...profile.madeFor, scope },
    parts: { ...profile.parts, flat: null, registration: null, scale: null },
  };
}
