/** The frames of a plain video, or of pictures in order, one by one and each once: what an import keeps. */
import type { Frame } from '#model/frame.ts';
import { type FileCautionId, fileError } from './file-problems.ts';
import { type ImageFile, readImage } from './images.ts';
import { isImageFile, isVideoFile, type KnownFile, kindOf } from './open-files.ts';
import type { Reel } from './reel.ts';

/** Seconds from one picture to the next: pictures say nothing of time. */
const pictureIntervalS = 1;

/** A frame and when it belongs, in seconds from the first. Whoever receives it closes it. */
export type SourceFrame = {
  readonly frame: Frame;
  readonly atS: number;
  readonly cautions: readonly FileCautionId[];
};

export type PictureSource = {
  readonly kind: 'video' | 'images';
  /** Container or kind of picture. */
  readonly name: string;
  readonly count: number;
  /** Made for viewing: its numbers are of a picture and not of a camera. */
  readonly isDisplayReferred: boolean;
  /** All frames in order. Throws a `ProblemError` where one cannot be had. */
  frames(): AsyncGenerator<SourceFrame, void, void>;
  [Symbol.dispose](): void;
};

/** Opens one video, or pictures. Throws a `ProblemError`, holding nothing then. */
export async function openPictureSource(files: readonly File[]): Promise<PictureSource> {
  if (files.length === 0) throw fileError('import-nothing');
  const known: KnownFile[] = [];
  for (const file of files) known.push({ file, kind: await kindOf(file) });
  const images = known.filter(isImageFile);
  if (images.length === known.length) return imageSource(images);
  const [video, ...others] = known;
  if (!video || !isVideoFile(video) || images.length > 0) throw fileError('files-mixed');
  if (others.length > 0) throw fileError('import-one-video');
  const { openReel } = await import('./reel.ts');
  return videoSource(await openReel(video.file));
}

function videoSource(reel: Reel): PictureSource {
  const firstS = reel.timesS[0]!;
  return {
    kind: 'video',
    name: reel.container,
    count: reel.timesS.length,
    isDisplayReferred: false,
    async *frames() {
      let count = 0;
      try {
        for await (const frame of reel.framesFrom(firstS)) {
          count += 1;
          yield { frame, atS: frame.timestamp / 1e6 - firstS, cautions: [] };
        }
      } catch (error) {
        throw fileError('file-damaged', error);
      }
      if (count < reel.timesS.length) throw fileError('file-damaged');
    },
    [Symbol.dispose]: () => reel[Symbol.dispose](),
  };
}

function imageSource(images: readonly ImageFile[]): PictureSource {
  return {
    kind: 'images',
    name: images[0]!.kind,
    count: images.length,
    isDisplayReferred: images.some(({ kind }) => kind !== 'PNG' && kind !== 'TIFF'),
    async *frames() {
      for (const [i, image] of images.entries()) {
        const atS = i * pictureIntervalS;
        const { frame, cautions } = await readImage(image);
        yield { frame: { ...frame, timestampS: atS }, atS, cautions };
      }
    },
    [Symbol.dispose]: () => undefined,
  };
}
