/** Native OpenCV in a process of its own (`native.py`). Where no Python has it, there is no such contender, and that is said. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { MadeFrame } from './frames.ts';
import type { Checks, Times } from './order.ts';

export type Native = {
  readonly version: string;
  open(made: MadeFrame): Promise<void>;
  check(): Promise<Checks>;
  time(threads: 1 | 2, repetitions: number): Promise<Times>;
  [Symbol.dispose](): void;
};

const script = fileURLToPath(new URL('./native.py', import.meta.url));
/** The second is Debian's, whatever comes first on the path. */
const interpreters = ['python3', '/usr/bin/python3'];

/** Null where no Python can import cv2. Disposing ends the process and deletes its frames. */
export function startNative(): Native | null {
  for (const interpreter of interpreters) {
    const { status, stdout } = spawnSync(interpreter, ['-c', 'import cv2; print(cv2.__version__)'], {
      encoding: 'utf8',
    });
    if (status === 0) return talkTo(spawn(interpreter, [script]), stdout.trim());
  }
  return null;
}

function talkTo(child: ChildProcessWithoutNullStreams, version: string): Native {
  const folder = mkdtempSync(join(tmpdir(), 'rimlight-chain-'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = '';
  child.stderr.on('data', data => {
    complaint = `${complaint}${data}`.slice(-2000);
  });
  const ask = async <Answer>(command: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`OpenCV's process ended: ${complaint}`);
    return JSON.parse(value);
  };
  return {
    version,
    async open({ frame, codes, key }) {
      const paths = { codes: join(folder, 'codes'), key: join(folder, 'key') };
      writeFileSync(paths.codes, codes);
      writeFileSync(paths.key, key);
      await ask({ do: 'open', frame, ...paths });
    },
    check: () => ask({ do: 'check' }),
    time: (threads, repetitions) => ask({ do: 'time', threads, repetitions }),
    [Symbol.dispose]() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
