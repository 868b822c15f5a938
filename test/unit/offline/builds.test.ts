/** Builds in a browser's caches, over caches in memory and a server that keeps the rules of a browser's `fetch`. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Build } from '#workers/offline/api.ts';
import { createBuilds } from '#workers/offline/builds.ts';
import { builtPath, handle } from '#workers/offline/handle.ts';

const sha256 = (content: string): string => createHash('sha256').update(content).digest('base64');
const header = { 'Content-Security-Policy': "default-src 'none'" };

type Files = Readonly<Record<string, string>>;
const oldFiles: Files = { '/': 'old page', '/assets/main-1.js': 'old code', '/icon.svg': 'icon' };
const newFiles: Files = { '/': 'new page', '/assets/main-2.js': 'new code', '/icon.svg': 'icon' };
const buildOf = (hash: string, files: Files): Build => ({
  hash,
  files: Object.entries(files).map(([path, content]) => [path, sha256(content)]),
});
const oldBuild = buildOf('aaaaaaaaaaaa', oldFiles);
const newBuild = buildOf('bbbbbbbbbbbb', newFiles);

/** One machine: its caches outlive the workers that are started on it. */
function machine() {
  const all = new Map<string, Map<string, Response>>();
  let files: Files | null = oldFiles;
  let puts = Number.POSITIVE_INFINITY;
  const cacheOf = (name: string) => {
    const entries = all.get(name) ?? new Map<string, Response>();
    all.set(name, entries);
    return entries;
  };
  const open = async (name: string): Promise<Cache> => {
    const entries = cacheOf(name);
    const cache: Partial<Cache> = {
      async put(path, response) {
        if (puts-- <= 0) throw new DOMException('full', 'QuotaExceededError');
        entries.set(String(path), new Response(await response.arrayBuffer(), response));
      },
      match: async path => entries.get(String(path))?.clone(),
    };
    return cache as Cache;
  };
  const caches = {
    open,
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
    match: async (path: RequestInfo | URL, { cacheName = '' }: MultiCacheQueryOptions = {}) =>
      all.get(cacheName)?.get(String(path))?.clone(),
  };
  const fetch = async (path: string, { integrity }: RequestInit): Promise<Response> => {
    if (files === null) throw new TypeError('Failed to fetch');
    const content = files[path];
    if (content === undefined) return new Response('gone', { status: 404 });
    if (integrity !== `sha256-${sha256(content)}`) throw new TypeError('Failed to fetch');
    return new Response(content, { headers: header });
  };
  return {
    worker: (build: Build) => createBuilds({ caches, fetch }, build),
    serve: (next: Files | null) => {
      files = next;
    },
    roomFor: (count: number) => {
      puts = count;
    },
    /** What lies on the disk under `path` of a build is something else from now on. */
    damage: (hash: string, path: string, content: string | null) => {
      const entries = cacheOf(`rimlight-build-${hash}`);
      const body = content ?? new ReadableStream({ pull: c => c.error(new TypeError('unreadable')) });
      if (!entries.has(path)) throw new Error(`${path} is not kept.`);
      entries.set(path, new Response(body, { headers: header }));
    },
    lose: (hash: string, path: string) => cacheOf(`rimlight-build-${hash}`).delete(path),
    names: () => [...all.keys()].filter(name => name.startsWith('rimlight-build-')),
  };
}
const textOf = async (answer: Promise<Response | null>): Promise<string | null> =>
  (await answer)?.text() ?? null;

