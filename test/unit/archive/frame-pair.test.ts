/** Which frame of the second camera belongs to a main frame: the one that the measurement names, or a likely one where it names none. */
import { expect, test } from 'vitest';
import { createPairing } from '#archive/frame-pair.ts';
import type { FrameEntry } from '#archive/scan.ts';

const entryOf = (stream: 'main' | 'second', number: number, arrivedS: number): FrameEntry => ({
  kind: 'frame',
  sequence: 0,
  stream,
  number,
  timestampS: 0,
  arrivedS,
  profileMark: 0,
  format: {
    format: 'Y8',
    widthPx: 4,
    heightPx: 4,
    bitDepth: 8,
    colour: { fullRange: null, matrix: null, transfer: null, primaries: null },
  },
  coded: null,
  payloadBytes: 16,
  payloadChecksum: 0n,
  chunk: 'records-0001.rlr',
  offsetBytes: 0,
});

/** The source was lost and came back: numbers begin anew. */
const secondFrames = [0, 1, 2, 3, 4, 5, 6, 7].map(k => entryOf('second', k % 4, 1000 + k));
const numbers = (found: readonly (FrameEntry | null)[]) => found.map(one => one?.arrivedS ?? null);

test('the frame that was named is the only one, and of two with its number the nearer', () => {
  const pair = createPairing({ secondFrames });
  expect(numbers(pair(entryOf('main', 0, 1001.4), 3))).toEqual([1003]);
  expect(numbers(pair(entryOf('main', 9, 1006.9), 3))).toEqual([1007]);
  expect(numbers(pair(entryOf('main', 9, 1004.6), 0))).toEqual([1004]);
});

test('a name that no frame has, and none at all, leave the likely ones, the newest by then first', () => {
  const pair = createPairing({ secondFrames });
  const likely = [1003, 1004, 1002, 1001, 1000];
  expect(numbers(pair(entryOf('main', 0, 1003.5)))).toEqual(likely);
  expect(numbers(pair(entryOf('main', 0, 1003.5), 77))).toEqual(likely);
});

test('with one stream there is none', () => {
  expect(createPairing({ secondFrames: [] })(entryOf('main', 0, 1000), 3)).toEqual([null]);
});
