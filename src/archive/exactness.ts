/** What is kept of a session's codes, read off its frames. */
import { type Exactness, exactnesses, type SessionManifest } from './format.ts';
import type { Entry } from './scan.ts';

/** `exact` unless a frame says that its codes were kept lossy; `lossy` when the stream of such a frame carries NIR. */
export function exactnessOf(
  entries: readonly Entry[],
  { feed: { layout } }: Pick<SessionManifest, 'feed'>,
): Exactness {
  let found: Exactness = 'exact';
  for (const entry of entries) {
    if (entry.kind !== 'frame' || entry.coded?.isExact !== false) continue;
    found = worseOf(found, entry.stream === layout.nir?.stream ? 'lossy' : 'white-lossy');
  }
  return found;
}

/** What has been lost once stays lost. */
export const worseOf = (a: Exactness, b: Exactness): Exactness =>
  exactnesses.indexOf(a) > exactnesses.indexOf(b) ? a : b;
