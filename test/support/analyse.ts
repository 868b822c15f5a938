import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run analyse` with these words: its exit status, what it printed, what it said beside. */
export const analyse = (...words: readonly string[]) =>
  new Promise<{ status: number; out: string; said: string }>(resolve => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'test/tools/analyse.ts', ...words],
      { cwd: root },
      (_, out, said) => resolve({ status: child.exitCode ?? -1, out, said }),
    );
  });
