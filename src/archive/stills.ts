/**
 * Stills on disk: one folder `stills/<id>/` each, `still.json` beside its pictures. Works on any directory handle; the page
 * and the export worker hand in the origin's private file system. Holds no open file between calls.
 */

import { noShapes } from '#model/analysis.ts';
import { mostAnnotations } from '#model/annotation.ts';
import { ProblemError } from '#model/problem.ts';
import { z } from '#model/schema-rules.ts';
import { shapesSchema, shapesToJson } from '#model/shapes-json.ts';
import { type Still, stillSchema } from '#model/still.ts';
import { writeWhole } from './opfs.ts';
import { addSessionStill } from './session-stills.ts';

/** Every file that may lie in a still's folder; `still.json` names those that a reader should look at. */
export const stillFiles = {
  record: 'still.json',
  composite: 'composite.png',
  whiteLight: 'white-light.png',
  nirLinear: 'nir-linear.png',
  nirCodes: 'nir-codes.png',
  /** The picture as drawn, without paint, from which `composite` is made again when annotations change. */
  picture: 'picture.png',
  /** What was painted and is nowhere in `still.json` (`StillPaint`). */
  paint: 'paint.json',
} as const;

/** More than any camera or canvas has. */
const sidePx = z.number().int().positive().max(65_536);

/** What the paint of a composite depends on besides `still.json`. */
const stillPaintSchema = z.object({
  scene: z.object({ widthPx: sidePx, heightPx: sidePx }),
  unitPx: z.number().positive().max(100),
  anchors: z.array(z.object({ threshold: z.number(), x: z.number(), y: z.number() })),
  isFrozen: z.boolean(),
  shapes: shapesSchema.prefault(shapesToJson(noShapes)),
});

export type StillPaint = z.infer<typeof stillPaintSchema>;

/** What `readPaint` reads back. */
export const paintToJson = (paint: StillPaint) => ({ ...paint, shapes: shapesToJson(paint.shapes) });

type StillFileName = (typeof stillFiles)[keyof typeof stillFiles];

/** The stills of one disk. Every call throws a `ProblemError` when the disk refuses or a file is not what it should be. */
export type StillArchive = {
  /** Newest first. `unreadable`: folders whose `still.json` is missing or broken, so that they can be deleted. */
  list(): Promise<{ readonly stills: readonly Still[]; readonly unreadable: readonly string[] }>;
  read(id: string): Promise<Still>;
  readPaint(id: string): Promise<StillPaint>;
  /** One file as it lies on the disk; the blob reads lazily and fails once the still is deleted. */
  file(id: string, name: StillFileName): Promise<Blob>;
  /** Writes or replaces files, each whole or not at all, in the order given: put `still.json` last. */
  write(id: string, files: readonly (readonly [name: StillFileName, content: Blob])[]): Promise<void>;
  /** Puts record and composite, as they are now, into a session that is being recorded, too. */
  copyToSession(id: string, sessionId: string): Promise<void>;
  /** Deletes a still and all its files. No error when it is not there. */
  remove(id: string): Promise<void>;
};

const folderName = 'stills';

/** Every region with every corner it may have is less; what is larger was not written here, and reading it would hold up the page. */
const largestRecordBytes = 64 * 2 ** 20;

