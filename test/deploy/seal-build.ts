/** The last step of a build: names it by a hash over its files, writes that into the page, and the list of files into the service worker. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Of the service worker; it must not be cached by anybody. */
export const offlineName = 'offline.js';

const sha256 = (content: Buffer | string, encoding: 'hex' | 'base64'): string =>
  createHash('sha256').update(content).digest(encoding);

const meta = /(<meta name="rimlight-build" content=")[^"]*(")/;
const listLine = /^const rimlightBuild=.*;\n/;

/** Paths below `folder`, with `/`, sorted by their bytes. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * Seals the build in `folder` and returns its hash: the first 12 hex digits of SHA-256 over lines `sha256  path` of all files, the page counted
 * without its own mark and the service worker without its list. The same files give the same hash; sealing twice changes nothing.
 */
export function sealBuild(folder: string): string {
  const at = (path: string): string => join(folder, path);
  const page = readFileSync(at('index.html'), 'utf8');
  if (!meta.test(page))
    throw new Error('index.html has no <meta name="rimlight-build"> to name the build in.');
  const bare = page.replace(meta, '$1dev$2');
  const worker = readFileSync(at(offlineName), 'utf8').replace(listLine, '');
  const paths = filesBelow(folder);
  const contentOf = (path: string): Buffer | string =>
    path === 'index.html' ? bare : path === offlineName ? worker : readFileSync(at(path));
  const hash = sha256(
    paths.map(path => `${sha256(contentOf(path), 'hex')}  ${path}\n`).join(''),
    'hex',
  ).slice(0, 12);
  writeFileSync(at('index.html'), bare.replace(meta, `$1${hash}$2`));
  const files = paths
    .filter(path => path !== offlineName)
    .map(path => [path === 'index.html' ? '/' : `/${path}`, sha256(readFileSync(at(path)), 'base64')]);
  writeFileSync(at(offlineName), `const rimlightBuild=${JSON.stringify({ hash, files })};\n${worker}`);
  return hash;
}
