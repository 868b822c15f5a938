/** One kept still as one file. Reads what is on the disk and changes nothing. */
import { type StillArchive, type StillPaint, stillFiles } from '#archive/stills.ts';
import { drawnScaleOf } from '#model/annotation-size.ts';
import type { Still, StillExportKind } from '#model/still.ts';
import { annotationsToSvg } from '#overlay/annotation-svg.ts';
import { withSizes } from '#overlay/annotation-words.ts';
import { contextOf, paintSeen } from './composite.ts';
import {
  type LinearNir,
  linearNirToPng,
  linearNirToShown,
  linearNirToTiff,
  noNir,
  readLinearNir,
} from './linear-nir.ts';
import { paintedPart, sheetToPng } from './sheet.ts';
import { stillCsv } from './still-csv.ts';

/** Throws a `ProblemError`: the still is not there, is broken, or has no NIR for what needs it. */
export async function stillToFile(archive: StillArchive, id: string, kind: StillExportKind): Promise<Blob> {
  const still = await archive.read(id);
  switch (kind) {
    case 'png':
      return archive.file(id, stillFiles.composite);
    case 'csv':
      return new Blob([stillCsv(still)], { type: 'text/csv' });
    case 'svg':
      return stillToSvg(still, await archive.readPaint(id));
    case 'tiff':
      return linearNirToTiff(await nirOf(archive, id, still), still);
    case 'nir-png':
      return linearNirToPng(await nirOf(archive, id, still), still);
    case 'nir-shown':
      return shownNir(await nirOf(archive, id, still), still);
    case 'seen':
      return toSeen(archive, id, still);
    case 'sheet':
      return toSheet(archive, id, still);
  }
}

/** Annotations over a scene of the still's own size. */
export function stillToSvg(still: Still, { scene }: StillPaint): Blob {
  const drawn = drawnScaleOf(still.inputs);
  const about = `Frame ${still.frame.number}. Lengths and areas: ${drawn.scale ? `${drawn.scale.mmPerPx} mm a pixel` : 'pixels'}${drawn.note && `, ${drawn.note}`}; ± is k = 2.`;
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

function shownNir(nir: LinearNir, still: Still): Promise<Blob> {
  const context = contextOf(new OffscreenCanvas(nir.widthPx, nir.heightPx));
  context.putImageData(linearNirToShown(nir, still), 0, 0);
  return context.canvas.convertToBlob({ type: 'image/png' });
}

async function toSeen(archive: StillArchive, id: string, still: Still): Promise<Blob> {
  const paint = await archive.readPaint(id);
  using picture = await bitmapOf(archive, id, stillFiles.picture);
  const seen = paintSeen(picture.bitmap, still, paint);
  const { x, y, widthPx, heightPx } = paintedPart(seen, still, paint);
  const context = contextOf(new OffscreenCanvas(widthPx, heightPx));
  context.drawImage(seen, -x, -y);
  return await context.canvas.convertToBlob({ type: 'image/png' });
}

async function toSheet(archive: StillArchive, id: string, still: Still): Promise<Blob> {
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
  return await sheetToPng(pictures, still, paint);
}

const disposable = (bitmap: ImageBitmap) => ({ bitmap, [Symbol.dispose]: () => bitmap.close() });

const bitmapOf = async (archive: StillArchive, id: string, name: 'picture.png' | 'white-light.png') =>
  disposable(await createImageBitmap(await archive.file(id, name)));
