/** The chain over a session's events: each link holds all events before it, so that none can be changed, moved or left out alone. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

export const linkBytes = 32;
/** What the first event is chained to: 32 zero bytes, as 64 hexadecimal digits. */
export const firstLink = '0'.repeat(2 * linkBytes);

/** SHA-256 of the link before (64 hexadecimal digits) followed by an event's payload, as 64 hexadecimal digits. */
export function nextLink(previous: string, payload: Uint8Array): string {
  return bytesToHex(sha256.create().update(hexToBytes(previous)).update(payload).digest());
}
