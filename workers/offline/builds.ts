/**
 * Builds of the app in the browser's caches. A build is kept whole or not at all, every file held against its hash, when it comes and
 * again each time it is served; which one is served changes only when it is asked for, however often the browser starts this worker anew.
 */
import type { Build, BuiltFile, OfflineNews } from './api.ts';

const prefix = 'rimlight-build-';
const choiceCache = 'rimlight-choice';
const choicePath = '/served-build';
/** Beside a build's files: which they are. Not a path that anybody asks for. */
const listPath = '/rimlight-build-files';

/** What of the browser is needed; tests hand in their own. */
export type Browser = {
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete' | 'match'>;
  readonly fetch: (path: string, options: RequestInit) => Promise<Response>;
};

export type Builds = {
  /** Fetches the newest build. Rejects, and keeps nothing of it, where a file is missing or another than it should be. */
  keep(): Promise<void>;
  which(): Promise<OfflineNews>;
  /** Serves `hash` from now on and lets the others go. False where it does not lie here. */
  take(hash: string): Promise<boolean>;
  /**
   * The file as the server sent it, headers and all; null: not part of the build that is served. One that is not what it was when it was
   * kept is fetched anew; where the server has it no more, the answer is an error, never another content.
   */
  answer(path: string): Promise<Response | null>;
};

export function createBuilds({ caches, fetch }: Browser, newest: Build): Builds {
  /** Read once a life: each file of a page asks for it. */
  let served: Promise<string | null> | null = null;

  /** The page itself is written last: a browser that died meanwhile leaves none. */
  const isWhole = async (hash: string): Promise<boolean> =>
    (await caches.match('/', { cacheName: prefix + hash, ignoreVary: true })) !== undefined;

  const readServed = async (): Promise<string | null> => {
    const choice = await (await caches.open(choiceCache)).match(choicePath);
    const hash = choice ? await choice.text() : null;
    return hash !== null && (await isWhole(hash)) ? hash : null;
  };
  const servedNow = (): Promise<string | null> => {
    served ??= readServed();
    return served;
  };

  const choose = async (hash: string): Promise<void> => {
    await (await caches.open(choiceCache)).put(choicePath, new Response(hash));
    served = Promise.resolve(hash);
  };
  const isReady = (): Promise<boolean> => isWhole(newest.hash);

  /** Builds that are neither served nor the newest. */
  const dropOthers = async (): Promise<void> => {
    const wanted = [prefix + newest.hash, prefix + (await servedNow())];
    const names = await caches.keys();
    const old = names.filter(name => name.startsWith(prefix) && !wanted.includes(name));
    await Promise.all(old.map(name => caches.delete(name)));
  };

  const fetchFile = async ([path, sha256]: BuiltFile): Promise<Response> => {
    // The server is always asked (`no-cache`): a proxy's idea of this build is not good enough. The browser refuses another content.
    const response = await fetch(path, { cache: 'no-cache', integrity: `sha256-${sha256}` });
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    return response;
  };
  const fetchAll = () =>
    Promise.all(newest.files.map(async file => [file[0], await fetchFile(file)] as const));

  const lists = new Map<string, Promise<readonly BuiltFile[]>>();
  /** The files of a build that lies here; none of one that was kept before lists were. */
  const filesOf = (hash: string): Promise<readonly BuiltFile[]> => {
    if (hash === newest.hash) return Promise.resolve(newest.files);
    const known = lists.get(hash) ?? caches.match(listPath, { cacheName: prefix + hash }).then(readList);
    lists.set(hash, known);
    return known;
  };

  /** In place of a file that is damaged: what the server has, if it is the same. */
  const mend = async (hash: string, file: BuiltFile): Promise<Response> => {
    try {
      const response = await fetchFile(file);
      await (await caches.open(prefix + hash)).put(file[0], response.clone());
      return response;
    } catch {
      return Response.error();
    }
  };

  return {
    async keep() {
      if (!(await isReady())) {
        const fetched = await fetchAll();
        const name = prefix + newest.hash;
        const cache = await caches.open(name);
        try {
          const isPage = ([path]: (typeof fetched)[number]) => path === '/';
          const put = ([path, response]: (typeof fetched)[number]) => cache.put(path, response);
          await cache.put(listPath, new Response(writeList(newest.files)));
          await Promise.all(fetched.filter(file => !isPage(file)).map(put));
          await Promise.all(fetched.filter(isPage).map(put));
        } catch (error) {
          await caches.delete(name);
          throw error;
        }
      }
      served = null;
      // The first build that ever lies here is the one that the page came with.
      if ((await servedNow()) === null) await choose(newest.hash);
      await dropOthers();
    },
    which: async () => ({ served: await servedNow(), ready: (await isReady()) ? newest.hash : null }),
    async take(hash) {
      if (!(await isWhole(hash))) return false;
      await choose(hash);
      await dropOthers();
      return true;
    },
    async answer(path) {
      const hash = await servedNow();
      if (hash === null) return null;
      const file = (await filesOf(hash)).find(([name]) => name === path);
      const found = await caches.match(path, { cacheName: prefix + hash, ignoreVary: true });
      // Of a build without a list, and of what is no part of one that has it, nothing more is known.
      if (!file) return path === listPath ? null : (found ?? null);
      const sound = found && (await unlessDamaged(found, file));
      return sound ?? mend(hash, file);
    },
  };
}

/** `response` with its content read and found to be what the list says; null: another content, or one that cannot be read. */
async function unlessDamaged(response: Response, [, sha256]: BuiltFile): Promise<Response | null> {
  try {
    const content = await response.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
    if (btoa(String.fromCharCode(...digest)) !== sha256) return null;
    const { status, statusText, headers } = response;
    return new Response(content, { status, statusText, headers });
  } catch {
    return null;
  }
}

/** `sha256 path`, a line each. */
const writeList = (files: readonly BuiltFile[]): string =>
  files.map(([path, sha256]) => `${sha256} ${path}`).join('\n');

async function readList(list: Response | undefined): Promise<readonly BuiltFile[]> {
  if (!list) return [];
  return (await list.text()).split('\n').flatMap(line => {
    const [sha256 = '', path = ''] = line.split(/ (.*)/s);
    return path ? [[path, sha256] as const] : [];
  });
}
