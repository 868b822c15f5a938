/** One policy for every way of serving the app, and a build that is named by what is in it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import viteConfig from '../../../vite.config.ts';
import { sealBuild } from '../../deploy/seal-build.ts';
import { inTemporaryFolder } from '../../support/app-driver.ts';
import { hasNginx } from '../../support/nginx.ts';

const conf = readFileSync(new URL('../../deploy/nginx.conf', import.meta.url), 'utf8');

test('nginx sends exactly the headers that npm start sends, and what may be kept by whom', () => {
  const sent = Object.fromEntries(
    [...conf.matchAll(/^\s*add_header (\S+) "(.*)" always;$/gm)].map(([, name, value]) => [name, value]),
  );
  expect(sent).toEqual(viteConfig.preview?.headers);
  expect(Object.keys(sent).length).toBeGreaterThan(6);
  expect(conf).toContain('add_header Cache-Control $rimlight_cache always;');
  // nginx forgets the server's headers in a location that has one of its own.
  expect(conf.slice(conf.indexOf('location /'))).not.toContain('add_header');
});

/** A machine of which only /tmp can be written, and a user without rights on it: what the README starts the container as. */
const aloneWithTmp = (script: string) =>
  spawnSync('unshare', [
    '--mount',
    '--user',
    '--map-root-user',
    'sh',
    '-c',
    `mount -o remount,bind,ro / && mount -t tmpfs tmpfs /tmp && exec unshare --user --map-user=101 --map-group=101 sh -c '${script}'`,
  ]);
const whyNotAlone = !hasNginx()
  ? ' (skipped: there is no nginx)'
  : aloneWithTmp('touch /tmp/here && ! touch /var/tmp/there').status !== 0
    ? ' (skipped: this machine lets nobody have a read-only one)'
    : '';

test.skipIf(whyNotAlone !== '')(
  `nginx starts with the configuration where only /tmp can be written${whyNotAlone}`,
  () => {
    const base64 = Buffer.from(conf.replace('listen 8080', 'listen 127.0.0.1:18999')).toString('base64');
    const { status, stderr } = aloneWithTmp(
      `echo ${base64} | base64 -d > /tmp/nginx.conf && nginx -t -p /tmp -c /tmp/nginx.conf`,
    );
    expect(stderr.toString()).toContain('test is successful');
    expect(status).toBe(0);
  },
);

const page = '<html><head><meta name="rimlight-build" content="dev" /></head></html>';
function smallBuild(folder: string): void {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'offline.js'), 'self.addEventListener("fetch", () => undefined);\n');
  writeFileSync(join(folder, 'assets', 'main-1.js'), 'console.log(1);');
}

test('the same files give the same hash, sealing twice changes nothing, and any other byte gives another', async () => {
  await inTemporaryFolder(async folder => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    smallBuild(one);
    const hash = sealBuild(one);
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    const sealed = readFileSync(join(one, 'offline.js'), 'utf8');
    expect(readFileSync(join(one, 'index.html'), 'utf8')).toContain(`content="${hash}"`);
    expect(sealBuild(one)).toBe(hash);
    expect(readFileSync(join(one, 'offline.js'), 'utf8')).toBe(sealed);
    expect(sealed).toContain('["/",');
    expect(sealed).toContain('["/assets/main-1.js",');
    cpSync(one, two, { recursive: true });
    for (const name of ['assets/main-1.js', 'offline.js', 'index.html']) {
      const path = join(two, name);
      writeFileSync(path, `${readFileSync(path, 'utf8')} `);
      const changed = sealBuild(two);
      expect(changed, name).not.toBe(hash);
      cpSync(one, two, { recursive: true });
    }
  });
});

test('a page without its mark is no build', async () => {
  await inTemporaryFolder(async folder => {
    smallBuild(folder);
    writeFileSync(join(folder, 'index.html'), '<html></html>');
    expect(() => sealBuild(folder)).toThrow('rimlight-build');
  });
});

test('the manifest names icons that are there, of the size it says', () => {
  const at = (path: string) => new URL(`../../../public${path}`, import.meta.url);
  const manifest: { icons: { src: string; sizes: string; type: string; purpose?: string }[] } = JSON.parse(
    readFileSync(at('/manifest.webmanifest'), 'utf8'),
  );
  const pngs = manifest.icons.filter(({ type }) => type === 'image/png');
  expect(pngs.map(({ sizes, purpose }) => `${sizes} ${purpose ?? 'any'}`)).toEqual([
    '192x192 any',
    '512x512 any',
    '512x512 maskable',
  ]);
  for (const { src, sizes } of pngs) {
    const { width, height } = decode(readFileSync(at(src)));
    expect(`${width}x${height}`).toBe(sizes);
  }
});
