/** Imports go down the layers only, never sideways: every import in `src` and `workers` is read and held against the table. */
import { describe, expect, test } from 'vitest';
import { type Import, importsOf, type SourceFile, sourceFiles, workerGlobalsOf } from '../support/imports.ts';

/** Layers of `src`, from the ground up. Folders of one row are siblings and never import each other. */
const rows = [
  ['model', 'words'],
  ['platform', 'overlay', 'study'],
  ['archive'],
  ['source', 'quantify', 'record', 'export'],
  ['conductor'],
  ['ui'],
  ['main'],
] as const;

const workers = [
  'view',
  'quantify',
  'calibrate',
  'encode',
  'keep',
  'feed',
  'export',
  'theatre',
  'switchboard',
  'offline',
] as const;

/** Where a package may be imported; a package that is not named may be imported anywhere but in `model`. */
const packagePlaces: Readonly<Record<string, { readonly pattern: RegExp; readonly words: string }>> = {
  react: { pattern: /^src\/(ui\/|console\.ts$)/, words: 'src/ui and src/console.ts' },
  'react-dom': { pattern: /^src\/(ui\/|console\.ts$)/, words: 'src/ui and src/console.ts' },
  'twgl.js': { pattern: /^workers\/view\/gpu\//, words: 'workers/view/gpu' },
  comlink: {
    pattern: /^(src\/platform\/|workers\/wire\.ts$|workers\/[a-z]+\/[a-z-]+\.worker\.ts$)/,
    words: 'src/platform, workers/wire.ts and *.worker.ts',
  },
};

/** All that the vocabulary may stand on. */
const modelPackages = ['zod', 'gl-matrix', '@noble/hashes'];

/** `src/model`, `src/main`, `workers/view`, `workers/ports.ts`, `shaders`, `seeds`. */
function placeOf(path: string): string {
  const [top, next = ''] = path.split('/');
  if (top === 'src') return path.split('/').length === 2 ? 'src/main' : `src/${next}`;
  if (top === 'workers') return `workers/${next}`;
  return top ?? '';
}

const rankOf = (place: string): number => rows.findIndex(row => row.some(layer => `src/${layer}` === place));

/** What files of `place` may import, besides packages and their own folder. */
function allowedFor(place: string): string[] {
  const rank = rankOf(place);
  const below = rows.slice(0, Math.max(0, rank)).flatMap(row => row.map(layer => `src/${layer}`));
  if (place === 'src/model') return [];
  if (place === 'src/study') return [...below, 'seeds'];
  if (place.startsWith('src/')) return below;
  if (/^workers\/[a-z-]+\.ts$/.test(place)) return ['src/model'];
  const shared = ['src/model', 'src/archive', 'shaders'];
  // A still is painted by the very code that paints the screen.
  if (place === 'workers/theatre') return [...shared, 'src/overlay', 'src/words'];
  return place === 'workers/export' ? [...shared, 'src/overlay'] : shared;
}

/** The one import that breaks a rule, in words that say what is allowed; null when it is legal. */
function complaint(file: SourceFile, { specifier, target, isType }: Import): string | null {
  const from = placeOf(file.path);
  const refuse = (rule: string): string => `${file.path} imports ${specifier}. ${rule}`;
  if (target === null) {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    const place = packagePlaces[name];
    if (place && !place.pattern.test(file.path)) return refuse(`${name} is for ${place.words} only.`);
    if (from === 'src/model' && !modelPackages.includes(name))
      return refuse(`src/model may import only ${modelPackages.join(', ')}.`);
    if (name.startsWith('node:')) return refuse('Nothing here runs in Node.');
    return null;
  }
  const to = placeOf(target);
  const bare = target.replace(/\?.*$/, '');
  if (!/\.[a-z]+$/.test(bare)) return refuse('Write the file ending.');
  if (from === to) return null;
  if (from.startsWith('src/') && specifier.startsWith('.') && to !== 'seeds')
    return refuse('Across folders write #layer/file.ts.');
  if (to.startsWith('workers/')) {
    const isContract = bare === 'workers/ports.ts' || /^workers\/[a-z]+\/api\.ts$/.test(bare);
    if (from === 'src/platform' && /\.worker\.ts\?(shared)?worker&url$/.test(target)) return null;
    if (isContract && isType) return null;
    if (/^workers\/(frame|nir)-codes\.ts$/.test(bare) && from.startsWith('workers/')) return null;
    const isWireEnd = from === 'src/platform' || file.path.endsWith('.worker.ts');
    if (bare === 'workers/wire.ts' && isWireEnd) return null;
    return refuse(
      'Of another worker only types may be imported, from its api.ts or from ports.ts; src/platform may also import x.worker.ts?worker&url, and it and *.worker.ts may import wire.ts; workers share frame-codes.ts and nir-codes.ts.',
    );
  }
  const allowed = allowedFor(from);
  if (allowed.includes(to)) return null;
  return refuse(
    `${from} may import ${allowed.join(', ') || 'nothing outside itself'}; imports go down, never sideways.`,
  );
}

const complaintsOf = (file: SourceFile): string[] => [
  ...importsOf(file).flatMap(i => complaint(file, i) ?? []),
  ...(file.path.endsWith('.worker.ts') ? [] : workerGlobalsOf(file)).map(
    name => `${file.path} uses ${name}. A worker's globals are for *.worker.ts only; hand in what is needed.`,
  ),
];

const files = sourceFiles(['src', 'workers']);

describe('the layers', () => {
  test('hold in every file', () => {
    expect(files.flatMap(complaintsOf)).toEqual([]);
  });

  test('were looked for in many files, and no folder is unknown to the table', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(150);
    const places = new Set(files.map(f => placeOf(f.path)));
    const known = [
      ...rows.flat().map(l => `src/${l}`),
      ...workers.map(w => `workers/${w}`),
      'workers/ports.ts',
      'workers/wire.ts',
      'workers/frame-codes.ts',
      'workers/nir-codes.ts',
    ];
    expect(
      [...places].filter(p => !known.includes(p)),
      'a folder that the table does not know',
    ).toEqual([]);
    expect(known.filter(p => places.has(p)).length).toBeGreaterThan(12);
  });

  test('keep each worker to an api.ts of types, one short x.worker.ts and pure files', () => {
    for (const worker of workers) {
      const entries = files.filter(
        f => f.path.startsWith(`workers/${worker}/`) && f.path.endsWith('.worker.ts'),
      );
      expect(entries.map(f => f.path)).toEqual([`workers/${worker}/${worker}.worker.ts`]);
      expect(entries[0]!.text.trimEnd().split('\n').length, entries[0]!.path).toBeLessThanOrEqual(20);
    }
  });
});

