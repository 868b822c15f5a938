/** The service worker. It takes over at once, because which build it serves is the user's choice, not its age. */
import type { Build } from './api.ts';
import { createBuilds } from './builds.ts';
import { handle } from './handle.ts';

declare const self: ServiceWorkerGlobalScope;
/** Written before the built file by `test/deploy/seal-build.ts`: the list of what belongs to the build. */
declare const rimlightBuild: Build;

const builds = createBuilds(
  { caches: self.caches, fetch: (path, options) => self.fetch(path, options) },
  rimlightBuild,
);

self.addEventListener('install', event => event.waitUntil(builds.keep().then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('message', event => {
  event.waitUntil(handle(builds, event.data).then(news => event.ports[0]?.postMessage(news)));
});
self.addEventListener('fetch', event => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin) return;
  const path = pathname === '/index.html' ? '/' : pathname;
  event.respondWith(builds.answer(path).then(kept => kept ?? self.fetch(event.request)));
});
