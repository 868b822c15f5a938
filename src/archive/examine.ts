/** Proves a session: every part against its SHA-256, every record against its checksum, the events against their chain. */
import { ProblemError } from '#model/problem.ts';
import { chunksIn } from './chunks.ts';
import { type EventChain, followEvents } from './event-chain.ts';
import { examineParts } from './examine-parts.ts';
import type { Folder } from './files.ts';
import type { Finding } from './finding.ts';
import { damageToFinding, type NameRecord, recordNames } from './finding-words.ts';
import { chunkFile, chunkFileName, partsName, type SessionParts } from './format.ts';
import { createPayloads, type Payloads } from './payloads.ts';
import { isVideoUnsupported } from './problems.ts';
import { type Damage, type Entry, type FrameEntry, scanSession } from './scan.ts';
import { type Hash, readParts, webHash } from './sealing.ts';
import type { VideoCodec } from './video/video.ts';

/** Nobody reads more; the first ones say where to look. */
const mostFindings = 1000;

export type Examination = {
  /** Reads packed frames, which is needed only where their video is not vouched for by its own SHA-256. */
  readonly video?: VideoCodec | undefined;
  readonly hash?: Hash;
  /** Share of the work that is done, 0 to 1. */
  readonly tell?: ((share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called between pieces of work: waits where the machine is needed elsewhere. */
  readonly pause?: (() => Promise<void>) | undefined;
};

/**
 * Reads every byte of a session's folder. Empty: all of it is as it was written. Rejects as the signal says, and when the folder itself
 * cannot be read; never for what its files hold.
 */
export async function examineSession(
  session: Folder,
  { video, hash = webHash, tell = () => undefined, signal, pause }: Examination = {},
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const add = (found: readonly Finding[]) =>
    void findings.push(...found.slice(0, mostFindings - findings.length));

  const parts = await readParts(session);
  const tellHalf = (share: number) => tell(share / 2);
  const { proved, found } = await examineParts(session, parts, { hash, tell: tellHalf, signal, pause });
  add(found);

  const { entries, damage } = await scanSession(session);
  const name = recordNames(entries);
  const lastChunk = (await chunksIn(session)).chunks.at(-1)?.records;
  for (const one of damage.slice(0, mostFindings)) {
    // A crash tears the last record, and so it was sealed.
    const isTail = one.chunk === lastChunk && ['cut', 'unwritten', 'payload'].includes(one.reason);
    if (!(isTail && proved.has(one.chunk))) add([damageToFinding(one, before(entries, one), name)]);
  }

  const payloads = await createPayloads(session, video);
  try {
    const toldFrame = (index: number) => tell(0.5 + index / entries.length / 2);
    const how = { proved, name, tell: toldFrame, signal, pause };
    for await (const frame of damagedFrames(entries, payloads, how)) add([frame]);
    add(chainFindings(await followEvents(entries, payloads, signal), parts, name));
  } finally {
    payloads[Symbol.dispose]();
  }
  tell(1);
  return findings;
}

/** The last record in front of what was lost. */
function before(entries: readonly Entry[], { chunk, atBytes }: Damage): Entry | undefined {
  const number = chunkFile(chunk)?.number ?? 0;
  return entries.findLast(entry => {
    const own = chunkFile(entry.chunk)?.number ?? 0;
    return own < number || (own === number && entry.offsetBytes < atBytes);
  });
}

/**
 * Every frame whose payload is not what was written. Pictures of a video whose bytes are proved are not decoded: they were compared with
 * the raw frames when the video was made. A video that cannot be read at all is named once.
 */
async function* damagedFrames(
  entries: readonly Entry[],
  payloads: Payloads,
  {
    proved,
    name,
    tell,
    signal,
    pause,
  }: {
    readonly proved: ReadonlySet<string>;
    readonly name: NameRecord;
    tell(index: number): void;
  } & Pick<Examination, 'signal' | 'pause'>,
): AsyncGenerator<Finding> {
  const unreadable = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    signal?.throwIfAborted();
    tell(index);
    if (entry.kind !== 'frame') continue;
    const video = videoOf(entry);
    if (video !== null && (proved.has(video) || unreadable.has(video))) continue;
    await pause?.();
    try {
      if (await payloads.read(entry)) continue;
      // One that was stopped on its way is not damaged.
      signal?.throwIfAborted();
      yield {
        part: video ?? entry.chunk,
        kind: 'record-damaged',
        atBytes: video ? null : entry.offsetBytes,
        words: `${name(entry)} is damaged`,
      };
    } catch (error) {
      if (!(error instanceof ProblemError && video)) throw error;
      unreadable.add(video);
      yield {
        part: video,
        kind: isVideoUnsupported(error) ? 'not-sealed' : 'part-changed',
        atBytes: null,
        words: isVideoUnsupported(error)
          ? `${video} was not proved: its pictures cannot be read here`
          : `${video} is missing or cannot be read, from ${name(entry)} on`,
      };
    }
  }
}

const videoOf = ({ coded, chunk, stream }: FrameEntry): string | null =>
  coded ? chunkFileName(stream, chunkFile(chunk)?.number ?? 0) : null;

function chainFindings(
  { count, head, breaks }: EventChain,
  parts: SessionParts | null,
  name: NameRecord,
): readonly Finding[] {
  const found = breaks.map(
    ({ entry, reason }): Finding => ({
      part: entry.chunk,
      kind: reason === 'payload' ? 'record-damaged' : 'event-changed',
      atBytes: entry.offsetBytes,
      words:
        reason === 'payload'
          ? `${name(entry)} is damaged`
          : `${name(entry)} does not follow from the event before: one of them was changed, moved or left out`,
    }),
  );
  if (found.length > 0 || !parts || (parts.events.count === count && parts.events.head === head))
    return found;
  const words =
    parts.events.count === count
      ? 'the events are not those that the session was closed with'
      : `there are ${count} events where the session was closed with ${parts.events.count}`;
  return [{ part: partsName, kind: 'event-changed', atBytes: null, words }];
}