describe('a build', () => {
  test('that is the first to lie here whole is served, headers and all, without the server', async () => {
    const { worker, serve } = machine();
    const builds = worker(oldBuild);
    expect(await builds.which()).toEqual({ served: null, ready: null });
    expect(await builds.answer('/')).toBeNull();
    await builds.keep();
    serve(null);
    expect(await builds.which()).toEqual({ served: oldBuild.hash, ready: oldBuild.hash });
    expect(await textOf(builds.answer('/assets/main-1.js'))).toBe('old code');
    expect((await builds.answer('/'))?.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(await builds.answer('/no-part-of-it')).toBeNull();
    expect(await builds.answer('/rimlight-build-files')).toBeNull();
  });

  test('that comes later waits beside it, however often the worker is started, until it is taken', async () => {
    const { worker, serve, names } = machine();
    await worker(oldBuild).keep();
    serve(newFiles);
    await worker(newBuild).keep();
    for (const builds of [worker(newBuild), worker(newBuild)]) {
      expect(await builds.which()).toEqual({ served: oldBuild.hash, ready: newBuild.hash });
      expect(await textOf(builds.answer('/'))).toBe('old page');
    }
    expect(await handle(worker(newBuild), { type: 'take', hash: newBuild.hash })).toEqual({
      served: newBuild.hash,
      ready: newBuild.hash,
    });
    expect(await textOf(worker(newBuild).answer('/'))).toBe('new page');
    expect(names()).toEqual([`rimlight-build-${newBuild.hash}`]);
  });

  test('that does not lie here cannot be taken', async () => {
    const { worker } = machine();
    const builds = worker(oldBuild);
    await builds.keep();
    expect(await builds.take('cccccccccccc')).toBe(false);
    expect((await builds.which()).served).toBe(oldBuild.hash);
  });
});

describe('a build that comes only by half', () => {
  test.each<[why: string, files: Files | null]>([
    ['a file is missing on the server', { '/': 'new page', '/icon.svg': 'icon' }],
    ['a file is another than the list says', { ...newFiles, '/assets/main-2.js': 'hostile code' }],
    ['the network goes', null],
  ])('leaves nothing and changes nothing: %s', async (_, files) => {
    const { worker, serve, names } = machine();
    await worker(oldBuild).keep();
    serve(files);
    await expect(worker(newBuild).keep()).rejects.toThrow();
    expect(await worker(newBuild).which()).toEqual({ served: oldBuild.hash, ready: null });
    expect(await textOf(worker(newBuild).answer('/'))).toBe('old page');
    expect(names()).toEqual([`rimlight-build-${oldBuild.hash}`]);
    serve(newFiles);
    await worker(newBuild).keep();
    expect((await worker(newBuild).which()).ready).toBe(newBuild.hash);
  });

  test.each([0, 1, 2, 3])('leaves nothing where the disk is full after %i files', async count => {
    const { worker, serve, roomFor, names } = machine();
    await worker(oldBuild).keep();
    serve(newFiles);
    roomFor(count);
    await expect(worker(newBuild).keep()).rejects.toThrow('full');
    expect(await worker(newBuild).which()).toEqual({ served: oldBuild.hash, ready: null });
    expect(names()).toEqual([`rimlight-build-${oldBuild.hash}`]);
  });

  test('is not served where the browser died while it was written: the page is written last', async () => {
    const { worker, serve, lose } = machine();
    await worker(oldBuild).keep();
    serve(newFiles);
    await worker(newBuild).keep();
    lose(newBuild.hash, '/');
    const builds = worker(newBuild);
    expect(await builds.which()).toEqual({ served: oldBuild.hash, ready: null });
    expect(await builds.take(newBuild.hash)).toBe(false);
  });
});

describe('a file that was damaged on the disk', () => {
  test.each<[what: string, content: string | null]>([
    ['other bytes', 'hostile code'],
    ['nothing that can be read', null],
  ])('is fetched anew, and is sound from then on: %s', async (_, content) => {
    const { worker, damage, serve } = machine();
    const builds = worker(oldBuild);
    await builds.keep();
    damage(oldBuild.hash, '/assets/main-1.js', content);
    expect(await textOf(builds.answer('/assets/main-1.js'))).toBe('old code');
    serve(null);
    expect(await textOf(worker(oldBuild).answer('/assets/main-1.js'))).toBe('old code');
  });

  test('is fetched anew where it is gone altogether', async () => {
    const { worker, lose } = machine();
    const builds = worker(oldBuild);
    await builds.keep();
    lose(oldBuild.hash, '/icon.svg');
    expect(await textOf(builds.answer('/icon.svg'))).toBe('icon');
  });

  test.each<[why: string, files: Files | null]>([
    ['there is no network', null],
    ['the server has another build', newFiles],
    ['the server has other code under its name', { ...oldFiles, '/assets/main-1.js': 'other code' }],
  ])('is not run where it cannot be mended: %s', async (_, files) => {
    const { worker, damage, serve } = machine();
    await worker(oldBuild).keep();
    damage(oldBuild.hash, '/assets/main-1.js', 'hostile code');
    serve(files);
    const answer = await worker(oldBuild).answer('/assets/main-1.js');
    expect(answer?.type).toBe('error');
    expect(await textOf(worker(oldBuild).answer('/icon.svg'))).toBe('icon');
  });

  test('is found by the list of its own build where a newer one waits', async () => {
    const { worker, damage, serve } = machine();
    await worker(oldBuild).keep();
    serve(newFiles);
    await worker(newBuild).keep();
    damage(oldBuild.hash, '/assets/main-1.js', 'hostile code');
    const builds = worker(newBuild);
    expect((await builds.answer('/assets/main-1.js'))?.type).toBe('error');
    expect(await textOf(builds.answer('/'))).toBe('old page');
  });
});

test('only what is asked of this origin with GET may be answered from a build, and index.html is the page', () => {
  const origin = 'https://rimlight.example';
  const pathOf = (url: string, method = 'GET') => builtPath(new Request(url, { method }), origin);
  expect(pathOf(`${origin}/index.html?open=camera`)).toBe('/');
  expect(pathOf(`${origin}/assets/main-1.js`)).toBe('/assets/main-1.js');
  expect(pathOf('https://elsewhere.example/assets/main-1.js')).toBeNull();
  expect(pathOf(`${origin}/assets/main-1.js`, 'POST')).toBeNull();
});
