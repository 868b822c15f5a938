/**
 * Recordings on this device: the list, what a crash left, and what the keep worker does with them. Owns that worker, a feed worker
 * while pictures are imported, and the thumbnails' object URLs.
 */

import { createStore } from 'zustand/vanilla';
import type { SessionManifest } from '#archive/format.ts';
import { z } from '#model/schema-rules.ts';
import { privateFiles } from '#platform/opfs.ts';
import { chooseSavePlace } from '#platform/save-file.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import { madeWith } from '#platform/version.ts';
import { callable, moved, startFeedWorker, startKeepWorker, type WorkerHandle } from '#platform/workers.ts';
import type { FeedApi } from '#workers/feed/api.ts';
import type { KeepApi, PackingState, TellShare } from '#workers/keep/api.ts';
import { latePart } from './late-room.ts';
import { createOneTask } from './one-task.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import type { SessionSummary, SessionsCommands, SessionsState } from './sessions-api.ts';

const retentionSetting = 'retention-days';
const retentionSchema = z.number().int().min(1).max(3650).nullable();

/** Packing that had to wait is tried again after this long. */
const settleAgainMs = 10_000;
/** What broke the keeper may break it again: each time in a row it rests twice as long, but no longer than this. */
const longestRestMs = 600_000;

/** Threads that hash beside an export; more found nothing to do. */
const hashers = 2;

/** Room that thinning out white light should make: minutes of recording, not the whole disk. */
const thinnedBytes = 4 * 2 ** 30;

export type Sessions = {
  readonly store: Readable<SessionsState>;
  readonly commands: Omit<SessionsCommands, 'openSession'>;
  /** Reads the list anew. */
  refresh(): Promise<void>;
  /** There may be something to pack: a chunk closed, or the app just started. */
  settle(): void;
  /** Ends at once whatever holds a file open; packing goes on a while later, if there is anything left to pack. */
  letGo(): void;
  /** Keeps a small picture for the session's place in the list, where it has none. */
  keepThumbnail(id: string, picture: Blob): Promise<void>;
  hasThumbnail(id: string): boolean;
  [Symbol.dispose](): void;
};

