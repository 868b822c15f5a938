/**
 * Packs what recorders leave behind, chunk by chunk, oldest first, in one tab at a time; then seals the session. Holds nothing between
 * chunks; remembers which chunks are not worth it for as long as it lives.
 */
import type { Folder } from '#archive/files.ts';
import type { Pace } from '#archive/pace.ts';
import type { VideoCodec } from '#archive/video/video.ts';
import type { Problem } from '#model/problem.ts';
import type { PackingState } from '../api.ts';
import { type RawChunk, type SessionWork, sessionsToPack } from './backlog.ts';
import type { KeeperLock } from './keeper-lock.ts';
import { packChunk, packTools, removeRaw } from './pack-chunk.ts';
import { packedElsewhere, packingFailed } from './problems.ts';
import { finishThinning, thinChunk } from './thin-chunk.ts';
import { whiteStreams } from './white-streams.ts';

export type Packer = {
  readonly state: PackingState;
  /** Packs until nothing is left or `signal` aborts. Never rejects: what goes wrong is told as a problem. */
  run(signal: AbortSignal): Promise<void>;
  /** As `KeepApi.thinWhite`. Rejects with a `ProblemError` while another tab packs, and as the signal says. Calls must not overlap. */
  thinWhite(bytes: number, signal: AbortSignal): Promise<number>;
};

type PackerNeeds = {
  sessions(): Promise<Folder>;
  readonly codec: VideoCodec;
  /** Brings the list of a closed session's parts up to date; `renewed` were rewritten under their old names. */
  seal(
    session: Folder,
    on: { readonly renewed: readonly string[]; readonly signal: AbortSignal },
  ): Promise<unknown>;
  readonly lock: KeeperLock;
  readonly pace: Pace;
  /** The state is another. */
  changed(): void;
  /** What lies on the disk is another. */
  wrote(): void;
  problem(problem: Problem, isOver: boolean): void;
};

/** A chunk that failed so often stays raw. */
const mostAttempts = 3;

