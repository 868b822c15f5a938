/** Opens files by what is in them: one with a layout, or white light and NIR apart. */
import type { Maker, Tell } from '../maker.ts';
import { type FileKind, fileKind, isVideo, kindBytes } from './file-kind.ts';
import { fileError } from './file-problems.ts';

/**
 * The maker of frames for `files`: pictures or videos, never mixed. `main` is white light where there is a `second`,
 * which is NIR. Cautions and the playhead go to `tell`. Throws a `ProblemError` when a file cannot be opened.
 */
export async function openFiles(files: { main: File; second: File | null }, tell: Tell): Promise<Maker> {
  const main = { file: files.main, kind: await kindOf(files.main) };
  const second = files.second && { file: files.second, kind: await kindOf(files.second) };
  // Decoders are loaded when they are needed: the feed worker starts with the phantom, and that must be quick.
  if (isVideoFile(main)) {
    if (second && !isVideoFile(second)) throw fileError('files-mixed');
    const { openVideos } = await import('./videos.ts');
    return openVideos({ main: main.file, second: second?.file ?? null }, tell);
  }
  if (!isImageFile(main) || (second && !isImageFile(second))) throw fileError('files-mixed');
  const { openImages } = await import('./images.ts');
  return openImages({ main, second }, tell);
}

/** What the file's first bytes say that it is. Throws a `ProblemError` for what is not read here. */
export async function kindOf(file: File): Promise<FileKind> {
  if (file.size === 0) throw fileError('file-empty');
  const head = new Uint8Array(await file.slice(0, kindBytes).arrayBuffer());
  const kind = fileKind(head);
  if (!kind) throw fileError('file-unknown');
  return kind;
}

/** A file and what it is. */
export type KnownFile<Kind extends FileKind = FileKind> = { readonly file: File; readonly kind: Kind };

export const isVideoFile = (known: KnownFile): known is KnownFile<'MP4' | 'WebM'> => isVideo(known.kind);
export const isImageFile = (known: KnownFile): known is KnownFile<Exclude<FileKind, 'MP4' | 'WebM'>> =>
  !isVideo(known.kind);
