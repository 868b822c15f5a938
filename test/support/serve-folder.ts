/** Serves a built folder as `npm start` does, headers and all, and counts what is asked for. */
import { preview } from 'vite';

export type ServedFolder = {
  readonly url: string;
  /** In order: paths without their query, and when they were asked for, in milliseconds since the epoch. */
  readonly requests: readonly { readonly path: string; readonly atMs: number }[];
  close(): Promise<void>;
};

/** `port` 0: any that is free. */
export async function serveFolder(outDir: string, port = 0): Promise<ServedFolder> {
  const requests: { path: string; atMs: number }[] = [];
  const server = await preview({
    build: { outDir },
    preview: { port, strictPort: port !== 0 },
    logLevel: 'warn',
    plugins: [
      {
        name: 'count-requests',
        configurePreviewServer({ middlewares }) {
          middlewares.use((request, _, next) => {
            requests.push({ path: (request.url ?? '').replace(/\?.*$/, ''), atMs: Date.now() });
            next();
          });
        },
      },
    ],
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port.');
  return { url: `http://127.0.0.1:${address.port}/`, requests, close: () => server.close() };
}
