/** How the screen is folded where it is too small for everything at once. */
import { useSyncExternalStore } from 'react';

/** `none`: everything in sight. `portrait`: a tablet held upright. `compact`: a small screen, or a large one zoomed to 200 %. */
export type Fold = 'none' | 'portrait' | 'compact';

/** CSS pixels. Below this width, or this height, rail, numbers and bar do not fit beside a picture that stays the largest. */
const narrow = '(max-width: 1099px)';
const low = '(max-height: 619px)';

const queries = [narrow, low, '(orientation: portrait)'];

/** The fold that fits the window now. */
function foldNow(): Fold {
  const [isNarrow, isLow, isUpright] = queries.map(query => matchMedia(query).matches);
  if (isNarrow && isUpright && !isLow) return 'portrait';
  return isNarrow || isLow ? 'compact' : 'none';
}

function subscribe(changed: () => void): () => void {
  const lists = queries.map(query => matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    for (const list of lists) list.removeEventListener('change', changed);
  };
}

/** Renders anew when the window folds or unfolds. */
export const useFold = (): Fold => useSyncExternalStore(subscribe, foldNow);
