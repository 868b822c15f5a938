/**
 * Makes and keeps the files of stills. Holds nothing between calls but the order of its work: calls run one after
 * another, so that two changes of one still never mix on the disk.
 */

import { paintToJson, type StillArchive, type StillPaint, stillFiles } from '#archive/stills.ts';
import { noShapes } from '#model/analysis.ts';
import { type Annotation, longestText, mostAnnotations } from '#model/annotation.ts';
import type { FramePlanes } from '#model/frame.ts';
import { type Channel, channelRectPx, type StreamSizes, sceneSize } from '#model/layout.ts';
import { ProblemError } from '#model/problem.ts';
import { type Still, stillSchema } from '#model/still.ts';
import type { ExportApi, StillOrder } from './api.ts';
import { type Clip, createClip } from './clip.ts';
import { compositeToPng, pictureToPng } from './composite.ts';
import { stillToFile } from './export-still.ts';
import { type ChannelPicture, nirToPngs, whiteLightToPng } from './pictures.ts';
import { stillsToZip } from './zip.ts';

/** `fontReady` settles when the typeface is loaded or known to be missing; nothing is painted before. */
export function createExporter(on: { archive: StillArchive; fontReady: Promise<unknown> }): ExportApi {
  const { archive, fontReady } = on;
  let last: Promise<unknown> = Promise.resolve();
  let clip: Clip | null = null;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    // The caller hears of a failure; the next in turn must not.
    last = next.catch(() => undefined);
    return next;
  };
  return {
    keepStill: order =>
      inTurn(async () => {
        await fontReady;
        return keepStill(archive, order);
      }),
    copyToSession: (stillId, sessionId) => inTurn(() => archive.copyToSession(stillId, sessionId)),
    annotateStill: (id, annotations, madeWith) =>
      inTurn(async () => {
        await fontReady;
        return annotateStill(archive, id, { annotations, madeWith });
      }),
    exportStill: (id, kind, madeWith) =>
      inTurn(async () => {
        await fontReady;
        return stillToFile(archive, id, { kind, madeWith });
      }),
    addToClip: (order, clock, durationS) =>
      inTurn(async () => {
        await fontReady;
        clip ??= createClip();
        await clip.add(order, clock, durationS);
      }),
    finishClip: () =>
      inTurn(async () => {
        const finished = clip ?? createClip();
        clip = null;
        return finished.finish();
      }),
    dropClip: () =>
      inTurn(async () => {
        const dropped = clip;
        clip = null;
        await dropped?.drop();
      }),
    zipStills: (ids, madeWith) => inTurn(() => stillsToZip(archive, ids, madeWith)),
  };
}

async function keepStill(archive: StillArchive, order: StillOrder): Promise<Still> {
  try {
    const { layout, profile } = order.still.inputs;
    const madeWith = order.still.madeWith ?? 'Rimlight';
    const sizes: StreamSizes = order.second
      ? { main: order.main.format, second: order.second.format }
      : { main: order.main.format };
    const scene = sceneSize(layout, sizes);
    if (!scene) throw nothingToKeep();
    const channel = (part: Channel | null): ChannelPicture | null => {
      const rect = channelRectPx(part, sizes);
      const frame: FramePlanes | null = part?.stream === 'second' ? order.second : order.main;
      return rect && frame && { frame, rect };
    };
    const white = channel(layout.white);
    const nirChannel = channel(layout.nir);
    const nir = nirChannel && nirToPngs(nirChannel, { profile, fields: order.fields ?? [], madeWith });
    const light = nir?.linear ?? null;
    const still: Still = {
      ...order.still,
      files: {
        composite: stillFiles.composite,
        whiteLight: white && stillFiles.whiteLight,
        nirLinear: light && stillFiles.nirLinear,
        nirCodes: nir && stillFiles.nirCodes,
      },
      nirLinearScale: light && { low: light.low, high: light.high, cutPx: light.cutPx },
    };
    const paint: StillPaint = {
      scene,
      unitPx: order.unitPx ?? 1,
      anchors: [...(order.anchors ?? [])],
      shapes: order.shapes ?? noShapes,
      isFrozen: order.isFrozen ?? false,
    };
    await archive.write(still.id, [
      [stillFiles.picture, await pictureToPng(order.picture)],
      [stillFiles.paint, json(paintToJson(paint))],
      ...(white ? [[stillFiles.whiteLight, whiteLightToPng(white, profile, madeWith)] as const] : []),
      ...(light ? [[stillFiles.nirLinear, light.png] as const] : []),
      ...(nir ? [[stillFiles.nirCodes, nir.codes] as const] : []),
      [stillFiles.composite, await compositeToPng(order.picture, { still, paint, madeWith })],
      [stillFiles.record, json(still)],
    ]);
    return still;
  } catch (error) {
    await removeQuietly(archive, order.still.id);
    throw error;
  } finally {
    order.picture.close();
  }
}

/** Half a still is worse than none; the error that stopped it is the one to tell. */
const removeQuietly = (archive: StillArchive, id: string): Promise<void> =>
  archive.remove(id).catch(() => undefined);

async function annotateStill(
  archive: StillArchive,
  id: string,
  { annotations, madeWith }: { readonly annotations: readonly Annotation[]; readonly madeWith: string },
): Promise<Still> {
  const kept = await archive.read(id);
  // The same rules as for what is read back, so that a still can never be written that cannot be opened again.
  const parsed = stillSchema.safeParse({ ...kept, annotations });
  if (!parsed.success) throw annotationsRefused(parsed.error);
  const still = parsed.data;
  const paint = await archive.readPaint(id);
  const picture = await createImageBitmap(await archive.file(id, stillFiles.picture));
  try {
    await archive.write(id, [
      [stillFiles.composite, await compositeToPng(picture, { still, paint, madeWith })],
      [stillFiles.record, json(still)],
    ]);
  } finally {
    picture.close();
  }
  return still;
}

const json = (value: unknown): Blob =>
  new Blob([JSON.stringify(value, null, 1)], { type: 'application/json' });

const nothingToKeep = () =>
  new ProblemError({
    id: 'still-no-picture',
    severity: 'caution',
    text: 'The layout shows nothing of this feed, so there is no still to keep.',
    tip: 'Choose a layout that fits the feed, then try again.',
  });

const annotationsRefused = (error: unknown) =>
  new ProblemError(
    {
      id: 'still-annotations-refused',
      severity: 'caution',
      text: 'These annotations cannot be kept: too many, too long, or far outside the picture.',
      tip: `Keep at most ${mostAnnotations} annotations, with texts of at most ${longestText} letters.`,
    },
    error,
  );
