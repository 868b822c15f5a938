/** What the page may ask of the service worker. */
import type { OfflineAsk, OfflineNews } from './api.ts';
import type { Builds } from './builds.ts';

/** Does what was asked; the answer is how things stand afterwards. */
export async function handle(builds: Builds, ask: OfflineAsk): Promise<OfflineNews> {
  if (ask.type === 'take') await builds.take(ask.hash);
  return builds.which();
}
