/**
 * Frames of a camera taken into memory of our own. A camera lends few buffers (Chromium: three a device, of which it fills one while
 * we hold the others), and one that has none left delivers nothing until it gets one back: whoever keeps its frames while waiting for
 * its next stops it for good. Holds nothing.
 */
import { type CodesFrame, type Frame, packedPlanes, planesIn } from '#model/frame.ts';
import { closeFrame, copyCodes, formatOf, isCodesFrame, timestampOf } from '../frame-codes.ts';

/** The same codes in memory of our own; `frame` is closed, also when it cannot be read, which rejects. */
export async function ownCopy(frame: Frame): Promise<CodesFrame> {
  if (isCodesFrame(frame)) return frame;
  try {
    const format = formatOf(frame);
    const timestampS = timestampOf(frame);
    const buffer = new ArrayBuffer(packedPlanes(format).totalBytes);
    await copyCodes(frame, format, { buffer, startBytes: 0 });
    return { kind: 'codes', timestampS, format, planes: planesIn(buffer, format) };
  } finally {
    closeFrame(frame);
  }
}
