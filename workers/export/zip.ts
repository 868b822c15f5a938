/** Stills as one ZIP: a folder each, and a text that explains what is inside. */
import { BlobReader, BlobWriter, configure, TextReader, ZipWriter } from '@zip.js/zip.js';
import { type StillArchive, stillFiles } from '#archive/stills.ts';
import type { Still } from '#model/still.ts';
import { nirOf, stillToSvg } from './export-still.ts';
import { linearNirToTiff } from './linear-nir.ts';
import { readMe } from './read-me.ts';

// This is a worker already, and the page's policy allows no others.
configure({ useWebWorkers: false });

/** The names inside a still's folder that leave the machine. */
const leaving = (still: Still) => {
  const { composite, whiteLight, nirLinear, nirCodes } = stillFiles;
  const { files } = still;
  return [
    composite,
    ...(files.whiteLight === null ? [] : [whiteLight]),
    ...(files.nirLinear === null ? [] : [nirLinear]),
    ...(files.nirCodes === null ? [] : [nirCodes]),
    stillFiles.record,
  ];
};

/** Files that are made for the archive from what lies on the disk. */
async function made(
  archive: StillArchive,
  id: string,
  { still, madeWith }: { still: Still; madeWith: string },
): Promise<readonly (readonly [name: string, content: Blob])[]> {
  return [
    ...(still.files.nirLinear === null
      ? []
      : [['nir-linear.tif', linearNirToTiff(await nirOf(archive, id, still), still, madeWith)] as const]),
    ...(still.annotations.length === 0
      ? []
      : [['annotations.svg', stillToSvg(still, await archive.readPaint(id), madeWith)] as const]),
  ];
}

/**
 * Reads the stills `ids` from `archive` and packs them. Throws its `ProblemError`s. Pictures are stored as they are. `madeWith`: as
 * `madeWithOf` says it.
 */
export async function stillsToZip(
  archive: StillArchive,
  ids: readonly string[],
  madeWith: string,
): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter('application/zip'));
  const stills: Still[] = [];
  for (const id of new Set(ids)) {
    const still = await archive.read(id);
    for (const name of leaving(still)) {
      const level = name.endsWith('.png') ? 0 : 6;
      const content = new BlobReader(await archive.file(id, name));
      await zip.add(`still-${id}/${name}`, content, { level, lastModDate: new Date(still.takenAtS * 1000) });
    }
    for (const [name, content] of await made(archive, id, { still, madeWith }))
      await zip.add(`still-${id}/${name}`, new BlobReader(content), {
        level: 6,
        lastModDate: new Date(still.takenAtS * 1000),
      });
    stills.push(still);
  }
  await zip.add('README.txt', new TextReader(readMe(stills, madeWith)));
  return zip.close();
}
