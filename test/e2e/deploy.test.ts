/** The built app behind a real nginx with the configuration that the README hands out, and what lies beside it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import viteConfig from '../../vite.config.ts';
import { debugUrl, inTemporaryFolder, waitForState } from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { hasNginx, startNginx } from '../support/nginx.ts';
import { billOfMaterials } from '../tools/sbom.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const lock = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
const skipped = hasNginx() ? '' : ' (skipped: there is no nginx; .ci/run installs it where it may)';

test.skipIf(skipped !== '')(
  `behind nginx the app runs, isolated and under its policy, and what it forbids does not run${skipped}`,
  async () => {
    await inTemporaryFolder(async folder => {
      const nginx = await startNginx(dist, folder);
      const browser = await startBrowser();
      try {
        const page = await browser.newPage();
        const response = await page.goto(debugUrl(nginx.url));
        const headers = response?.headers() ?? {};
        for (const [name, value] of Object.entries(viteConfig.preview?.headers ?? {}))
          expect(headers[name.toLowerCase()], name).toBe(value);
        expect(headers['cache-control']).toBe('no-cache');
        await waitForState(page, 'live');
        expect(await page.evaluate('crossOriginIsolated')).toBe(true);
        const script: string = await page.evaluate("document.querySelector('script[src]').src");
        const asset = await fetch(script, { headers: { 'accept-encoding': 'gzip' } });
        expect(asset.headers.get('cache-control')).toContain('immutable');
        expect(asset.headers.get('content-encoding')).toBe('gzip');
        expect(asset.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
        for (const path of ['offline.js', 'manifest.webmanifest'])
          expect((await fetch(nginx.url + path)).headers.get('cache-control'), path).toBe('no-cache');
        expect((await fetch(`${nginx.url}not-there`)).status).toBe(404);

        const inline = `(() => {
          const script = document.createElement('script');
          try { script.textContent = 'globalThis.injected = 1'; } catch { return 'refused'; }
          document.head.append(script);
          return globalThis.injected === 1 ? 'ran' : 'refused';
        })()`;
        expect(await page.evaluate(inline)).toBe('refused');
        const markup = `(() => {
          try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="globalThis.injected = 1">'); } catch { return 'refused'; }
          return 'taken';
        })()`;
        expect(await page.evaluate(markup)).toBe('refused');
        // A tool's own evaluate is exempt from the policy: what a page's timer runs is not.
        const evaluated = `new Promise(resolve => setTimeout(() => {
          try { resolve(String(globalThis.eval('1 + 1'))); } catch (error) { resolve(error.name); }
        }, 0))`;
        expect(await page.evaluate(evaluated)).toBe('EvalError');
        for (const address of ['https://example.com/worker.js', 'data:text/javascript,0', '/assets/any.js'])
          expect(
            await page.evaluate(
              `(() => { try { new Worker('${address}'); return 'started'; } catch (error) { return error.name; } })()`,
            ),
            address,
          ).toBe('TypeError');
      } finally {
        await browser.close();
        nginx.close();
      }
    });
  },
);

test('every package that the bill says is in the app stands in its licences, and nothing else but what the build tools write', () => {
  const text = readFileSync(join(dist, 'licences.txt'), 'utf8');
  const named = [...text.matchAll(/^(\S+) (\d+\.\d+\.\d+\S*)\nLicence: (.+)$/gm)].map(
    ([, name, version]) => `${name} ${version}`,
  );
  const shipped = billOfMaterials(lock)
    .components.filter(({ scope }) => scope === 'required')
    .map(({ name, version }) => `${name} ${version}`);
  const written = named.filter(name => !shipped.includes(name)).map(name => name.split(' ')[0]);
  expect(shipped.filter(name => !named.includes(name))).toEqual([]);
  expect(written.sort()).toEqual(['assemblyscript', 'rolldown', 'vite']);
});

test('About shows the licences, from the build itself', async () => {
  const browser = await startBrowser();
  try {
    const { page, complaints } = await openApp(browser, { url: debugUrl(inject('appUrl')) });
    await waitForState(page, 'live');
    await page
      .getByRole('button', { name: /^About/ })
      .first()
      .click();
    await page.getByText('Licences of what it is made of').click();
    const shown = page.getByRole('region', { name: 'Licences of what it is made of' });
    await shown.getByText('SIL OPEN FONT LICENSE').waitFor();
    if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, 'licences.png') });
    expect(complaints.texts).toEqual([]);
  } finally {
    await browser.close();
  }
});
