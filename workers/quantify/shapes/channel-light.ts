/** The kernels of `kernels/light.as.ts`: light of the NIR channel's own codes. Their twin: `channel-light-plain.ts`. */
import type { Field } from '#model/field.ts';
import type { SizePx } from '#model/geometry.ts';
import { packCodes, plainChannelLight } from './channel-light-plain.ts';
import type { Arena, Channel, ChannelLight } from './kernels.ts';
import { addressIn, functionOf, memoryOf } from './wasm.ts';

/** Pixels of the largest channel that a picture of `size` may be made of: every second one each way, and one that is left over. */
const channelSize = ({ widthPx, heightPx }: SizePx) => ({
  widthPx: 2 * widthPx + 1,
  heightPx: 2 * heightPx + 1,
});

/** Blocks for peaks have this side or more; smaller ones are left to the twin, as are spans with more runs a row than this. */
const leastBlockPx = 4;
const runsPerRow = 8;
const lines = 4;
const codesMost = 65_536;
const raysMost = 360;
const stepsMost = 401;

const blocksOf = ({ widthPx, heightPx }: SizePx): number =>
  (Math.ceil(widthPx / leastBlockPx) + 1) * (Math.ceil(heightPx / leastBlockPx) + 1);

/** What `kernelChannelLight` takes of an arena for pictures of `size`, alignment left out. */
export function channelLightBytes(size: SizePx): number {
  const channel = channelSize(size);
  const pixels = channel.widthPx * channel.heightPx;
  const tables = (8 + 2) * codesMost + raysMost * (8 * stepsMost + 4 + 16) + 1024;
  const perRow = 12 * runsPerRow * channel.heightPx + lines * (8 * channel.widthPx + 16);
  return 6 * pixels + 8 * blocksOf(channel) + perRow + tables;
}

