/** Runs the repository's own nginx configuration over a folder. The caller closes it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** By name, or where the environment says that it is. */
const program = process.env.NGINX_PATH ?? 'nginx';

/** Whether there is an nginx to run; `.ci/run` installs it. */
export const hasNginx = (): boolean => spawnSync(program, ['-v']).status === 0;

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? 0 : address.port));
    });
  });

/** `test/deploy/nginx.conf` with only folder, port and the places it writes to changed. */
export async function startNginx(
  root: string,
  folder: string,
): Promise<{ readonly url: string; close(): void }> {
  const port = await freePort();
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const conf = readFileSync(new URL('../deploy/nginx.conf', import.meta.url), 'utf8')
    .replace('root /srv/rimlight', `root ${root}`)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replaceAll('/tmp/rimlight-nginx', join(folder, 'nginx'))
    .replace('events {}', 'daemon off;\nmaster_process off;\nevents {}');
  writeFileSync(join(folder, 'nginx.conf'), conf);
  const child: ChildProcess = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const url = `http://127.0.0.1:${port}/`;
  for (let left = 100; left > 0; left--) {
    if (child.exitCode !== null) break;
    const answered = await fetch(url).then(
      response => response.ok,
      () => false,
    );
    if (answered) return { url, close: () => child.kill() };
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`nginx did not start: ${said}`);
}
