/** Width and height out of the headers of JPEG, WebP and BMP, so that an absurd picture is refused before it is decoded. */
import type { SizePx } from '#model/geometry.ts';

const ascii = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

/** The size that the header announces, or null where there is none. */
export function lossySize(kind: 'JPEG' | 'WebP' | 'BMP', file: Uint8Array): SizePx | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  try {
    if (kind === 'JPEG') return jpegSize(view);
    return kind === 'WebP' ? webpSize(view) : bmpSize(view);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The first start-of-frame segment (ITU T.81 B.2.2). */
function jpegSize(view: DataView): SizePx | null {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { widthPx: view.getUint16(at + 7), heightPx: view.getUint16(at + 5) };
    if (marker === 0xd9 || marker === 0xda) return null;
    at += 2 + view.getUint16(at + 2);
  }
}

/** Lossy, lossless and extended files keep it in three ways (RFC 9649 §2). */
function webpSize(view: DataView): SizePx | null {
  const chunk = ascii(view, 12);
  if (chunk === 'VP8 ') {
    const [width, height] = [view.getUint16(26, true), view.getUint16(28, true)];
    return { widthPx: width & 0x3fff, heightPx: height & 0x3fff };
  }
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >> 14) & 0x3fff) + 1 };
  }
  if (chunk !== 'VP8X') return null;
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  return { widthPx: uint24(24) + 1, heightPx: uint24(27) + 1 };
}

/** A negative height means that the first row is the top one. */
const bmpSize = (view: DataView): SizePx => ({
  widthPx: view.getInt32(18, true),
  heightPx: Math.abs(view.getInt32(22, true)),
});
