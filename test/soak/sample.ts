/** One look at everything: threads, processes, disk, and what the app says of itself. */
import { loadavg } from 'node:os';
import type { CDPSession } from 'playwright-core';
import { z } from 'zod';
import { processFigures } from './processes.ts';
import { heapOf } from './quantities.ts';
import type { SoakScene } from './scene.ts';
import { counterName } from './thread-counters.ts';
import type { Thread, Threads } from './threads.ts';

export type Look = {
  readonly atS: number;
  /** By the name of the quantity; what could not be read is not there. */
  readonly values: Readonly<Record<string, number>>;
  readonly memoryByKindMiB: Readonly<Record<string, number>>;
  /** Taken less closed in each thread; a frame that is closed in another than it was taken in counts in both. */
  readonly framesByThread: Readonly<Record<string, number>>;
  /** Ids of what the app says is wrong. */
  readonly problems: readonly string[];
  readonly state: string;
  readonly recording: string;
  readonly theatre: string;
};

const mebi = 2 ** 20;
const heapSchema = z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) });
const evaluatedSchema = z.object({ result: z.object({ value: z.unknown().optional() }) });
const countsSchema = z.object({ graphics: z.number(), frames: z.number() });
const metricsSchema = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });

const appSchema = z.object({
  liveness: z.object({
    state: z.string(),
    ageS: z.number(),
    delayS: z.number().nullable(),
    drawnFps: z.number(),
    dropped: z.number(),
  }),
  recording: z.object({ status: z.string(), dropped: z.number() }),
  problems: z.array(z.string()),
  storedBytes: z.number(),
});
const askApp = `(async () => ({
  liveness: rimlight.stores.readout.getState().liveness,
  recording: rimlight.stores.recording.getState(),
  problems: rimlight.stores.problems.getState().problems.map(({ id }) => id),
  storedBytes: (await navigator.storage.estimate()).usage,
}))()`;

/** Resolves when the browser finds a moment, which may take long. */
const askAgent = `Promise.race([
  performance.measureUserAgentSpecificMemory().then(({ bytes }) => bytes),
  new Promise(resolve => setTimeout(() => resolve(null), 15000)),
]).catch(() => null)`;

const evaluate = async (thread: Thread, expression: string): Promise<unknown> =>
  evaluatedSchema.parse(await thread.send('Runtime.evaluate', { expression, returnByValue: true })).result
    .value;

/** `withHeaps`: collects garbage first, which holds every thread up for some milliseconds. */
export async function lookAt(
  scene: SoakScene,
  watched: readonly { readonly name: string; readonly threads: Threads }[],
  { browser, startedS, withHeaps }: { browser: CDPSession; startedS: number; withHeaps: boolean },
): Promise<Look> {
  const values: Record<string, number> = {};
  const framesByThread: Record<string, number> = {};
  const add = (name: string, value: number) => {
    values[name] = (values[name] ?? 0) + value;
  };
  const app = appSchema.parse(await scene.console.evaluate(askApp));
  values.age = app.liveness.ageS * 1000;
  if (app.liveness.delayS !== null) values.delay = app.liveness.delayS * 1000;
  values.drawn = app.liveness.drawnFps;
  values['drops-view'] = app.liveness.dropped;
  values['drops-recorded'] = app.recording.dropped;
  values.stored = app.storedBytes / mebi;
  values.load = loadavg()[0]!;

  for (const { name: page, threads } of watched)
    for (const thread of [...threads.all]) {
      const name = thread.name === 'page' ? page : `${page}/${thread.name}`;
      // A thread that does not answer now is asked again at the next look.
      const counts = countsSchema.safeParse(
        await evaluate(thread, `globalThis.${counterName}`).catch(() => null),
      );
      add('graphics', counts.data?.graphics ?? 0);
      // While packing, more frames are seen closed than taken; why is not known, so they are kept out of the sum.
      if (thread.name !== 'keep') add('frames', counts.data?.frames ?? 0);
      if (counts.data?.frames) framesByThread[name] = (framesByThread[name] ?? 0) + counts.data.frames;
      if (thread.name === 'page') {
        const { metrics } = metricsSchema.parse(await thread.send('Performance.getMetrics'));
        const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
        add('nodes', metric('Nodes'));
        add('listeners', metric('JSEventListeners'));
      }
      if (!withHeaps) continue;
      await thread.send('HeapProfiler.collectGarbage').catch(() => undefined);
      const heap = heapSchema.safeParse(await thread.send('Runtime.getHeapUsage').catch(() => null));
      if (!heap.success) continue;
      const usedMiB = (heap.data.usedSize + heap.data.backingStorageSize) / mebi;
      add(heapOf(name), usedMiB);
      add('heap', usedMiB);
    }
  if (withHeaps) {
    const bytes = z.number().safeParse(await scene.console.evaluate(askAgent));
    if (bytes.success) values.agent = bytes.data / mebi;
  }
  const processes = await processFigures(browser);
  if (processes) {
    values.memory = processes.memoryMiB;
    values.resident = processes.residentMiB;
    values.handles = processes.handles;
    values.threads = processes.threads;
  }
  return {
    atS: Date.now() / 1000 - startedS,
    values,
    memoryByKindMiB: processes?.memoryByKindMiB ?? {},
    framesByThread,
    problems: app.problems,
    state: app.liveness.state,
    recording: app.recording.status,
    theatre: z
      .string()
      .parse(await scene.theatre.evaluate("document.querySelector('main')?.dataset.state ?? ''")),
  };
}
