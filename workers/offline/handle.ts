/** What is asked of the service worker: by the page, and for a file. */
import type { OfflineAsk, OfflineNews } from './api.ts';
import type { Builds } from './builds.ts';

/** Does what was asked; the answer is how things stand afterwards. */
export async function handle(builds: Builds, ask: OfflineAsk): Promise<OfflineNews> {
  if (ask.type === 'take') await builds.take(ask.hash);
  return builds.which();
}

/** The path under which a build may hold what `request` asks `origin` for; null: none of the app's own files is meant. */
export function builtPath(request: Request, origin: string): string | null {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin) return null;
  return url.pathname === '/index.html' ? '/' : url.pathname;
}
