/**
 * The app on this device: its service worker, whether any window is in use, and taking everything away again. Holds one web lock while
 * this window is in use, and a timer; whoever opened it disposes of it.
 */
import type { OfflineAsk, OfflineNews } from '#workers/offline/api.ts';
import { afterFirstPicture } from './late-worker.ts';
import { log } from './log.ts';
import { trustedScript } from './trusted.ts';

/** Every window that is in use shares this lock: who gets it alone knows that none is. */
const inUseLock = 'rimlight.in-use';
/** The builds of another server are looked for this often, while nothing is going on here. */
const lookEveryMs = 20 * 60_000;
/** What is fetched for later lets the first picture come before it, and what the user may do first: so long after the start at the soonest. */
const registerAfterMs = 4000;

export type Offline = {
  /** This window is in use, or is not any more. */
  setInUse(isInUse: boolean): void;
  /** Serves this build and loads every window anew; false, and nothing happens, while any window is in use. */
  take(hash: string): Promise<boolean>;
  /** Takes all that this app keeps off this device, and loads it anew; false where a window is in use or a file could not go. */
  forgetEverything(): Promise<boolean>;
  [Symbol.dispose](): void;
};

/** Windows tell each other to load anew. */
const channelName = 'rimlight.builds';

/** `told`: at the start, and when a build was fetched. Nothing happens where the page was not built, or the browser has no service workers. */
export function openOffline(told: (news: OfflineNews) => void): Offline {
  const isServed = import.meta.env.PROD && 'serviceWorker' in navigator;
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = () => location.reload();
  let isInUse = false;
  let letGo: (() => void) | null = null;
  let lookTimer: ReturnType<typeof setInterval> | undefined;

  const ask = async (question: OfflineAsk): Promise<OfflineNews> => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<OfflineNews>(resolve => {
      port1.onmessage = ({ data }: MessageEvent<OfflineNews>) => resolve(data);
    });
    active?.postMessage(question, [port2]);
    return answer;
  };
  const tell = async (): Promise<void> => told(await ask({ type: 'which' }));

  const register = async (): Promise<void> => {
    const url = trustedScript('/offline.js');
    const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
    navigator.serviceWorker.addEventListener('controllerchange', () => void tell());
    await tell();
    lookTimer = setInterval(() => {
      // Without a network there is nothing to say: what lies here goes on.
      if (!isInUse) registration.update().catch(() => undefined);
    }, lookEveryMs);
  };
  const registerTimer = setTimeout(() => {
    if (isServed)
      void afterFirstPicture()
        .then(register)
        .catch((error: unknown) => log.warn(`Offline start is not available: ${error}`));
  }, registerAfterMs);

  /** Runs `act` while no window is in use; null where one is. */
  const whileAllIdle = <T>(act: () => Promise<T>): Promise<T | null> =>
    navigator.locks.request(inUseLock, { ifAvailable: true }, lock => (lock ? act() : null));

  return {
    setInUse(now) {
      if (now === isInUse) return;
      isInUse = now;
      if (now) {
        const { promise, resolve } = Promise.withResolvers<void>();
        letGo = resolve;
        void navigator.locks.request(inUseLock, { mode: 'shared' }, () => promise);
      } else letGo?.();
    },
    async take(hash) {
      const isTaken = await whileAllIdle(async () => {
        const { served } = await ask({ type: 'take', hash });
        return served === hash;
      });
      if (isTaken !== true) return false;
      channel.postMessage('load anew');
      location.reload();
      return true;
    },
    async forgetEverything() {
      const isGone = await whileAllIdle(forgetAll);
      if (isGone !== true) return false;
      channel.postMessage('load anew');
      location.reload();
      return true;
    },
    [Symbol.dispose]() {
      clearTimeout(registerTimer);
      clearInterval(lookTimer);
      letGo?.();
      channel.close();
    },
  };
}

/** A file that is being packed is let go soon: so long, and so often, it is tried. */
const removeForMs = 6000;
const removeEveryMs = 300;

/** All files; false where one is open and stayed. */
async function removeFiles(): Promise<boolean> {
  const root = await navigator.storage.getDirectory();
  for (const endMs = performance.now() + removeForMs; ; ) {
    const names: string[] = [];
    for await (const name of root.keys()) names.push(name);
    const removed = await Promise.all(
      names.map(name =>
        root.removeEntry(name, { recursive: true }).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (removed.every(Boolean)) return true;
    if (performance.now() > endMs) return false;
    await new Promise(resolve => setTimeout(resolve, removeEveryMs));
  }
}

/**
 * Files, settings, builds and the service worker. False where a file is open and stayed: the app itself then stays, too, so that it can be
 * tried again without a network.
 */
async function forgetAll(): Promise<boolean> {
  const areFilesGone = await removeFiles();
  for (const store of [localStorage, sessionStorage])
    for (const key of Object.keys(store)) if (key.startsWith('rimlight.')) store.removeItem(key);
  if (!areFilesGone) return false;
  const caches = await globalThis.caches.keys();
  await Promise.all(
    caches.filter(name => name.startsWith('rimlight-')).map(name => globalThis.caches.delete(name)),
  );
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map(registration => registration.unregister()));
  return true;
}
