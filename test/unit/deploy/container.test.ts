/** The container file that the README hands out: no machine of ours can build it, so that each of its instructions is held against what is there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import viteConfig from '../../../vite.config.ts';

const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
const read = (path: string) => readFileSync(at(path), 'utf8');
const path = 'test/deploy/Containerfile';

type Instruction = { readonly name: string; readonly words: readonly string[] };
const instructions: readonly Instruction[] = read(path)
  .split('\n')
  .filter(line => line.trim() !== '' && !line.startsWith('#'))
  .map(line => {
    const [name, ...words] = line.trim().split(/\s+/);
    return { name: name ?? '', words };
  });
const wordsOf = (wanted: string) =>
  instructions.filter(({ name }) => name === wanted).map(({ words }) => words);
const manifest: { scripts: Record<string, string>; engines: { node: string } } = JSON.parse(
  read('package.json'),
);
const leftOut = read('.dockerignore')
  .split('\n')
  .filter(line => line.trim() !== '' && !line.startsWith('#'));
const conf = read('test/deploy/nginx.conf');
const inConf = (pattern: RegExp) => pattern.exec(conf)?.[1];

test('every instruction is one of those that are held against something here', () => {
  expect(instructions.map(({ name }) => name)).toEqual([
    ...['FROM', 'WORKDIR', 'COPY', 'RUN', 'COPY', 'RUN'],
    ...['FROM', 'COPY', 'COPY', 'EXPOSE'],
  ]);
});

test('what is copied from the repository is there, and is not left out of what a build is given', () => {
  const sources = wordsOf('COPY')
    .filter(([first]) => !first?.startsWith('--from'))
    .flatMap(words => words.slice(0, -1));
  expect(sources).toContain('package-lock.json');
  for (const source of sources) {
    expect(existsSync(at(source)), source).toBe(true);
    expect(
      leftOut.some(name => source === name || source.startsWith(`${name}/`)),
      source,
    ).toBe(false);
  }
  // All else that a build reads comes with the whole folder.
  for (const needed of [
    'src',
    'workers',
    'shaders',
    'seeds',
    'public',
    'index.html',
    'vite.config.ts',
    'test/deploy',
  ])
    expect(existsSync(at(needed)) && !leftOut.includes(needed), needed).toBe(true);
  expect(leftOut).toEqual(expect.arrayContaining(['node_modules', 'dist']));
});

test('what is run are scripts that there are, on a Node that the package allows', () => {
  const commands = wordsOf('RUN').map(words => words.join(' '));
  expect(commands).toEqual([
    expect.stringMatching(/^npm ci( --no-\w+)*$/),
    expect.stringMatching(/^npm run [a-z]+$/),
  ]);
  const script = commands[1]?.slice('npm run '.length) ?? '';
  expect(manifest.scripts[script]).toBe('vite build');
  const [major] = /(?<=\/node:)\d+/.exec(wordsOf('FROM')[0]?.[0] ?? '') ?? [];
  const [least] = /(?<=>=)\d+/.exec(manifest.engines.node) ?? [];
  expect(Number(major)).toBeGreaterThanOrEqual(Number(least));
});

test('nginx is given the folder that is built, where its configuration looks for it, and listens at the port that is said', () => {
  const [built] = wordsOf('FROM');
  expect(built?.slice(1)).toEqual(['AS', 'build']);
  const [workFolder] = wordsOf('WORKDIR')[0] ?? [];
  const outFolder = viteConfig.build?.outDir ?? 'dist';
  const root = inConf(/^\s*root (\S+);/m);
  const port = inConf(/^\s*listen (\d+);/m);
  const copies = wordsOf('COPY').map(words => words.join(' '));
  expect(copies).toContain(`--from=build ${workFolder}/${outFolder} ${root}`);
  expect(copies).toContain('test/deploy/nginx.conf /etc/nginx/nginx.conf');
  expect(wordsOf('EXPOSE')).toEqual([[port]]);
  // Without rights nothing below 1024 can be listened at, and of its folders /tmp alone is written to.
  expect(Number(port)).toBeGreaterThan(1023);
  for (const [, place] of conf.matchAll(/^\s*(?:pid|\w+_temp_path) (\S+);/gm))
    expect(place).toMatch(/^\/tmp\//);
});

test('the README and the file itself say the same commands, with that path and that port', () => {
  const commands = read('README.md').match(/^podman .*$/gm) ?? [];
  expect(commands).toHaveLength(2);
  expect(commands[0]).toContain(`-f ${path} `);
  expect(commands[1]).toContain(`-p 8080:${inConf(/^\s*listen (\d+);/m)} `);
  expect(commands[1]).toContain('--read-only --tmpfs /tmp ');
  for (const command of commands) expect(read(path)).toContain(command);
});