export function createSessions(parts: {
  problems: Problems;
  /** A picture is live, here or in another window: the background leaves it its time. */
  isLive: () => Promise<boolean>;
  /** Bytes that packing frees a second at present. */
  givesBack: (bytesPerS: number) => void;
}): Sessions {
  const { problems } = parts;
  const onDisk = latePart(() => import('./on-disk.ts'));
  const store = createStore<SessionsState>(() => ({
    sessions: [],
    recovered: [],
    packing: { status: 'idle', backlogBytes: 0, ratio: null, bytesPerS: null },
    task: null,
    examined: null,
    retentionDays: readSetting(retentionSetting, retentionSchema, null),
  }));
  let keep: WorkerHandle<KeepApi> | null = null;
  let importer: WorkerHandle<FeedApi> | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** How often the keeper broke since it wrote something last. */
  let breaks = 0;

  const settle = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    keeper()
      .settle()
      .catch(() => undefined);
  };
  /** What is open in a replay, or what another window packs, cannot be told when it is free. */
  const settleLater = (afterMs = settleAgainMs): void => {
    waiting ??= setTimeout(settle, afterMs);
  };

  const keeper = (): WorkerHandle<KeepApi>['api'] => {
    if (keep) return keep.api;
    const started = startKeepWorker();
    keep = started;
    started.onBroken(() => {
      started[Symbol.dispose]();
      if (keep === started) keep = null;
      store.setState({ task: null });
      problems.report({
        id: 'keeper-broken',
        severity: 'caution',
        text: 'Packing and exporting of recordings stopped.',
        tip: 'Nothing is lost. Export again; if it happens again, reload the page.',
      });
      settleLater(Math.min(longestRestMs, settleAgainMs * 2 ** breaks));
      breaks += 1;
    });
    void started.api.subscribe(
      callable(news => {
        if (news.type === 'packing') {
          store.setState({ packing: news.packing });
          parts.givesBack(givenBack(news.packing));
          if (news.packing.status === 'waiting') settleLater();
        } else if (news.type === 'changed') {
          breaks = 0;
          void refresh();
        } else problems.news(news);
      }),
    );
    return started.api;
  };

  /** Runs `act` with threads beside the keeper's that hash for it: hashing takes longer than reading and writing. A live picture needs the cores more. */
  const withHashers = async <T>(act: () => Promise<T>): Promise<T> => {
    if (await parts.isLive()) return act();
    const keeperApi = keeper();
    const helpers = Array.from({ length: hashers }, () => {
      const helper = startKeepWorker();
      const { port1, port2 } = new MessageChannel();
      void helper.api.hashFor(moved(port1, [port1]));
      // What it had not answered would be waited for without end.
      helper.onBroken(() => void keep?.api.cancel());
      return { helper, port: port2 };
    });
    const ports = helpers.map(({ port }) => port);
    await keeperApi.hashThrough(moved(ports, ports));
    try {
      return await act();
    } finally {
      await keeperApi.hashThrough([]);
      for (const { helper } of helpers) helper[Symbol.dispose]();
    }
  };

  const summary = async (manifest: SessionManifest): Promise<SessionSummary> => {
    const known = store.getState().sessions.find(({ id }) => id === manifest.id);
    const { sessionFacts } = await onDisk();
    const { thumbnail, ...facts } = await sessionFacts(await privateFiles(), manifest.id);
    return {
      ...manifest,
      ...facts,
      thumbnailUrl: known?.thumbnailUrl ?? (thumbnail && URL.createObjectURL(thumbnail)),
    };
  };

  const refresh = async (): Promise<void> => {
    await problems.guard('library', async () => {
      const [root, { listSessions }] = await Promise.all([privateFiles(), onDisk()]);
      const recoveredNow: string[] = [];
      const listed = await listSessions(root, { recovered: manifest => recoveredNow.push(manifest.id) });
      const found = await Promise.all(listed.map(one => summary(one).catch(() => null)));
      const sessions = found.filter(one => one !== null);
      const kept = new Set(sessions.map(({ id }) => id));
      for (const { id, thumbnailUrl } of store.getState().sessions)
        if (thumbnailUrl && !kept.has(id)) URL.revokeObjectURL(thumbnailUrl);
      const recovered = [...store.getState().recovered, ...recoveredNow].filter(id => kept.has(id));
      store.setState({ sessions, recovered });
    });
  };

  const task = createOneTask({
    show: now => store.setState({ task: now }),
    isLive: parts.isLive,
    problems,
    after: refresh,
  });
  const inTask = <T>(words: string, act: (tell: TellShare) => Promise<T>): Promise<T | null> =>
    task.run(words, tell => act(callable(tell)));

  return {
    store,
    refresh,
    settle,
    letGo() {
      keep?.[Symbol.dispose]();
      keep = null;
      settleLater();
    },
    hasThumbnail: id => store.getState().sessions.some(one => one.id === id && one.thumbnailUrl !== null),
    async keepThumbnail(id, picture) {
      // Of no weight: where it cannot be kept, the list shows none.
      await onDisk()
        .then(async ({ keepThumbnail }) => keepThumbnail(await privateFiles(), id, picture))
        .catch(() => undefined);
    },
    commands: {
      acknowledgeRecovered: () => store.setState({ recovered: [] }),
      async deleteSession(id) {
        if (task.isBusy()) return;
        await problems.guard('session', () => keeper().deleteSession(id));
        await refresh();
      },
      async exportSession(id, passphrase) {
        const to = await problems.guard('session-task', () =>
          chooseSavePlace(exportName(id, passphrase !== null)),
        );
        if (to === null || to === 'refused') return null;
        const place = to === 'none' ? null : to;
        return inTask('Exporting', async tell => {
          const file = await withHashers(() => keeper().exportSession(id, { passphrase, to: place }, tell));
          return file ?? 'saved';
        });
      },
      importSession: (file, passphrase) =>
        inTask('Importing', tell => withHashers(() => keeper().importSession(file, passphrase, tell))),
      importPictures: (files, layout) =>
        inTask('Importing pictures', async tell => {
          const started = startFeedWorker();
          importer = started;
          try {
            const id = await started.api.importPictures(files, { layout, madeWith }, tell);
            keeper()
              .settle()
              .catch(() => undefined);
            return id;
          } finally {
            importer = null;
            started[Symbol.dispose]();
          }
        }),
      async examineSession(id) {
        store.setState({ examined: null });
        const findings = await inTask('Checking every byte', tell => keeper().examine(id, tell));
        if (findings) store.setState({ examined: { id, findings } });
      },
      sessionStill: (sessionId, stillId) =>
        problems.guard('session-still', async () => {
          const { sessionStillPicture } = await onDisk();
          const picture = await sessionStillPicture(await privateFiles(), sessionId, stillId);
          return picture && URL.createObjectURL(picture);
        }),
      cancelTask() {
        void keep?.api.cancel();
        void importer?.api.cancelImport();
      },
      async thinWhite() {
        const gained = await problems.guard('session-thin', () => keeper().thinWhite(thinnedBytes));
        if (gained === 0)
          problems.report({
            id: 'session-thin',
            severity: 'caution',
            text: 'No room could be made: no kept recording has white light in a stream of its own.',
            tip: 'Export old recordings, then delete them here.',
          });
        await refresh();
      },
      setRetention(days) {
        const retentionDays = retentionSchema.safeParse(days).data ?? null;
        store.setState({ retentionDays });
        writeSetting(retentionSetting, retentionDays);
      },
    },
    [Symbol.dispose]() {
      clearTimeout(waiting);
      keep?.[Symbol.dispose]();
      importer?.[Symbol.dispose]();
      for (const { thumbnailUrl } of store.getState().sessions)
        if (thumbnailUrl) URL.revokeObjectURL(thumbnailUrl);
    },
  };
}

const givenBack = ({ status, bytesPerS, ratio }: PackingState): number =>
  status === 'packing' ? (bytesPerS ?? 0) * Math.max(0, 1 - (ratio ?? 1)) : 0;

/** Says nothing of who or when: the first digits of a random id. */
const exportName = (id: string, isSealed: boolean): string =>
  `session-${id.slice(0, 8)}.rimlight.${isSealed ? 'sealed' : 'tar'}`;
