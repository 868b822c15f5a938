/// <reference path="./kernels/kernel.d.ts" />
/**
 * The room as memory of the checksum's own WebAssembly module, so that a frame is copied there once, hashed where it lies
 * and written from there. Grows to the largest record and stays; freed with its last reference.
 *
 * The reader checks with another implementation of XXH64 (`#archive/checksum.ts`): either would notice a mistake in the other.
 */
import type { RecordRoom } from '#archive/record-room.ts';
import kernel from './kernels/xxh64.as.ts?kernel';

const pageBytes = 65_536;

type Kernel = {
  readonly memory: WebAssembly.Memory;
  readonly freeFromBytes: () => number;
  /** WebAssembly hands 64 bits out signed. */
  readonly xxh64: (from: number, length: number) => bigint;
};

const isKernel = (exports: object): exports is Kernel =>
  'memory' in exports && 'freeFromBytes' in exports && 'xxh64' in exports;

let compiled: Promise<WebAssembly.Module> | undefined;

/** A room of its own for each call; the module is compiled once. */
export async function createRecordRoom(): Promise<RecordRoom> {
  compiled ??= WebAssembly.compile(kernel);
  const { exports } = await WebAssembly.instantiate(await compiled, {});
  if (!isKernel(exports)) throw new Error('The checksum kernel was built without its exports.');
  const { memory, freeFromBytes, xxh64 } = exports;
  const startBytes = Math.ceil(freeFromBytes() / 16) * 16;
  // One view for as long as the memory does not grow.
  let all = new Uint8Array(memory.buffer);

  return {
    ensure(sizeBytes) {
      const missing = startBytes + sizeBytes - all.length;
      if (missing <= 0) return;
      memory.grow(Math.ceil(missing / pageBytes));
      all = new Uint8Array(memory.buffer);
    },
    get buffer() {
      return all.buffer;
    },
    startBytes,
    view: (from, end) => all.subarray(startBytes + from, startBytes + end),
    checksum: (from, end) => BigInt.asUintN(64, xxh64(startBytes + from, end - from)),
  };
}
