/** How the picture is shown now: what a moment that is put aside keeps, and what it is held against later. */
import { profileHash } from '#model/profile-hash.ts';
import type { SceneState } from './api.ts';
import type { ShownAs } from './review-api.ts';

export function shownAsOf({ display, view, scene, layout, calibration, profile }: SceneState): ShownAs {
  return {
    display,
    view,
    scene,
    layout,
    calibration,
    profileHash: profileHash(profile),
    profileName: profile.name,
  };
}
