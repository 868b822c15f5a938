/** Where the writer puts a record together. The encode worker's implementation holds the memory. */
export type RecordRoom = {
  /** Makes room for `sizeBytes`. What was there stays; buffers and views taken before may be detached. */
  ensure(sizeBytes: number): void;
  readonly buffer: ArrayBuffer;
  /** The room's first byte in `buffer`; a multiple of 16. */
  readonly startBytes: number;
  /** Bytes `from` … `end` of the room. */
  view(from: number, end: number): Uint8Array<ArrayBuffer>;
  /** XXH64 of bytes `from` … `end` of the room. */
  checksum(from: number, end: number): bigint;
};
