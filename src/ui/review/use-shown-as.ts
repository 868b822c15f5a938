/** How the picture is shown now, to be held against how A was. */
import type { ShownAs } from '#conductor/review-api.ts';
import { profileHash } from '#model/profile-hash.ts';
import { useConductor } from '../house.ts';

export function useShownAs(): ShownAs {
  const { display, view, scene, layout, calibration, profile } = useConductor('scene', state => state);
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
