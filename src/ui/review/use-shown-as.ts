import type { ShownAs } from '#conductor/review-api.ts';
import { shownAsOf } from '#conductor/shown-as.ts';
import { useConductor } from '../house.ts';

/** How the picture is shown now, to be held against how A was. */
export const useShownAs = (): ShownAs => shownAsOf(useConductor('scene', state => state));
