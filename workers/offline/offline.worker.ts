/** The service worker. It takes over at once: which build it serves is the user's choice, not its age. `rimlightBuild` is written before the built file by `test/deploy/seal-build.ts`. */
import type { Build } from './api.ts';
import { createBuilds } from './builds.ts';
import { builtPath, handle } from './handle.ts';

declare const self: ServiceWorkerGlobalScope;
declare const rimlightBuild: Build;

const fetchFile = (path: RequestInfo, options?: RequestInit) => self.fetch(path, options);
const builds = createBuilds({ caches: self.caches, fetch: fetchFile }, rimlightBuild);
self.addEventListener('install', event => event.waitUntil(builds.keep().then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('message', event =>
  event.waitUntil(handle(builds, event.data).then(news => event.ports[0]?.postMessage(news))),
);
self.addEventListener('fetch', event => {
  const path = builtPath(event.request, self.location.origin);
  if (path) event.respondWith(builds.answer(path).then(kept => kept ?? fetchFile(event.request)));
});