/** The kernels; pictures and pieces' spans must be of their arena. The same bits as the twin's. */
export function kernelChannelLight(exports: WebAssembly.Exports, arena: Arena, size: SizePx): ChannelLight {
  const memory = memoryOf(exports);
  const functions = {
    setChannel: functionOf(exports, 'setChannel'),
    setFields: functionOf(exports, 'setFields'),
    raiseBlocks: functionOf(exports, 'raiseBlocks'),
    sumPiece: functionOf(exports, 'sumPiece'),
    levelsOfLight: functionOf(exports, 'levelsOfLight'),
    levelsOfCodes: functionOf(exports, 'levelsOfCodes'),
    sumFours: functionOf(exports, 'sumFours'),
    readRays: functionOf(exports, 'readRays'),
  };
  const room = channelSize(size);
  const pixels = room.widthPx * room.heightPx;
  const doubles = (length: number) => {
    const { buffer, byteOffset } = arena.words(2 * length);
    return new Float64Array(buffer, byteOffset, length);
  };
  const integers = (length: number) => {
    const { buffer, byteOffset } = arena.words(length);
    return new Int32Array(buffer, byteOffset, length);
  };
  const halfCodes = arena.halfWords(pixels);
  const byteCodes = new Uint8Array(halfCodes.buffer, halfCodes.byteOffset, pixels);
  const fields = { dark: arena.halfWords(pixels), flat: arena.halfWords(pixels) };
  const table = doubles(codesMost);
  const levelTable = arena.halfWords(codesMost);
  const blockCount = blocksOf(room);
  const blocks = { light: arena.floats(blockCount), row: integers(blockCount) };
  const spansRoom = integers(3 * runsPerRow * room.heightPx);
  const lineBytes = 8 * room.widthPx + 16;
  const linesAt = doubles((lines * lineBytes) / 8).byteOffset;
  const results = doubles(2);
  const flags = new Int32Array(results.buffer, results.byteOffset, 1);
  const map = doubles(16);
  const directionsRoom = doubles(2 * raysMost);
  const rayLight = doubles(raysMost * stepsMost);
  const raySeen = integers(raysMost);

  const twin = plainChannelLight();
  let channel: Channel | null = null;
  let bytes: Uint8Array<ArrayBuffer> | null = null;
  /** What the tables were filled with. */
  let taken: Float64Array | null = null;
  let takenLevels: Uint16Array | null = null;
  const takenFields = { dark: '', flat: '' };

  const takeField = (name: 'dark' | 'flat', field: Field | null): readonly [number, number, number] => {
    if (!field) return [0, 0, 0];
    const to = fields[name];
    if (takenFields[name] !== field.hash) to.set(field.samples);
    takenFields[name] = field.hash;
    return [to.byteOffset, field.low, field.step];
  };

  return {
    take(next) {
      const { codes, linear, correction, clipCode } = next;
      if (codes.widthPx > room.widthPx || codes.heightPx > room.heightPx)
        throw new Error('A channel is larger than what pictures of its kernels are made of.');
      twin.take(next);
      channel = next;
      if (taken !== linear) {
        table.set(linear);
        // Eight bits are read without asking how many codes there are.
        table.fill(linear.at(-1) ?? 0, linear.length);
        taken = linear;
      }
      const pixelsTaken = codes.widthPx * codes.heightPx;
      bytes = codes.samples instanceof Uint8Array ? byteCodes.subarray(0, pixelsTaken) : null;
      if (bytes && codes.samples instanceof Uint8Array)
        packCodes({ ...codes, samples: codes.samples }, bytes);
      else packCodes(codes, halfCodes);
      functions.setChannel(
        halfCodes.byteOffset,
        codes.samples.BYTES_PER_ELEMENT,
        codes.widthPx,
        table.byteOffset,
        codes.topCode,
        clipCode,
      );
      functions.setFields(
        ...takeField('dark', correction?.dark ?? null),
        ...takeField('flat', correction?.flat ?? null),
      );
    },
    bytes: () => bytes,
    levels({ to, size: picture, stepPx, by }) {
      const { widthPx, heightPx } = picture;
      const at = addressIn(memory, to);
      if (by === 'codes') functions.sumFours(at, widthPx, heightPx);
      else if ('low' in by)
        functions.levelsOfLight(at, widthPx, heightPx, stepPx, by.low, by.perLight, linesAt, lineBytes);
      else {
        if (takenLevels !== by) levelTable.set(by);
        takenLevels = by;
        functions.levelsOfCodes(at, widthPx, heightPx, stepPx, levelTable.byteOffset);
      }
    },
    meanBlocks(spans, blockPx) {
      const { widthPx, heightPx } = opened(channel).codes;
      if (blockPx < leastBlockPx || spans.length > spansRoom.length) return twin.meanBlocks(spans, blockPx);
      const columns = Math.ceil(widthPx / blockPx);
      const rows = Math.ceil(heightPx / blockPx);
      const light = blocks.light.subarray(0, columns * rows).fill(Number.NEGATIVE_INFINITY);
      spansRoom.set(spans);
      const clipped = functions.raiseBlocks(
        spansRoom.byteOffset,
        spansRoom.byteOffset + spans.byteLength,
        blockPx,
        light.byteOffset,
        blocks.row.byteOffset,
        linesAt,
        lineBytes,
        results.byteOffset,
      );
      let pixelsSeen = 0;
      for (let i = 0; i < spans.length; i += 3) pixelsSeen += spans[i + 2]! - spans[i + 1]!;
      return {
        blockPx,
        columns,
        rows,
        light,
        row: blocks.row.subarray(0, columns * rows),
        isEven: flags[0] === 1,
        clippedShare: pixelsSeen === 0 ? 0 : clipped / pixelsSeen,
      };
    },
    pieceLight(piece) {
      const from = addressIn(memory, piece.spans);
      const end = from + piece.spans.byteLength;
      const { stepPx } = piece.picture;
      const n = functions.sumPiece(from, end, stepPx, linesAt, lineBytes, results.byteOffset);
      return { sum: results[0]!, n, most: results[1]! };
    },
    along(picture, rays) {
      const { from, directions, stepPx, steps } = rays;
      const count = directions.length / 2;
      if (count > raysMost || steps > stepsMost) return twin.along(picture, rays);
      const { homography, radial } = picture.sceneToSensor;
      map.set(homography);
      if (radial)
        map.set([radial.k1, radial.k2, radial.centre.x, radial.centre.y, radial.radiusPx], homography.length);
      map.set([(picture.stepPx - 1) / 2, picture.stepPx], 14);
      directionsRoom.set(directions);
      functions.readRays(
        addressIn(memory, picture.levels),
        picture.widthPx,
        picture.heightPx,
        from.x,
        from.y,
        stepPx,
        steps,
        directionsRoom.byteOffset,
        count,
        map.byteOffset,
        radial ? 1 : 0,
        picture.scale ? 0 : opened(channel).linear.length - 1,
        picture.scale?.low ?? 0,
        picture.scale?.step ?? 0,
        rayLight.byteOffset,
        raySeen.byteOffset,
      );
      return { light: rayLight.subarray(0, count * steps), seen: raySeen.subarray(0, count) };
    },
  };
}

function opened(channel: Channel | null): Channel {
  if (!channel) throw new Error('A channel must be taken in before it is read.');
  return channel;
}
