/**
 * The page of `npm run analyse`, built once for each state of the source. Built, not served by a development server: that one prepares packages
 * when it meets them, and a worker that asks at the wrong moment gets none.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { sourceHash } from './source-hash.ts';

/** Inside the built folder. */
export const pagePath = 'test/tools/analyse/page.html';

const building = 'building-';

/** The built folder; what was built of other states is removed. `root`: the top of the repository. */
export async function builtPage(root: string): Promise<string> {
  const script = readFileSync(join(root, 'test/tools/analyse/page.ts'));
  const state = `${sourceHash(root)}-${createHash('sha256').update(script).digest('hex').slice(0, 12)}`;
  const kept = join(root, '.cache', 'analyse');
  const folder = join(kept, state);
  if (existsSync(folder)) return folder;
  mkdirSync(kept, { recursive: true });
  const outDir = mkdtempSync(join(kept, building));
  try {
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      mode: 'production',
      logLevel: 'error',
      build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(root, pagePath) } },
    });
    for (const older of readdirSync(kept))
      if (!older.startsWith(building)) rmSync(join(kept, older), { recursive: true, force: true });
    renameSync(outDir, folder);
  } catch (error) {
    rmSync(outDir, { recursive: true, force: true });
    // Another one that was started at the same time has built the same.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
