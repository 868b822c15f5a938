/** Where imported frames are put together: plain memory, because nothing waits for it as a camera does. Grows to the largest record. */
import type { Checksum } from '#archive/checksum.ts';
import type { RecordRoom } from '#archive/record-room.ts';

export function createPlainRoom(checksum: Checksum): RecordRoom {
  let all = new Uint8Array(0);
  return {
    ensure(sizeBytes) {
      if (all.length >= sizeBytes) return;
      const grown = new Uint8Array(sizeBytes);
      grown.set(all);
      all = grown;
    },
    get buffer() {
      return all.buffer;
    },
    startBytes: 0,
    view: (from, end) => all.subarray(from, end),
    checksum: (from, end) => checksum(all.subarray(from, end)),
  };
}
