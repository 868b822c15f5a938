/** The built app on a server of its own, and beside it a page with nothing but one painted canvas: the least a server can show. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin, preview } from 'vite';
import { blankPath } from './windows.ts';

const scriptPath = '/blank.js';

/** As large as the app's canvas on a page of 1280 × 720 is at most. */
const blankPage = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Nothing but a canvas</title><link rel="icon" href="data:," /></head>
  <body><canvas width="1280" height="720"></canvas><script src="${scriptPath}"></script></body>
</html>
`;
const blankScript = `const canvas = document.querySelector('canvas');
const context = canvas.getContext('2d');
context.fillStyle = '#8a3b34';
context.fillRect(0, 0, canvas.width, canvas.height);
`;

/** Before the server's own answers, with the headers of every answer but the policy, which the bench's own scripts would break. */
const withBlankPage: Plugin = {
  name: 'rimlight:bench-blank-page',
  configurePreviewServer(server) {
    server.middlewares.use((request, response, next) => {
      const path = request.url?.split('?')[0];
      const [type, body] =
        path === blankPath
          ? ['text/html', blankPage]
          : path === scriptPath
            ? ['text/javascript', blankScript]
            : [null, null];
      if (type === null) return next();
      for (const name of ['Opener', 'Embedder', 'Resource'])
        response.setHeader(
          `Cross-Origin-${name}-Policy`,
          name === 'Embedder' ? 'require-corp' : 'same-origin',
        );
      response.setHeader('Content-Type', type);
      response.end(body);
    });
  },
};

/** Builds into a folder that is gone with the server. */
export async function serveBuiltApp(): Promise<{ appUrl: string; close(): Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), 'rimlight-bench-app-'));
  await build({ logLevel: 'error', mode: 'production', build: { outDir, emptyOutDir: true } });
  const server = await preview({
    preview: { port: 0, strictPort: false },
    build: { outDir },
    plugins: [withBlankPage],
    logLevel: 'error',
  });
  const address = server.httpServer.address();
  if (!address || typeof address === 'string') throw new Error('The preview server has no port.');
  return {
    appUrl: `http://127.0.0.1:${address.port}/`,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
