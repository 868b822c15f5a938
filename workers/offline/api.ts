/**
 * Between the page and the service worker that keeps the app on this device. It holds whole builds, each in a cache of its own, and serves
 * one of them: the one that the user last agreed to.
 */

/** A built file as the page asks for it (`/` is `index.html`), and its SHA-256 in base64. */
export type BuiltFile = readonly [path: string, sha256: string];

/** One build. `hash`: 12 hex digits over all its files (`test/deploy/seal-build.ts`), on the screen and in every export. */
export type Build = { readonly hash: string; readonly files: readonly BuiltFile[] };

/** `take`: serve this build from the next page load on. Who asks has made sure that no window is in use. */
export type OfflineAsk = { readonly type: 'which' } | { readonly type: 'take'; readonly hash: string };

/** Answer to each ask. `served`: null before a build was kept whole. `ready`: the newest build that lies here whole. */
export type OfflineNews = { readonly served: string | null; readonly ready: string | null };