export function createPacker(needs: PackerNeeds): Packer {
  const { codec, pace } = needs;
  let proof: Promise<boolean> | null = null;
  let status: PackingState['status'] = 'idle';
  let backlogBytes = 0;
  const done = { rawBytes: 0, bytes: 0 };
  let told: Problem | null = null;
  /** Chunks that stay raw, those packed whose raw records are still open somewhere, and how often others failed. */
  const kept = new Set<string>();
  const locked = new Set<string>();
  const failures = new Map<string, number>();
  /** What sessions consisted of when they were sealed, so that they are not looked through each time. */
  const sealed = new Map<string, string>();
  const keyOf = ({ manifest }: SessionWork, { number }: RawChunk) => `${manifest.id} ${number}`;

  const become = (next: PackingState['status']) => {
    status = next;
    needs.changed();
  };

  const tell = (problem: Problem | null) => {
    if (told && told.text !== problem?.text) needs.problem(told, true);
    if (problem && told?.text !== problem.text) needs.problem(problem, false);
    told = problem;
  };

  const seal = async (work: SessionWork, renewed: readonly string[], signal: AbortSignal): Promise<void> => {
    if (work.manifest.endedAtS !== null) await needs.seal(work.folder, { renewed, signal });
  };

  const sealOnce = async (work: SessionWork, signal: AbortSignal): Promise<void> => {
    const content = JSON.stringify([work.manifest, await work.folder.list()]);
    if (sealed.get(work.manifest.id) === content) return;
    await seal(work, [], signal);
    sealed.set(work.manifest.id, JSON.stringify([work.manifest, await work.folder.list()]));
    needs.wrote();
  };

  /** False where somebody still reads the raw records. */
  const packOne = async (work: SessionWork, chunk: RawChunk, signal: AbortSignal): Promise<boolean> => {
    const key = keyOf(work, chunk);
    if (locked.has(key)) {
      if (!(await removeRaw(chunk.folder, chunk.number))) return false;
      locked.delete(key);
    } else {
      pace.begin();
      const tools = await packTools(codec, settled => pace.step(signal, settled));
      const outcome = await packChunk(chunk.folder, chunk.number, tools);
      if (outcome.kind === 'kept') kept.add(key);
      else {
        done.rawBytes += outcome.rawBytes;
        done.bytes += outcome.bytes;
      }
      if (outcome.kind === 'locked') locked.add(key);
      if (outcome.kind === 'locked') return false;
    }
    backlogBytes = Math.max(0, backlogBytes - chunk.bytes);
    needs.wrote();
    needs.changed();
    return true;
  };

  /** As `packOne`, but a chunk that cannot be packed does not keep the others from it. */
  const tryOne = async (work: SessionWork, chunk: RawChunk, signal: AbortSignal): Promise<boolean> => {
    try {
      const isDone = await packOne(work, chunk, signal);
      tell(null);
      return isDone;
    } catch (error) {
      const isFull = error instanceof Error && error.name === 'QuotaExceededError';
      if (signal.aborted || isFull) throw error;
      tell(packingFailed(error));
      const key = keyOf(work, chunk);
      const attempts = (failures.get(key) ?? 0) + 1;
      failures.set(key, attempts);
      if (attempts === mostAttempts) kept.add(key);
      return false;
    }
  };

  const openOf = (work: SessionWork) => work.raw.filter(chunk => !kept.has(keyOf(work, chunk)));

  /** Answers whether something must wait. */
  const pass = async (canPack: boolean, signal: AbortSignal): Promise<boolean> => {
    const works = await sessionsToPack(await needs.sessions());
    backlogBytes = works.flatMap(openOf).reduce((sum, { bytes }) => sum + bytes, 0);
    let mustWait = false;
    for (const work of works) {
      signal.throwIfAborted();
      await finishThinning(work.folder, renewed => seal(work, renewed, signal));
      let isDone = true;
      for (const chunk of canPack ? openOf(work) : []) {
        become('packing');
        if (!(await tryOne(work, chunk, signal))) isDone = false;
      }
      if (isDone) await sealOnce(work, signal);
      mustWait ||= !isDone;
    }
    return mustWait;
  };

  const thinPass = async (bytes: number, signal: AbortSignal): Promise<number> => {
    const sessions = await needs.sessions();
    const tools = await packTools(codec, settled => pace.step(signal, settled));
    let gained = 0;
    for (const work of await sessionsToPack(sessions)) {
      const sealRenewed = (renewed: readonly string[]) => seal(work, renewed, signal);
      await finishThinning(work.folder, sealRenewed);
      const white = await whiteStreams(sessions, work.manifest.id);
      for (const number of white.length > 0 ? work.finished : []) {
        if (gained >= bytes) return gained;
        const raw = openOf(work).find(chunk => chunk.number === number);
        const before = done.rawBytes - done.bytes;
        if (raw && !(await packOne(work, raw, signal))) continue;
        gained += done.rawBytes - done.bytes - before;
        if (work.raw.some(chunk => chunk.number === number && kept.has(keyOf(work, chunk)))) continue;
        pace.begin();
        for (const stream of white)
          gained += await thinChunk(work.folder, { stream, number, seal: sealRenewed }, tools);
        needs.wrote();
      }
    }
    return gained;
  };

  const prove = () => {
    proof ??= codec.proveExact();
    return proof;
  };

  return {
    get state() {
      const { spentS } = pace;
      return {
        status,
        backlogBytes,
        ratio: done.rawBytes > 0 ? done.bytes / done.rawBytes : null,
        bytesPerS: done.rawBytes > 0 && spentS > 0 ? done.rawBytes / spentS : null,
      };
    },
    async run(signal) {
      const canPack = await prove();
      try {
        let mustWait = false;
        const isMine = await needs.lock(async () => {
          mustWait = await pass(canPack, signal);
        });
        become(!canPack ? 'off' : !isMine || mustWait ? 'waiting' : 'idle');
      } catch (error) {
        if (!signal.aborted) tell(packingFailed(error));
        become(canPack ? 'waiting' : 'off');
      }
    },
    async thinWhite(bytes, signal) {
      if (!(await prove())) return 0;
      let gained = 0;
      const isMine = await needs.lock(async () => {
        gained = await thinPass(bytes, signal);
      });
      if (!isMine) throw packedElsewhere();
      return gained;
    },
  };
}
