/** Builds the app and serves it as `npm start` does, for the end-to-end tests. Owns the server until teardown. */
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    appUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build({ logLevel: 'warn', mode: 'production' });
  const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: 'warn' });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port.');
  project.provide('appUrl', `http://127.0.0.1:${address.port}/`);
  return () => server.close();
}
