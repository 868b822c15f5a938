/** What a file is, by its first bytes; names lie. */

export type FileKind = 'PNG' | 'TIFF' | 'JPEG' | 'WebP' | 'BMP' | 'MP4' | 'WebM';

/** Bytes from the start that `fileKind` looks at. */
export const kindBytes = 16;

const text = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

/** The first box of an ISO or QuickTime file. */
const mp4Boxes = ['ftyp', 'moov', 'mdat', 'free', 'wide', 'skip'];
/** Pictures in the same container, which no library here reads. */
const pictureBrands = ['heic', 'heix', 'mif1', 'msf1', 'avif', 'avis'];

/** The kind that `head`, the file's first bytes, announces; null when it is none that is read here. `WebM` is MKV, too. */
export function fileKind(head: Uint8Array): FileKind | null {
  const four = text(head, 0, 4);
  if (text(head, 0, 8) === '\x89PNG\r\n\x1a\n') return 'PNG';
  if (four === 'II*\0' || four === 'MM\0*') return 'TIFF';
  if (text(head, 0, 3) === '\xff\xd8\xff') return 'JPEG';
  if (four === 'RIFF' && text(head, 8, 4) === 'WEBP') return 'WebP';
  if (text(head, 0, 2) === 'BM') return 'BMP';
  if (four === '\x1a\x45\xdf\xa3') return 'WebM';
  if (mp4Boxes.includes(text(head, 4, 4)) && !pictureBrands.includes(text(head, 8, 4))) return 'MP4';
  return null;
}

export const isVideo = (kind: FileKind): boolean => kind === 'MP4' || kind === 'WebM';
