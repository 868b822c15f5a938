/** One kept still as one file. Reads what is on the disk and changes nothing. */
import { type StillArchive, type StillPaint, stillFiles } from '#archive/stills.ts';
import { drawnScaleOf } from '#model/annotation-size.ts';
import { madeWithLine, takenWithLine } from '#model/made-with.ts';
import { withText } from '#model/png-chunks.ts';
import type { Still, StillExportKind } from '#model/still.ts';
import { annotationsToSvg } from '#overlay/annotation-svg.ts';
import { withSizes } from '#overlay/annotation-words.ts';
import { canvasToPng, contextOf, paintSeen } from './composite.ts';
import {
  type LinearNir,
  linearNirToPng,
  linearNirToShown,
  linearNirToTiff,
  noNir,
  readLinearNir,
} from './linear-nir.ts';
import { softwareText } from './pictures.ts';
import { paintedPart, sheetToPng } from './sheet.ts';
import { stillCsv } from './still-csv.ts';

/** Throws a `ProblemError`: the still is not there, is broken, or has no NIR for what needs it. `madeWith`: as `madeWithOf` says it. */
export async function stillToFile(
  archive: StillArchive,
  id: string,
  { kind, madeWith }: { readonly kind: StillExportKind; readonly madeWith: string },
): Promise<Blob> {
  const still = await archive.read(id);
  switch (kind) {
    case 'png':
      return compositeOf(archive, still, madeWith);
    case 'csv':
      return new Blob([stillCsv(still, madeWith)], { type: 'text/csv' });
    case 'svg':
      return stillToSvg(still, await archive.readPaint(id), madeWith);
    case 'tiff':
      return linearNirToTiff(await nirOf(archive, id, still), still, madeWith);
    case 'nir-png':
      return linearNirToPng(await nirOf(archive, id, still), still, madeWith);
    case 'nir-shown':
      return shownNir(await nirOf(archive, id, still), still, madeWith);
    case 'seen':
      return toSeen(archive, still, madeWith);
    case 'sheet':
      return toSheet(archive, still, madeWith);
  }
}

/** As it lies on the disk: it says which build made it, unless it was made before any did. */
async function compositeOf(
  archive: StillArchive,
  { id, madeWith: kept }: Still,
  madeWith: string,
): Promise<Blob> {
  const file = await archive.file(id, stillFiles.composite);
  if (kept !== null) return file;
  return new Blob([withText(new Uint8Array(await file.arrayBuffer()), softwareText(madeWith))], {
    type: file.type,
  });
}

/** Annotations over a scene of the still's own size. */
export function stillToSvg(still: Still, { scene }: StillPaint, madeWith: string): Blob {
  const drawn = drawnScaleOf(still.inputs);
  const about = `Frame ${still.frame.number}. Lengths and areas: ${drawn.scale ? `${drawn.scale.mmPerPx} mm a pixel` : 'pixels'}${drawn.note && `, ${drawn.note}`}; ± is k = 2. ${takenWithLine(still.madeWith)} ${madeWithLine(madeWith)}`;
  return new Blob([annotationsToSvg(withSizes(still.annotations, drawn), scene, about)], {
    type: 'image/svg+xml',
  });
}

/** The linear NIR of a still, read back. */
export async function nirOf(archive: StillArchive, id: string, still: Still): Promise<LinearNir> {
  if (still.files.nirLinear === null) throw noNir();
  const { scene } = await archive.readPaint(id);
  return readLinearNir(await archive.file(id, stillFiles.nirLinear), still, scene);
}

function shownNir(nir: LinearNir, still: Still, madeWith: string): Promise<Blob> {
  const context = contextOf(new OffscreenCanvas(nir.widthPx, nir.heightPx));
  context.putImageData(linearNirToShown(nir, still), 0, 0);
  return canvasToPng(context, madeWith);
}

async function toSeen(archive: StillArchive, still: Still, madeWith: string): Promise<Blob> {
  const { id } = still;
  const paint = await archive.readPaint(id);
  using picture = await bitmapOf(archive, id, stillFiles.picture);
  const seen = paintSeen(picture.bitmap, still, paint);
  const { x, y, widthPx, heightPx } = paintedPart(seen, still, paint);
  const context = contextOf(new OffscreenCanvas(widthPx, heightPx));
  context.drawImage(seen, -x, -y);
  return await canvasToPng(context, madeWith);
}

async function toSheet(archive: StillArchive, still: Still, madeWith: string): Promise<Blob> {
  const { id } = still;
  const paint = await archive.readPaint(id);
  using picture = await bitmapOf(archive, id, stillFiles.picture);
  using whiteLight = still.files.whiteLight ? await bitmapOf(archive, id, stillFiles.whiteLight) : null;
  using nir = still.files.nirLinear
    ? disposable(await createImageBitmap(linearNirToShown(await nirOf(archive, id, still), still)))
    : null;
  const pictures = {
    whiteLight: whiteLight?.bitmap ?? null,
    nir: nir?.bitmap ?? null,
    seen: paintSeen(picture.bitmap, still, paint),
  };
  return await sheetToPng(pictures, { still, paint, madeWith });
}

const disposable = (bitmap: ImageBitmap) => ({ bitmap, [Symbol.dispose]: () => bitmap.close() });

const bitmapOf = async (archive: StillArchive, id: string, name: 'picture.png' | 'white-light.png') =>
  disposable(await createImageBitmap(await archive.file(id, name)));