/** The stills below `root`, the top of the origin's private file system. Nothing is read until the first call. */
export function stillArchive(root: () => Promise<FileSystemDirectoryHandle>): StillArchive {
  const top = async () => {
    const handle = await told(root, storageMissing);
    return told(() => handle.getDirectoryHandle(folderName, { create: true }), storageProblem);
  };
  const folderOf = async (id: string) => {
    const stills = await top();
    return told(() => stills.getDirectoryHandle(id), notFound);
  };
  const fileOf = async (id: string, name: StillFileName): Promise<Blob> => {
    const folder = await folderOf(id);
    return told(async () => (await folder.getFileHandle(name)).getFile(), notFound);
  };
  const parse = async <T>(id: string, name: StillFileName, schema: z.ZodType<T>): Promise<T> => {
    const file = await fileOf(id, name);
    return told(async () => {
      if (file.size > largestRecordBytes) throw new Error('This record is larger than any still has.');
      const record: unknown = JSON.parse(await file.text());
      // A list is counted before it is read: a million annotations would be looked at one by one first.
      if (hasTooManyAnnotations(record))
        throw new Error('This record has more annotations than a still may have.');
      return schema.parse(record);
    }, broken);
  };

  return {
    async list() {
      const stills: Still[] = [];
      const unreadable: string[] = [];
      const folder = await top();
      for await (const id of folder.keys()) {
        try {
          stills.push(await parse(id, stillFiles.record, stillSchema));
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          unreadable.push(id);
        }
      }
      stills.sort((a, b) => b.takenAtS - a.takenAtS);
      return { stills, unreadable };
    },
    read: id => parse(id, stillFiles.record, stillSchema),
    readPaint: id => parse(id, stillFiles.paint, stillPaintSchema),
    file: fileOf,
    async write(id, files) {
      const stills = await top();
      await told(async () => {
        const folder = await stills.getDirectoryHandle(id, { create: true });
        for (const [name, content] of files)
          await writeWhole(await folder.getFileHandle(name, { create: true }), content);
      }, storageProblem);
    },
    async copyToSession(id, sessionId) {
      const record = await fileOf(id, stillFiles.record);
      const picture = await fileOf(id, stillFiles.composite);
      await told(async () => addSessionStill(await root(), sessionId, { id, record, picture }), notInSession);
    },
    async remove(id) {
      const stills = await top();
      try {
        await stills.removeEntry(id, { recursive: true });
      } catch (error) {
        if (nameOf(error) !== 'NotFoundError') throw storageProblem(error);
      }
    },
  };
}

const hasTooManyAnnotations = (record: unknown): boolean =>
  typeof record === 'object' &&
  record !== null &&
  'annotations' in record &&
  Array.isArray(record.annotations) &&
  record.annotations.length > mostAnnotations;

async function told<T>(act: () => Promise<T>, toProblem: (error: unknown) => ProblemError): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw toProblem(error);
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

const storageMissing = (error: unknown) =>
  new ProblemError(
    {
      id: 'still-storage-missing',
      severity: 'caution',
      text: 'This browser gives no private storage, so stills cannot be kept.',
      tip: 'Leave private browsing, or use a current Chrome, Edge, Firefox or Safari.',
    },
    error,
  );

function storageProblem(error: unknown): ProblemError {
  if (nameOf(error) === 'QuotaExceededError') {
    return new ProblemError(
      {
        id: 'still-storage-full',
        severity: 'caution',
        text: 'The storage is full; the still was not kept.',
        tip: 'Save old stills and recordings elsewhere and delete them here, then try again.',
      },
      error,
    );
  }
  return new ProblemError(
    {
      id: 'still-storage-failed',
      severity: 'caution',
      text: `The storage refused the still (${nameOf(error) || 'no reason given'}).`,
      tip: 'Try again; if it happens again, reload the page.',
    },
    error,
  );
}

const notInSession = (error: unknown) =>
  new ProblemError(
    {
      id: 'still-not-in-session',
      severity: 'caution',
      text: `The still is kept, but not in the recording (${nameOf(error) || 'no reason given'}).`,
      tip: 'Find it in the library, and export it there when the recording is exported.',
    },
    error,
  );

const notFound = (error: unknown) =>
  nameOf(error) === 'NotFoundError'
    ? new ProblemError(
        {
          id: 'still-not-found',
          severity: 'caution',
          text: 'This still, or one of its files, is not on this device.',
          tip: 'It may have been deleted in another window. Open the library again.',
        },
        error,
      )
    : storageProblem(error);

const broken = (error: unknown) =>
  new ProblemError(
    {
      id: 'still-broken',
      severity: 'caution',
      text: 'The record of this still cannot be read.',
      tip: 'Save its pictures if you need them, then delete the still.',
    },
    error,
  );
