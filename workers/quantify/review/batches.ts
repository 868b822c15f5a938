/** Rows told some at a time: soon enough to be watched, seldom enough to cost nothing. */
import type { Row } from '#model/rows.ts';
import type { TellRows } from '../api.ts';

const mostRows = 64;
const longestS = 0.2;

export type Batches = {
  /** `share` of the work is done with it; null: no row came of this piece of the work. */
  add(row: Row | null, share: number): void;
  /** Tells what is left and resolves when it, and so all before it, was heard; nothing may be added afterwards. */
  finish(): Promise<void>;
};

export function createBatches(tell: TellRows, clockS: () => number): Batches {
  let rows: Row[] = [];
  let toldS = clockS();
  const flush = (share: number) => {
    const told = tell(rows, share);
    rows = [];
    toldS = clockS();
    return told;
  };
  return {
    add(row, share) {
      if (row) rows.push(row);
      if (rows.length >= mostRows || clockS() - toldS >= longestS) void flush(share);
    },
    finish: async () => flush(1),
  };
}
