/** The licences beside the built app: whose module is whose, and what is written of each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { licencesText, packageFolderOf } from '../../deploy/licences.ts';
import { inTemporaryFolder } from '../../support/app-driver.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

test.each<[id: string, folder: string | null]>([
  ['/home/a/rimlight/src/ui/App.tsx', null],
  ['\0vite/preload-helper.js', '/r/node_modules/vite'],
  ['\0rolldown/runtime.js', '/r/node_modules/rolldown'],
  ['/r/workers/quantify/kernels/mean.as.ts?kernel', '/r/node_modules/assemblyscript'],
  ['/r/node_modules/zod/v4/core/parse.js', '/r/node_modules/zod'],
  ['/r/node_modules/@noble/hashes/esm/sha2.js?v=1', '/r/node_modules/@noble/hashes'],
  ['/r/node_modules/a/node_modules/b/index.js', '/r/node_modules/a/node_modules/b'],
  ['C:\\r\\node_modules\\uplot\\dist\\uPlot.esm.js', 'C:/r/node_modules/uplot'],
])('%j is of %s', (id, folder) => {
  expect(packageFolderOf(id, '/r')).toBe(folder);
});

test('each package stands there once, with version, licence, where its source is, and the text', () => {
  const folders = ['zod', 'mediabunny', 'zod', 'vite'].map(name => join(root, 'node_modules', name));
  const text = licencesText(root, folders);
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(text.match(/^zod \d/gm)).toHaveLength(1);
  expect(text).toContain('Licence: MPL-2.0\nSource: https://www.npmjs.com/package/mediabunny/v/');
  expect(text).toContain('Mozilla Public License Version 2.0');
  // Of a tool only what it writes into the build is given on, not what it is made of.
  expect(text).not.toContain('Licenses of bundled dependencies');
  expect(text).toContain('Apache License');
});

test('a package without the text of its licence stops the build by its name', async () => {
  await inTemporaryFolder(async folder => {
    const bare = join(folder, 'node_modules', 'bare');
    mkdirSync(bare, { recursive: true });
    writeFileSync(join(bare, 'package.json'), '{"name":"bare","version":"1.0.0","license":"MIT"}');
    writeFileSync(join(folder, 'LICENSE'), 'ours');
    expect(() => licencesText(folder, [bare])).toThrow('bare has no file with its licence');
  });
});
