/** Records a session of two cameras, as the encode worker does: 4:2:0 white light and 12-bit NIR, noisy, in two chunks. */
import { opfsFolder } from '#archive/opfs.ts';
import { createSessionWriter } from '#archive/writer.ts';
import { type FrameFormat, packedPlanes } from '#model/frame.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { createRandom } from '../../support/random.ts';
import { grey, manifestOf, mark } from '../../unit/archive/samples.ts';

const white: FrameFormat = { ...grey(161, 121), format: 'I420' };
const nir: FrameFormat = { ...grey(97, 81), format: 'Y16', bitDepth: 12 };
const frames = 30;
const whole = { x: 0, y: 0, width: 1, height: 1 } as const;
const { integer } = createRandom(3);

function codesOf(format: FrameFormat, number: number): Uint8Array<ArrayBuffer> {
  const { totalBytes } = packedPlanes(format);
  if (format.bitDepth === 8)
    return Uint8Array.from({ length: totalBytes }, (_, i) => 40 + ((i % 161) >> 1) + number + integer(0, 7));
  const codes = Uint16Array.from(
    { length: totalBytes / 2 },
    (_, i) => 100 + 9 * (i % 97) + number + integer(0, 15),
  );
  return new Uint8Array(codes.buffer);
}

async function record(id: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const sessions = opfsFolder(await root.getDirectoryHandle('sessions', { create: true }));
  const manifest = manifestOf(id, 2);
  const layout = {
    ...manifest.feed.layout,
    white: { stream: 'main', rect: whole },
    nir: { stream: 'second', rect: whole },
  } as const;
  const writer = await createSessionWriter(
    sessions,
    { ...manifest, feed: { ...manifest.feed, layout } },
    { room: await createRecordRoom(), chunkBytes: 800_000 },
  );
  for (let number = 0; number < frames; number++)
    for (const [stream, format] of [
      ['main', white],
      ['second', nir],
    ] as const) {
      const room = writer.roomFor(format);
      const codes = codesOf(format, number);
      new Uint8Array(room.buffer, room.startBytes, codes.length).set(codes);
      const times = { timestampS: number / 30, arrivedS: 1000 + number / 30 };
      await writer.writeFrame({ stream, number, profileMark: 0, format, ...times });
      if (number % 10 === 0) await writer.writeEvent(mark(`${stream} ${number}`, number));
    }
  await writer.finish(1_700_000_100);
}

addEventListener('message', ({ data }: MessageEvent<string>) => {
  record(data).then(
    () => postMessage('recorded'),
    (error: unknown) => postMessage(String(error)),
  );
});
