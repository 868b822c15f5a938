/** The stills on this device, and its room. Owns the thumbnails' object URLs. */
import { createStore } from 'zustand/vanilla';
import type { Still } from '#model/still.ts';
import { privateFiles } from '#platform/opfs.ts';
import { usedBytes } from '#platform/storage.ts';
import { madeWith } from '#platform/version.ts';
import type { WorkerHandle } from '#platform/workers.ts';
import type { ExportApi } from '#workers/export/api.ts';
import type { Commands, LibraryState, StillSummary } from './api.ts';
import { latePart } from './late-room.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';

export type Library = {
  readonly store: Readable<LibraryState>;
  /** Reads the list anew. */
  refresh(): Promise<void>;
  readonly commands: Pick<
    Commands,
    'openStill' | 'deleteStill' | 'annotateStill' | 'zipStills' | 'exportStill' | 'stillPicture'
  >;
  [Symbol.dispose](): void;
};

export function createLibrary(parts: {
  exporter: WorkerHandle<ExportApi>['api'];
  problems: Problems;
  freeBytes: () => Promise<number | null>;
}): Library {
  const { exporter, problems } = parts;
  const onDisk = latePart(() => import('./on-disk.ts'));
  const archive = async () => {
    const { stillArchive, stillFiles } = await onDisk();
    return { stills: stillArchive(privateFiles), stillFiles };
  };
  const store = createStore<LibraryState>(() => ({
    stills: [],
    usedBytes: null,
    freeBytes: null,
  }));

  /** Their pictures changed: the one in the list is of before. */
  const redrawn = new Set<string>();

  const pictureUrl = async (id: string, kind: 'composite' | 'whiteLight' | 'nirLinear'): Promise<string> => {
    const { stills, stillFiles } = await archive();
    return URL.createObjectURL(await stills.file(id, stillFiles[kind]));
  };
  const thumbnail = async (still: Still): Promise<StillSummary> => {
    const known = store.getState().stills.find(one => one.id === still.id);
    const isKept = known && !redrawn.has(still.id);
    const thumbnailUrl = (isKept && known.thumbnailUrl) || (await pictureUrl(still.id, 'composite'));
    return {
      id: still.id,
      takenAtS: still.takenAtS,
      caseLabel: still.case.label,
      station: still.case.station,
      thumbnailUrl,
    };
  };

  const forget = (id: string) => {
    const known = store.getState().stills.find(one => one.id === id);
    if (known) URL.revokeObjectURL(known.thumbnailUrl);
    store.setState({ stills: store.getState().stills.filter(one => one.id !== id) });
  };

  const refresh = async (): Promise<void> => {
    await problems.guard('library', async () => {
      const { stills } = await archive();
      const { stills: kept } = await stills.list();
      const summaries = await Promise.all(kept.map(thumbnail));
      redrawn.clear();
      const before = store.getState().stills;
      store.setState({
        stills: summaries,
        usedBytes: await usedBytes(),
        freeBytes: await parts.freeBytes().catch(() => null),
      });
      const shown = new Set(summaries.map(({ thumbnailUrl }) => thumbnailUrl));
      for (const { thumbnailUrl } of before) if (!shown.has(thumbnailUrl)) URL.revokeObjectURL(thumbnailUrl);
    });
  };

  return {
    store,
    refresh,
    commands: {
      openStill: id => problems.guard('still', async () => (await archive()).stills.read(id)),
      async deleteStill(id) {
        await problems.guard('still', async () => (await archive()).stills.remove(id));
        forget(id);
        await refresh();
      },
      async annotateStill(id, annotations) {
        await problems.guard('still', () => exporter.annotateStill(id, annotations, madeWith));
        // It stays in the list: what somebody looks at must not go for a moment.
        redrawn.add(id);
        await refresh();
      },
      zipStills: ids => problems.guard('still-zip', () => exporter.zipStills(ids, madeWith)),
      exportStill: (id, kind) =>
        problems.guard('still-export', () => exporter.exportStill(id, kind, madeWith)),
      stillPicture: (id, kind) => problems.guard('still', () => pictureUrl(id, kind)),
    },
    [Symbol.dispose]() {
      for (const { thumbnailUrl } of store.getState().stills) URL.revokeObjectURL(thumbnailUrl);
    },
  };
}
