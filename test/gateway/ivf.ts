/** IVF: the plainest container of VP8. A 32-byte header, then frames, each behind 12 bytes of size and time. */

export type Clip = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Encoded frames in order; the first is a key frame. Times in seconds from the first. */
  readonly frames: readonly { readonly data: Buffer; readonly atS: number }[];
  /** Until the clip may begin again, in seconds. */
  readonly durationS: number;
};

const headerBytes = 32;
const frameHeaderBytes = 12;

/** Reads a VP8 clip; throws an `Error` that says what is wrong with the file. */
export function parseIvf(file: Buffer): Clip {
  if (file.length < headerBytes || file.toString('latin1', 0, 4) !== 'DKIF')
    throw new Error('This is not an IVF file.');
  const codec = file.toString('latin1', 8, 12);
  if (codec !== 'VP80') throw new Error(`The clip holds ${codec}; the gateway serves VP8 only.`);
  const ticksPerS = file.readUInt32LE(16);
  const tickS = file.readUInt32LE(20) / ticksPerS;
  const frames: { data: Buffer; atS: number }[] = [];
  let at = file.readUInt16LE(6);
  while (at + frameHeaderBytes <= file.length) {
    const end = at + frameHeaderBytes + file.readUInt32LE(at);
    if (end > file.length) throw new Error('The clip is cut off within a frame.');
    const ticks = Number(file.readBigUInt64LE(at + 4));
    frames.push({ data: file.subarray(at + frameHeaderBytes, end), atS: ticks * tickS });
    at = end;
  }
  const last = frames.at(-1);
  if (!last || frames.length < 2) throw new Error('The clip needs at least two frames.');
  const intervalS = last.atS / (frames.length - 1);
  return {
    widthPx: file.readUInt16LE(12),
    heightPx: file.readUInt16LE(14),
    frames,
    durationS: last.atS + intervalS,
  };
}

/** The bytes of an IVF file. `frames` are VP8, one every 1/`fps` s. */
export function toIvf(
  frames: readonly Uint8Array[],
  size: { widthPx: number; heightPx: number; fps: number },
): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('DKIF', 0, 'latin1');
  header.writeUInt16LE(headerBytes, 6);
  header.write('VP80', 8, 'latin1');
  header.writeUInt16LE(size.widthPx, 12);
  header.writeUInt16LE(size.heightPx, 14);
  header.writeUInt32LE(size.fps, 16);
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(frames.length, 24);
  const parts = frames.flatMap((data, index) => {
    const frameHeader = Buffer.alloc(frameHeaderBytes);
    frameHeader.writeUInt32LE(data.length, 0);
    frameHeader.writeBigUInt64LE(BigInt(index), 4);
    return [frameHeader, data];
  });
  return Buffer.concat([header, ...parts]);
}