describe('a violation is caught:', () => {
  test.each<[what: string, path: string, text: string, words: string]>([
    ['an import upwards', 'src/model/a.ts', "import { b } from '#ui/b.ts';", 'nothing outside itself'],
    ['an import sideways', 'src/source/a.ts', "import { b } from '#record/b.ts';", 'never sideways'],
    [
      'a sideways type',
      'src/overlay/a.ts',
      "import type { B } from '#platform/b.ts';",
      'may import src/model, src/words;',
    ],
    [
      'a re-export',
      'src/platform/a.ts',
      "export * from '#archive/b.ts';",
      'src/platform may import src/model, src/words;',
    ],
    [
      'a dynamic import',
      'src/archive/a.ts',
      "const b = await import('#conductor/b.ts');",
      'src/archive may import',
    ],
    [
      'an import type expression',
      'src/study/a.ts',
      "type B = import('#export/b.ts').B;",
      'src/study may import',
    ],
    [
      'an import over several lines',
      'src/quantify/a.ts',
      "import {\n  b, // from\n}\n from\n '#ui/b.ts'",
      'never sideways',
    ],
    ['a relative way round', 'src/source/a.ts', "import { b } from '../model/b.ts';", 'write #layer/file.ts'],
    [
      'a worker built by hand',
      'src/source/a.ts',
      "new URL('../../workers/view/view.worker.ts', import.meta.url)",
      '#layer',
    ],
    [
      'a worker from elsewhere',
      'src/record/a.ts',
      "import u from '#workers/view/view.worker.ts?worker&url';",
      'only types',
    ],
    ['a worker’s value', 'src/conductor/a.ts', "import { b } from '#workers/view/api.ts';", 'only types'],
    [
      'a worker’s inside',
      'src/conductor/a.ts',
      "import type { B } from '#workers/view/pump.ts';",
      'only types',
    ],
    [
      'a worker in another',
      'workers/view/a.ts',
      "import { b } from '../quantify/statistics.ts';",
      'only types',
    ],
    [
      'a worker at the page',
      'workers/encode/a.ts',
      "import { b } from '#platform/b.ts';",
      'workers/encode may import',
    ],
    [
      'seeds in the wrong place',
      'src/ui/a.ts',
      "import p from '#seeds/presets/cnr-3.json';",
      'src/ui may import',
    ],
    ['seeds by pattern', 'src/ui/a.ts', "import.meta.glob(['../../seeds/*/*.json'])", 'src/ui may import'],
    ['react below', 'src/conductor/a.ts', "import { useState } from 'react';", 'react is for src/ui'],
    [
      'react’s inside',
      'workers/view/a.ts',
      "import { jsx } from 'react/jsx-runtime';",
      'react is for src/ui',
    ],
    [
      'twgl outside gpu',
      'workers/view/a.ts',
      "import * as twgl from 'twgl.js';",
      'twgl.js is for workers/view/gpu',
    ],
    ['comlink in a pure file', 'workers/view/a.ts', "import { expose } from 'comlink';", 'comlink is for'],
    [
      'a package in the model',
      'src/model/a.ts',
      "import { createStore } from 'zustand/vanilla';",
      'only zod, gl-matrix, @noble/hashes',
    ],
    ['Node', 'src/archive/a.ts', "import { readFileSync } from 'node:fs';", 'Nothing here runs in Node'],
    ['no file ending', 'src/ui/a.ts', "import { b } from '#model/b';", 'Write the file ending'],
    ['self', 'workers/view/a.ts', 'self.close();', 'uses self'],
    ['a bare postMessage', 'workers/view/a.ts', 'postMessage(1);', 'uses postMessage'],
    [
      'postMessage on globalThis',
      'workers/view/a.ts',
      'globalThis.postMessage(1);',
      'uses globalThis.postMessage',
    ],
  ])('%s', (_, path, text, words) => {
    const found = complaintsOf({ path, text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  test.each([
    [
      'src/ui/a.tsx',
      "import { useState } from 'react'; import { b } from '#model/b.ts'; import './a.css'; const c = <p>{b}</p>;",
    ],
    [
      'src/console.ts',
      "import { App } from '#ui/App.tsx'; import { createConductor } from '#conductor/conductor.ts';",
    ],
    [
      'src/conductor/a.ts',
      "import type { ViewApi } from '#workers/view/api.ts'; import { b } from '#source/b.ts';",
    ],
    [
      'src/platform/a.ts',
      "import u from '#workers/view/view.worker.ts?worker&url'; import { wrap } from 'comlink';",
    ],
    ['src/study/a.ts', "import.meta.glob('../../seeds/presets/*.json', { eager: true });"],
    [
      'workers/view/a.ts',
      "import type { M } from '../ports.ts'; import s from '#shaders/composite.frag.glsl?raw'; port.postMessage(1);",
    ],
    [
      'workers/encode/a.ts',
      "import { record } from '#archive/record.ts'; import type { I } from '#workers/view/api.ts';",
    ],
    ['workers/view/view.worker.ts', "import { expose } from 'comlink'; expose({}, self);"],
    ['workers/view/gpu/a.ts', "import * as twgl from 'twgl.js'; // import { b } from '#ui/b.ts'"],
  ])('but %s may do what its layer may', (path, text) => {
    expect(complaintsOf({ path, text })).toEqual([]);
  });
});
