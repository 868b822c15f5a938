/** Key frames by name, and in a session's log. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from './base64.ts';
import type { KeyFrame, KeyFrameJson } from './motion.ts';

/** SHA-256 of sizes and samples, hexadecimal. */
export function sha256OfKeyFrame(frame: Omit<KeyFrame, 'hash'>): string {
  const { widthPx, heightPx, sceneWidthPx, sceneHeightPx, samples } = frame;
  const sizes = new TextEncoder().encode(JSON.stringify({ widthPx, heightPx, sceneWidthPx, sceneHeightPx }));
  return bytesToHex(sha256.create().update(sizes).update(samples).digest());
}

export const keyFrameToJson = (frame: KeyFrame): KeyFrameJson => ({
  ...frame,
  samples: toBase64(frame.samples),
});

/** The key frame, or null when its samples are not those that its hash was made of. */
export function keyFrameFromJson(json: KeyFrameJson): KeyFrame | null {
  const samples = fromBase64(json.samples);
  if (!samples || samples.length !== json.widthPx * json.heightPx) return null;
  const frame = { ...json, samples };
  return sha256OfKeyFrame(frame) === json.hash ? frame : null;
}
