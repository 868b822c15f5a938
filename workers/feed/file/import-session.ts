/**
 * Makes a session of a plain video or of pictures in order: every frame with the codes it was decoded to, and the events that replay and
 * measuring need to begin with. Holds a frame of each stream at a time. What is made is not listed before it is whole.
 */
import { importNoRoom, importRefused } from '#archive/carry/problems.ts';
import { openUnlisted, sweepUnlisted } from '#archive/carry/unlisted.ts';
import { loadChecksum } from '#archive/checksum.ts';
import type { Folder } from '#archive/files.ts';
import { manifestName, type SessionManifest, toManifest } from '#archive/format.ts';
import type { StreamName } from '#archive/record.ts';
import { createSessionWriter, type SessionWriter } from '#archive/writer.ts';
import { emptyCase } from '#model/case-strip.ts';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { SessionEvent } from '#model/event.ts';
import { packedPlanes } from '#model/frame.ts';
import { inputsSchema } from '#model/inputs.ts';
import type { Layout } from '#model/layout.ts';
import { unknownProfile } from '#model/profile.ts';
import { closeFrame, copyCodes, formatOf, timestampOf } from '../../frame-codes.ts';
import { type FileCautionId, fileCaution, fileError } from './file-problems.ts';
import { asDisplayReferred } from './images.ts';
import { openPictureSource, type PictureSource, type SourceFrame } from './picture-source.ts';
import { createPlainRoom } from './plain-room.ts';

/** WebM rounds times to milliseconds: frames of one moment in two files may differ by that much. */
const sameMomentS = 1e-3;

/** As `FeedApi.importPictures`. `freeBytes` is asked once the first frame is known; null: the browser does not say. */
export async function importPictures(
  files: { readonly main: readonly File[]; readonly second: readonly File[] },
  layout: Layout,
  on: {
    /** Viewer and build, as `madeWithOf` says it. */
    readonly madeWith: string;
    readonly sessions: Folder;
    readonly id: string;
    freeBytes(): Promise<number | null>;
    readonly signal: AbortSignal;
    tell(share: number): void;
  },
): Promise<string> {
  using main = await openPictureSource(files.main);
  using second = files.second.length > 0 ? await openPictureSource(files.second) : null;
  checkPair(main, second, layout);
  const nowS = Date.now() / 1000;
  await sweepUnlisted(on.sessions, nowS);
  const unlisted = await openUnlisted(on.sessions, on.id, nowS).catch(error => {
    throw importRefused(error, { goesOn: false });
  });
  const startedAtS = (files.main[0]?.lastModified ?? nowS * 1000) / 1000;
  const isMadeForViewing = (layout.nir?.stream === 'second' ? second : main)?.isDisplayReferred ?? false;
  const manifest: SessionManifest = {
    version: 2,
    origin: main.kind,
    madeWith: on.madeWith,
    id: on.id,
    startedAtS,
    endedAtS: null,
    feed: {
      kind: main.kind === 'video' ? 'file' : 'image',
      name: second ? `${main.name} + ${second.name}` : main.name,
      layout: isMadeForViewing ? asDisplayReferred(layout) : layout,
      streams: second ? 2 : 1,
    },
    case: emptyCase,
    frames: null,
    bytes: null,
  };
  try {
    const room = createPlainRoom(await loadChecksum());
    using writer = await createSessionWriter(unlistedUntilEnd(on.sessions), manifest, { room });
    for (const event of firstEvents(manifest)) await writer.writeEvent(event);
    const durationS = await writeFrames({ main, second }, writer, { ...on, startedAtS });
    await writer.finish(startedAtS + durationS);
    await unlisted.unmark();
    return on.id;
  } catch (error) {
    await unlisted.discard();
    throw on.signal.aborted ? error : importRefused(error, { goesOn: false });
  }
}

function checkPair(main: PictureSource, second: PictureSource | null, layout: Layout): void {
  if (second && second.kind !== main.kind) throw fileError('files-mixed');
  if (second?.kind === 'images' && second.count !== main.count) throw fileError('import-uneven');
  const asksSecond = [layout.white, layout.nir].some(channel => channel?.stream === 'second');
  if (asksSecond && !second) throw fileError('import-second-missing');
}

