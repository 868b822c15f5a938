/**
 * Every thread of a page – the page itself and its workers, and theirs – by the browser's own debugging protocol, one session inside the other.
 * Nothing of the app is asked or changed but for the counters that `thread-counters.ts` lays over the platform.
 */
import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';

export type Thread = {
  /** `page`, or the name of the worker's file without its hash. */
  readonly name: string;
  /** Rejects after `timeoutMs`: a thread that is busy, or gone. */
  send(method: string, parameters?: object, timeoutMs?: number): Promise<unknown>;
};

export type Threads = {
  readonly all: readonly Thread[];
  /** What the workers wrote into the console as an error, or about a frame that nobody closed. */
  readonly complaints: readonly string[];
  /** Collects garbage everywhere, so that what was left of the setting up is complained of now; gives those about frames and forgets them. */
  settle(): Promise<readonly string[]>;
};

const messageSchema = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const attachedSchema = z.object({
  sessionId: z.string(),
  targetInfo: z.object({ type: z.string(), url: z.string() }),
});
const receivedSchema = z.object({ sessionId: z.string(), message: z.string() });
const detachedSchema = z.object({ sessionId: z.string() });
const entrySchema = z.object({ entry: z.object({ level: z.string(), text: z.string() }) });
const calledSchema = z.object({
  type: z.string(),
  args: z.array(z.object({ value: z.unknown().optional() })),
});
const thrownSchema = z.object({ exceptionDetails: z.object({ text: z.string() }) });

const patienceMs = 60_000;

/** Neither an error nor a warning goes unheard that says so. */
const isAboutFrame = /garbage collected without being closed/i;

const nameOf = (url: string): string => /([\w-]+?)(\.worker)?-[\w-]{8}\.js/.exec(url)?.[1] ?? 'worker';

/** `installed`: an expression that runs once in every thread, as early as it can be reached. */
export async function watchThreads(page: Page, installed: string): Promise<Threads> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const all: Thread[] = [];
  const complaints: string[] = [];

  const hear = (name: string, method: string, parameters: unknown): void => {
    const entry = method === 'Log.entryAdded' ? entrySchema.safeParse(parameters).data?.entry : undefined;
    if (entry && (entry.level === 'error' || isAboutFrame.test(entry.text)))
      complaints.push(`${name}: ${entry.text}`);
    const called =
      method === 'Runtime.consoleAPICalled' ? calledSchema.safeParse(parameters).data : undefined;
    const said = called?.args.map(({ value }) => String(value)).join(' ') ?? '';
    if (called && (called.type === 'error' || isAboutFrame.test(said))) complaints.push(`${name}: ${said}`);
    if (method === 'Runtime.exceptionThrown')
      complaints.push(`${name}: ${thrownSchema.safeParse(parameters).data?.exceptionDetails.text}`);
  };

  /** A thread behind another: messages to and from it are wrapped in that one's. */
  const behind = (parent: Thread, sessionId: string, name: string) => {
    let lastId = 0;
    const waiting = new Map<number, (message: z.infer<typeof messageSchema>) => void>();
    const children = childrenOf(() => thread);
    const thread: Thread = {
      name,
      async send(method, parameters = {}, timeoutMs = 8000) {
        const id = ++lastId;
        const answer = new Promise<unknown>((resolve, reject) => {
          const timer = setTimeout(() => {
            waiting.delete(id);
            reject(new Error(`${name} did not answer ${method}.`));
          }, timeoutMs);
          waiting.set(id, ({ error, result }) => {
            clearTimeout(timer);
            if (error) reject(new Error(error.message));
            else resolve(result);
          });
        });
        answer.catch(() => undefined);
        const message = JSON.stringify({ id, method, params: parameters });
        await parent.send('Target.sendMessageToTarget', { sessionId, message });
        return answer;
      },
    };
    return {
      thread,
      receive(text: string) {
        const message = messageSchema.parse(JSON.parse(text));
        if (message.id !== undefined) {
          waiting.get(message.id)?.(message);
          waiting.delete(message.id);
        } else if (message.method) {
          children.hear(message.method, message.params);
          hear(name, message.method, message.params);
        }
      },
    };
  };

  /** The workers that `parent` starts: takes them in, hands messages to them, lets go of those that ended. */
  const childrenOf = (parent: () => Thread) => {
    const known = new Map<string, ReturnType<typeof behind>>();
    return {
      hear(method: string, parameters: unknown): void {
        if (method === 'Target.attachedToTarget') {
          const { sessionId, targetInfo } = attachedSchema.parse(parameters);
          const child = behind(parent(), sessionId, nameOf(targetInfo.url));
          known.set(sessionId, child);
          all.push(child.thread);
          void prepare(child.thread).catch(() => undefined);
        } else if (method === 'Target.receivedMessageFromTarget') {
          const { sessionId, message } = receivedSchema.parse(parameters);
          known.get(sessionId)?.receive(message);
        } else if (method === 'Target.detachedFromTarget') {
          const gone = known.get(detachedSchema.parse(parameters).sessionId)?.thread;
          const at = gone ? all.indexOf(gone) : -1;
          if (at >= 0) all.splice(at, 1);
        }
      },
    };
  };

  const prepare = async (thread: Thread): Promise<void> => {
    // A thread that only starts answers late; one that ended meanwhile never does.
    await thread.send('Runtime.evaluate', { expression: installed }, patienceMs);
    await attachTo(thread);
    await thread.send('Runtime.enable', {}, patienceMs);
    await thread.send('Log.enable', {}, patienceMs);
  };
  const attachTo = (thread: Thread) =>
    thread.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });

  const own: Thread = {
    name: 'page',
    send: (method, parameters = {}) =>
      // The protocol's methods are a closed list in the types; here they are data.
      Reflect.apply(session.send, session, [method, parameters]),
  };
  const children = childrenOf(() => own);
  session.on('Target.attachedToTarget', event => children.hear('Target.attachedToTarget', event));
  session.on('Target.receivedMessageFromTarget', event =>
    children.hear('Target.receivedMessageFromTarget', event),
  );
  session.on('Target.detachedFromTarget', event => children.hear('Target.detachedFromTarget', event));
  all.push(own);
  await own.send('Performance.enable');
  await own.send('Runtime.evaluate', { expression: installed });
  await attachTo(own);
  return {
    all,
    complaints,
    async settle() {
      for (const thread of [...all]) await thread.send('HeapProfiler.collectGarbage').catch(() => undefined);
      await new Promise(resolve => setTimeout(resolve, 1500));
      const left = complaints.filter(text => isAboutFrame.test(text));
      complaints.splice(0, complaints.length, ...complaints.filter(text => !isAboutFrame.test(text)));
      return left;
    },
  };
}
