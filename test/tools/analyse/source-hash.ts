/** Which source `npm run analyse` measured with: it builds what lies in this folder. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** All that numbers are made by: the code, and the packages by their hashes. */
const folders = ['src', 'workers', 'shaders', 'seeds'] as const;
const files = ['package.json', 'package-lock.json', 'vite.config.ts'] as const;

const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

/** The first 12 hex digits of SHA-256 over lines `sha256  path`, sorted by path. `root`: the top of the repository. */
export function sourceHash(root: string): string {
  const below = folders.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
  const lines = [...below, ...files]
    .sort()
    .map(path => `${sha256(readFileSync(join(root, path)))}  ${path}\n`);
  return sha256(lines.join('')).slice(0, 12);
}
