/**
 * Tar as POSIX 1003.1-1988 has it (ustar), as far as one session needs: plain files with the names of a session's files, one behind the
 * other, in a given order. Not a library: what reads every tar must refuse links, devices, paths and long names one by one, and what it
 * forgets is a hole; what knows nothing else cannot be talked into it.
 */
import type { ReadableFile } from '../files.ts';
import { chunkFile, chunkFileName, manifestName, partsName, stillFile, thumbnailName } from '../format.ts';
import { carriedChanged, carriedCut, carriedForeign, notCarried } from './problems.ts';

const tarBlockBytes = 512;
/** Two blocks of zeros. */
export const tarEndBytes = 2 * tarBlockBytes;
/** Programs fill their tars with zeros up to a multiple of 10,240. */
const mostZerosBytes = 65_536;
/** The last file: the SHA-256 of all before it, for `sha256sum -c`. */
export const sumsName = 'SHA256SUMS';

const fields = {
  name: [0, 100],
  mode: [100, 8],
  user: [108, 8],
  group: [116, 8],
  size: [124, 12],
  changedAt: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  link: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
} as const;
type Field = keyof typeof fields;

const fieldOf = (block: Uint8Array<ArrayBuffer>, field: Field): Uint8Array<ArrayBuffer> =>
  block.subarray(fields[field][0], fields[field][0] + fields[field][1]);

const isZero = (bytes: Uint8Array): boolean => bytes.every(byte => byte === 0);

/** Whether a session's exported file may hold a file of this name. */
export function isCarriedName(name: string): boolean {
  if ([manifestName, partsName, thumbnailName, sumsName].includes(name) || stillFile(name)) return true;
  const chunk = chunkFile(name);
  // 'records-00001.rlr' would be a second name of the first chunk.
  return chunk !== null && chunk.number > 0 && chunkFileName(chunk.kind, chunk.number) === name;
}

/** Zeros behind a file's content, up to the next block. */
export const tarPaddingBytes = (sizeBytes: number): number =>
  (tarBlockBytes - (sizeBytes % tarBlockBytes)) % tarBlockBytes;

/** What a file of this size takes in the tar. */
export const tarEntryBytes = (sizeBytes: number): number =>
  tarBlockBytes + sizeBytes + tarPaddingBytes(sizeBytes);

/** The block before a file's content. Throws a `RangeError` for 8 GiB and more, which eleven octal digits do not hold. */
export function tarHeader(name: string, sizeBytes: number, changedAtS: number): Uint8Array<ArrayBuffer> {
  if (sizeBytes >= 8 ** 11) throw new RangeError(`${name} is too long for a tar.`);
  const block = new Uint8Array(tarBlockBytes);
  const put = (field: Field, text: string) => new TextEncoder().encodeInto(text, fieldOf(block, field));
  const octal = (value: number, digits: number) =>
    Math.max(0, Math.floor(value)).toString(8).padStart(digits, '0');
  put('name', name);
  put('mode', octal(0o644, 7));
  put('user', octal(0, 7));
  put('group', octal(0, 7));
  put('size', octal(sizeBytes, 11));
  put('changedAt', octal(changedAtS, 11));
  put('type', '0');
  put('magic', 'ustar\x0000');
  put('checksum', `${octal(checksumOf(block), 6)}\0 `);
  return block;
}

/** The sum of the block's bytes, its own field taken as spaces. */
function checksumOf(block: Uint8Array<ArrayBuffer>): number {
  const own = fieldOf(block, 'checksum');
  return sumOf(block) - sumOf(own) + own.length * 0x20;
}

const sumOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum + byte, 0);

/** A file in the tar. */
export type TarEntry = { readonly name: string; readonly atBytes: number; readonly sizeBytes: number };

/** Types that tars know besides plain files, in words. */
const otherTypes: Readonly<Record<string, string>> = {
  '1': 'a link',
  '2': 'a link',
  '3': 'a device',
  '4': 'a device',
  '5': 'a folder',
  '6': 'a pipe',
  x: 'extended attributes',
  g: 'extended attributes',
  L: 'a long name',
  K: 'a long link',
};

/**
 * Walks a tar from its first byte. `next` answers one file after the other, then null once the end was found and nothing follows it;
 * it throws a `ProblemError` for whatever `tarHeader` does not write.
 */
export function openTar(file: ReadableFile): { next(): Promise<TarEntry | null> } {
  let atBytes = 0;
  let paddingBytes = 0;

  const end = async (): Promise<null> => {
    const restBytes = file.sizeBytes - atBytes;
    if (restBytes < tarEndBytes) throw carriedCut();
    if (restBytes > tarEndBytes + mostZerosBytes) throw carriedForeign('something behind its end');
    if (!isZero(await readAt(file, atBytes, restBytes))) throw carriedForeign('something behind its end');
    return null;
  };

  return {
    async next() {
      const head = await readAt(
        file,
        atBytes,
        Math.min(paddingBytes + tarBlockBytes, file.sizeBytes - atBytes),
      );
      if (head.length < paddingBytes + tarBlockBytes) throw atBytes === 0 ? notCarried() : carriedCut();
      if (!isZero(head.subarray(0, paddingBytes))) throw carriedChanged('the space between two files');
      const block = head.subarray(paddingBytes);
      atBytes += paddingBytes;
      if (atBytes > 0 && isZero(block)) return end();
      const { name, sizeBytes } = readHeader(block, atBytes === 0);
      atBytes += tarBlockBytes;
      if (sizeBytes > file.sizeBytes - atBytes) throw carriedCut();
      const entry = { name, atBytes, sizeBytes };
      atBytes += sizeBytes;
      paddingBytes = tarPaddingBytes(sizeBytes);
      return entry;
    },
  };
}

function readHeader(block: Uint8Array<ArrayBuffer>, isFirst: boolean): { name: string; sizeBytes: number } {
  if (textOf(block, 'magic').slice(0, 5) !== 'ustar')
    throw isFirst ? notCarried() : carriedChanged('the name of a file');
  if (octalOf(block, 'checksum') !== checksumOf(block)) throw carriedChanged('the name of a file');
  const type = textOf(block, 'type');
  if (type !== '0') throw carriedForeign(otherTypes[type] ?? 'what is no file');
  const name = textOf(block, 'name').replace(/\0+$/, '');
  if (!isZero(fieldOf(block, 'prefix')) || !isZero(fieldOf(block, 'link')) || /[/\\]/.test(name))
    throw carriedForeign('a path');
  if (!isCarriedName(name)) throw carriedForeign('a file of another name');
  const sizeBytes = octalOf(block, 'size');
  if (sizeBytes === null) throw carriedForeign('an absurd length');
  return { name, sizeBytes };
}

const textOf = (block: Uint8Array<ArrayBuffer>, field: Field): string =>
  String.fromCharCode(...fieldOf(block, field));

/** Octal digits and what may end them; null for anything else, such as the binary lengths that some programs write. */
function octalOf(block: Uint8Array<ArrayBuffer>, field: Field): number | null {
  const [, digits] = /^([0-7]{1,12})[\0 ]*$/.exec(textOf(block, field)) ?? [];
  return digits ? Number.parseInt(digits, 8) : null;
}

/** Bytes of a file in a buffer of their own. Rejects with a `ProblemError` when they are not all there. */
export async function readAt(
  file: ReadableFile,
  atBytes: number,
  sizeBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(sizeBytes);
  if ((await file.read(bytes, atBytes)) < sizeBytes) throw carriedCut();
  return bytes;
}
