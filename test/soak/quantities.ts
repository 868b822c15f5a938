/** What a soak samples: how each quantity is called, in which unit, and what growth of it is too much. */
import type { Limit } from './trend.ts';

export type Quantity = {
  readonly unit: string;
  /** Null: reported, not judged, because it is meant to grow or depends on what else the machine does. */
  readonly limit: Limit | null;
  readonly meaning: string;
};

/** Each worker's heap is a quantity beside these, by `heapOf`. */
const quantities = {
  memory: {
    unit: 'MiB',
    limit: { share: 0.1, floor: 24 },
    meaning: 'memory of all processes that no file backs',
  },
  resident: {
    unit: 'MiB',
    limit: null,
    meaning: 'resident set of all processes, files and shared pages included',
  },
  heap: {
    unit: 'MiB',
    limit: { share: 0.1, floor: 4 },
    meaning: 'JavaScript heaps and array buffers of both pages and their workers, after a collection',
  },
  agent: {
    unit: 'MiB',
    limit: { share: 0.1, floor: 4 },
    meaning: 'the same for the console, by measureUserAgentSpecificMemory',
  },
  graphics: {
    unit: 'objects',
    limit: { share: 0.01, floor: 3 },
    meaning: 'textures, buffers, programs, fences … made and not deleted',
  },
  frames: { unit: 'frames', limit: { share: 0.01, floor: 4 }, meaning: 'video frames taken and not closed' },
  handles: { unit: 'handles', limit: { share: 0.05, floor: 5 }, meaning: 'open files, pipes and sockets' },
  threads: { unit: 'threads', limit: { share: 0.05, floor: 5 }, meaning: 'threads of all processes' },
  nodes: { unit: 'nodes', limit: { share: 0.1, floor: 100 }, meaning: 'DOM nodes of both pages' },
  listeners: {
    unit: 'listeners',
    limit: { share: 0.1, floor: 50 },
    meaning: 'event listeners of both pages',
  },
  stored: { unit: 'MiB', limit: null, meaning: 'on the disk: the recording' },
  delay: { unit: 'ms', limit: null, meaning: 'arrival to drawn, median of two seconds' },
  age: { unit: 'ms', limit: null, meaning: 'age of the newest frame at the moment of the sample' },
  drawn: { unit: 'frames/s', limit: null, meaning: 'frames drawn on the console' },
  'drops-view': { unit: 'frames', limit: null, meaning: 'never drawn since the feed was opened' },
  'drops-recorded': { unit: 'frames', limit: null, meaning: 'not recorded' },
  load: { unit: 'processes', limit: null, meaning: 'load of the machine over a minute' },
} as const satisfies Record<string, Quantity>;

export const heapOf = (thread: string): string => `heap ${thread}`;
const heapLimit: Limit = { share: 0.15, floor: 2 };

export function quantityOf(name: string): Quantity {
  const known = Object.entries(quantities).find(([key]) => key === name)?.[1];
  return known ?? { unit: 'MiB', limit: heapLimit, meaning: 'of this thread' };
}
