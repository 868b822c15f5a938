/** Follows the chain over a session's events, record by record. */
import { firstLink, nextLink } from './chain.ts';
import type { Payloads } from './payloads.ts';
import type { Entry, EventEntry } from './scan.ts';

/** `payload`: its bytes are not what was written. `link`: they are, but do not follow from the event before. */
export type ChainBreak = { readonly entry: EventEntry; readonly reason: 'payload' | 'link' };

export type EventChain = {
  readonly count: number;
  /** The last link, 64 hexadecimal digits. Events without a link of their own (version 1) are chained here all the same. */
  readonly head: string;
  readonly breaks: readonly ChainBreak[];
};

/** Reads every event of `entries`, in order. A broken link is told once: what follows is held against it, not against what should be. */
export async function followEvents(
  entries: readonly Entry[],
  payloads: Payloads,
  signal?: AbortSignal,
): Promise<EventChain> {
  let count = 0;
  let head = firstLink;
  const breaks: ChainBreak[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'event') continue;
    signal?.throwIfAborted();
    count += 1;
    const payload = await payloads.read(entry);
    const link = payload ? nextLink(head, payload) : null;
    if (!link) breaks.push({ entry, reason: 'payload' });
    else if (entry.link !== null && entry.link !== link) breaks.push({ entry, reason: 'link' });
    head = entry.link ?? link ?? head;
  }
  return { count, head, breaks };
}
