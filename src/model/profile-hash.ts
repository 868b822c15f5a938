/** The name of a profile's content: what measurements and recorded frames carry. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Profile } from './profile.ts';

const known = new WeakMap<Profile, string>();

/** SHA-256 of the profile's JSON with sorted keys, as 64 hexadecimal digits. Fields count by the hashes they are named by. */
export function profileHash(profile: Profile): string {
  let hash = known.get(profile);
  if (hash === undefined) {
    hash = bytesToHex(sha256(new TextEncoder().encode(sorted(profile))));
    known.set(profile, hash);
  }
  return hash;
}

/** The first four bytes of a hash as a number: the mark that a recorded frame has room for. */
export const hashMark = (hash: string): number => Number.parseInt(hash.slice(0, 8), 16);

/** JSON whose objects' keys are in alphabetical order, so that equal content is equal text. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}
