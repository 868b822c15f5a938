/** What the operating system says of the browser's processes: memory, handles, threads. Linux only (`/proc`); elsewhere null. */
import { readdirSync, readFileSync } from 'node:fs';
import type { CDPSession } from 'playwright-core';

export type ProcessFigures = {
  /** Memory that no file backs, summed over the processes; what they share is counted in each. */
  readonly memoryMiB: number;
  /** The whole resident set, likewise. */
  readonly residentMiB: number;
  readonly memoryByKindMiB: Readonly<Record<string, number>>;
  readonly handles: number;
  readonly threads: number;
};

const kibibytes = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);

/** `session`: of the browser itself. */
export async function processFigures(session: CDPSession): Promise<ProcessFigures | null> {
  if (process.platform !== 'linux') return null;
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const byKind: Record<string, number> = {};
  let [memory, resident, handles, threads] = [0, 0, 0, 0];
  for (const { id, type } of processInfo) {
    try {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      const own = kibibytes(status, 'RssAnon') + kibibytes(status, 'RssShmem');
      memory += own;
      byKind[type] = (byKind[type] ?? 0) + own / 1024;
      resident += kibibytes(status, 'VmRSS');
      threads += kibibytes(status, 'Threads');
      handles += readdirSync(`/proc/${id}/fd`).length;
    } catch {
      // It ended between the list and the look.
    }
  }
  return {
    memoryMiB: memory / 1024,
    residentMiB: resident / 1024,
    memoryByKindMiB: byKind,
    handles,
    threads,
  };
}
