/** TIFF files of 8 and 16 bit: grey, RGB and palettes; plain, LZW or Deflate. */
import { decode, type TiffIfd } from 'tiff';
import { fileError } from './file-problems.ts';
import { inflatedBytes, lzwBytes, slackBytes } from './inflate.ts';
import type { Picture } from './picture.ts';
import { readTiffDirectory, type TiffDirectory } from './tiff-directory.ts';

/** Decodes a TIFF's first page; `file` is altered. Throws a `ProblemError`. */
export async function readTiff(file: Uint8Array<ArrayBuffer>): Promise<Picture> {
  const directory = readTiffDirectory(file);
  await checkPieces(file, directory);
  let page: TiffIfd | undefined;
  try {
    [page] = decode(file, { pages: [0] });
  } catch (error) {
    throw fileError('file-damaged', error);
  }
  const { widthPx, heightPx, channels } = directory;
  // What was checked and what was decoded are two readings of the same entries: only where they agree is there a picture.
  if (page?.data.length !== widthPx * heightPx * channels) throw fileError('file-damaged');
  return toPicture(page, directory);
}

/** The decoder reads missing pixels as 0 and expands whatever it is given: a strip must be long enough, and not absurd. */
async function checkPieces(file: Uint8Array<ArrayBuffer>, directory: TiffDirectory): Promise<void> {
  if (directory.compression === 'none') return;
  // The last strip may be written as high as the others, and a little may follow.
  const limitBytes = Math.max(...directory.pieces.map(piece => piece.rawBytes)) + slackBytes;
  for (const { offset, bytes, rawBytes } of directory.pieces) {
    const piece = file.subarray(offset, offset + bytes);
    const expanded =
      directory.compression === 'lzw'
        ? lzwBytes(piece, limitBytes)
        : await inflatedBytes([piece], limitBytes);
    if (expanded < rawBytes || expanded > limitBytes) throw fileError('file-damaged');
  }
}

function toPicture(page: TiffIfd, directory: TiffDirectory): Picture {
  const { widthPx, heightPx, channels, photometric } = directory;
  const { data } = page;
  const shape = {
    widthPx,
    heightPx,
    cautions: directory.hasMorePages ? (['image-first-page'] as const) : [],
  };
  const samples = data instanceof Uint16Array ? new Uint16Array(data) : new Uint8Array(data);
  if (photometric === 3) return { ...shape, channels: 3, samples: coloured(samples, page) };
  return { ...shape, channels: channels === 2 || channels === 3 || channels === 4 ? channels : 1, samples };
}

/** Palette entries are of 16 bit; the colours shown have 8. */
function coloured(indices: Picture['samples'], page: TiffIfd): Uint8Array<ArrayBuffer> {
  const palette = page.palette;
  if (!palette) throw fileError('file-damaged');
  const rgb = new Uint8Array(indices.length * 3);
  for (const [i, index] of indices.entries())
    for (let channel = 0; channel < 3; channel++)
      rgb[i * 3 + channel] = Math.round((palette[index]?.[channel] ?? 0) / 257);
  return rgb;
}