/** What a recording begins with, so that it is replayed and measured like one. */
function firstEvents({ feed, startedAtS, case: strip }: SessionManifest): SessionEvent[] {
  const happened = { atS: startedAtS, frameNumber: -1 };
  const inputs = inputsSchema.parse({
    revision: 1,
    layout: feed.layout,
    profile: unknownProfile,
    regions: [],
    referenceId: null,
  });
  return [
    { type: 'inputs', ...happened, inputs },
    { type: 'display', ...happened, display: defaultDisplay, view: defaultView },
    { type: 'case', ...happened, case: strip },
  ];
}

type Source = { readonly main: PictureSource; readonly second: PictureSource | null };

/** All frames in the order of their moments, the second stream's first. Answers when the last one belongs, in seconds. */
async function writeFrames(
  { main, second }: Source,
  writer: SessionWriter,
  on: {
    readonly startedAtS: number;
    freeBytes(): Promise<number | null>;
    readonly signal: AbortSignal;
    tell(share: number): void;
  },
): Promise<number> {
  const total = main.count + (second?.count ?? 0);
  const told = new Set<FileCautionId>();
  const numbers = { main: 0, second: 0 };
  let lastS = 0;

  const write = async (stream: StreamName, { frame, atS, cautions }: SourceFrame): Promise<void> => {
    try {
      on.signal.throwIfAborted();
      const format = formatOf(frame);
      if (numbers.main + numbers.second === 0) await checkRoom(packedPlanes(format).totalBytes * total, on);
      const number = numbers[stream];
      const arrivedS = on.startedAtS + atS;
      for (const id of cautions)
        if (!told.has(id)) {
          told.add(id);
          const { text } = fileCaution(id);
          await writer.writeEvent({
            type: 'problem',
            atS: arrivedS,
            frameNumber: number - 1,
            problemId: id,
            text,
          });
        }
      await copyCodes(frame, format, writer.roomFor(format));
      await writer.writeFrame({
        stream,
        number,
        timestampS: timestampOf(frame),
        arrivedS,
        profileMark: 0,
        format,
      });
      numbers[stream] += 1;
      lastS = Math.max(lastS, atS);
    } finally {
      closeFrame(frame);
    }
    on.tell((numbers.main + numbers.second) / total);
  };

  const others = second?.frames();
  let waiting: SourceFrame | null = null;
  try {
    for await (const taken of main.frames()) {
      try {
        for (; others; waiting = null) {
          waiting ??= (await others.next()).value ?? null;
          if (!waiting || waiting.atS > taken.atS + sameMomentS) break;
          const due = waiting;
          waiting = null;
          await write('second', due);
        }
      } catch (error) {
        closeFrame(taken.frame);
        throw error;
      }
      await write('main', taken);
    }
    for (; others; ) {
      const rest: SourceFrame | null = waiting ?? (await others.next()).value ?? null;
      waiting = null;
      if (!rest) break;
      await write('second', rest);
    }
  } finally {
    if (waiting) closeFrame(waiting.frame);
    await others?.return();
  }
  return lastS;
}

async function checkRoom(
  neededBytes: number,
  { freeBytes }: { freeBytes(): Promise<number | null> },
): Promise<void> {
  const free = await freeBytes();
  if (free !== null && neededBytes > free) throw importNoRoom(neededBytes - free);
}

/** The folder of sessions for a writer whose session is to be listed only when it has its end. */
const unlistedUntilEnd = (sessions: Folder): Folder => ({
  ...sessions,
  async folder(name, create) {
    const folder = await sessions.folder(name, create);
    return {
      ...folder,
      async replace(file, content) {
        const isManifest = file === manifestName && typeof content === 'string';
        const isBeginning = isManifest && toManifest(JSON.parse(content)).endedAtS === null;
        if (!isBeginning) await folder.replace(file, content);
      },
    };
  },
});
