/** A real browser with the sources loaded, for tests that need a server, a device or a permission beside the page. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { chromiumFlags, findChromium } from '#test/support/chromium.ts';

export type BrowserWithSources = {
  /** A fresh page of its own context; `prelude` runs before the sources load. */
  openPage(options?: {
    permissions?: string[];
    prelude?: string;
  }): Promise<{ page: Page; context: BrowserContext }>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startBrowser(flags: readonly string[] = []): Promise<BrowserWithSources> {
  const script = await bundle();
  // A page that Playwright makes up has no address of its own, and may not speak to this machine's servers.
  const server = createServer((request, response) => {
    const isScript = request.url?.endsWith('.js');
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script type="module" src="/sources.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page’s server has no port.');
  const origin = `http://127.0.0.1:${address.port}`;
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [...chromiumFlags, ...flags],
  });
  return {
    async openPage({ permissions, prelude } = {}) {
      const context = await browser.newContext({ ...(permissions && { permissions }) });
      const page = await context.newPage();
      if (prelude) await page.addInitScript(prelude);
      await page.goto(`${origin}/`);
      await page.waitForFunction(() => 'sourcePage' in globalThis);
      return { page, context };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.close();
    },
  };
}

async function bundle(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: fileURLToPath(new URL('source-page.ts', import.meta.url)), formats: ['es'] },
    },
  });
  const [result] = Array.isArray(output) ? output : [output];
  const chunk = result && 'output' in result ? result.output[0] : null;
  if (!chunk) throw new Error('The page was not bundled.');
  return chunk.code;
}
