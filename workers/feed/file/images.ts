/** Still pictures as a feed: one frame each, delivered again whenever the player is touched. Holds the decoded pictures. */
import { defaultLayout, vendorOverlay } from '#model/default-layout.ts';
import type { CodesFrame } from '#model/frame.ts';
import type { Layout } from '#model/layout.ts';
import { createHandOver, type HandOver } from '../hand-over.ts';
import type { Maker, Tell } from '../maker.ts';
import type { FileKind } from './file-kind.ts';
import { fileCaution } from './file-problems.ts';
import { readLossy } from './lossy.ts';
import { type Picture, type PictureFrame, pictureToFrame } from './picture.ts';
import { readPng } from './png.ts';
import { readTiff } from './tiff.ts';

/** A file and what its bytes say that it is. */
export type ImageFile = { readonly kind: Exclude<FileKind, 'MP4' | 'WebM'>; readonly file: File };

/** Decodes one picture, or white light and NIR. Cautions are told. Throws a `ProblemError`. */
export async function openImages(
  files: { main: ImageFile; second: ImageFile | null },
  tell: Tell,
): Promise<Maker> {
  const main = await readImage(files.main);
  const second = files.second && (await readImage(files.second));
  for (const id of new Set([...main.cautions, ...(second?.cautions ?? [])]))
    void tell({ type: 'problem', problem: fileCaution(id), isOver: false });

  const outlets = [outletOf(main.frame), ...(second ? [outletOf(second.frame)] : [])];
  const deliver = (): void => {
    for (const outlet of outlets) outlet.deliver();
    void tell({
      type: 'playhead',
      playhead: {
        isPlaying: false,
        frameIndex: 0,
        frameCount: 1,
        positionS: 0,
        durationS: 0,
        speed: 1,
        loop: null,
      },
    });
  };
  deliver();

  const names = [
    [files.main, main] as const,
    ...(second && files.second ? [[files.second, second] as const] : []),
  ];
  return {
    description: {
      kind: 'image',
      name: names.map(([{ kind }, { frame }]) => `${kind} ${frame.format.bitDepth}-bit`).join(' + '),
      nominalFps: null,
      layout: layoutOf(main, second),
      profile: null,
      live: false,
      streams: second ? 2 : 1,
    },
    main: outlets[0]!.handOver.stream,
    second: outlets[1]?.handOver.stream ?? null,
    player: { play: deliver, pause() {}, seek: deliver },
    [Symbol.dispose]() {
      for (const { handOver } of outlets) handOver[Symbol.dispose]();
    },
  };
}

/** Where white light and NIR lie, and whether NIR was coloured or compressed before it reached us. */
function layoutOf(main: PictureFrame, second: PictureFrame | null): Layout {
  const layout = defaultLayout(second ? 2 : 1, main.frame.format);
  const isWholeFrame = layout.white === null;
  if (isWholeFrame && main.isColoured) return vendorOverlay;
  const nir = second ?? main;
  // In a picture of two halves the white-light half may have colours.
  const isMadeForViewing = nir.cautions.includes('image-lossy') || (second?.isColoured ?? false);
  return isMadeForViewing ? asDisplayReferred(layout) : layout;
}

/** The same layout of pictures that were made for viewing. */
export const asDisplayReferred = (layout: Layout): Layout =>
  layout.displayReferred
    ? layout
    : {
        ...layout,
        id: `${layout.id}-display-referred`,
        name: `${layout.name}, display-referred`,
        displayReferred: true,
      };

/** Decodes one picture. Throws a `ProblemError`. */
export async function readImage({ kind, file }: ImageFile): Promise<PictureFrame> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let picture: Picture;
  if (kind === 'PNG') picture = await readPng(bytes);
  else if (kind === 'TIFF') picture = await readTiff(bytes);
  else picture = await readLossy(kind, bytes);
  return pictureToFrame(picture);
}

/** One picture's stream. The picture is copied by the transfer, so that it can be delivered again. */
function outletOf(frame: CodesFrame): { handOver: HandOver; deliver(): void } {
  const handOver = createHandOver();
  let isWaiting = false;
  return {
    handOver,
    deliver() {
      // A delivery that nobody has read yet will do for this one, too.
      if (isWaiting) return;
      isWaiting = true;
      const done = () => {
        isWaiting = false;
      };
      handOver.write(frame).then(done, done);
    },
  };
}
