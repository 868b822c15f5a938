/** The gateway's player: what a viewer that lost a packet gets, and what the bench is told of it. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RtpPacket } from 'werift';
import { playClip } from '../../gateway/clip-player.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Ten frames a second. The lowest bit of a VP8 frame is 0 in key frames. */
const clipOf = (keyFrames: readonly number[]) => ({
  widthPx: 2,
  heightPx: 2,
  frames: Array.from({ length: 20 }, (_, i) => ({
    data: Buffer.from([keyFrames.includes(i) ? 0 : 1]),
    atS: i / 10,
  })),
  durationS: 2,
});

function play(keyFrames: readonly number[]) {
  const sent: number[] = [];
  const packets: RtpPacket[] = [];
  const player = playClip(
    clipOf(keyFrames),
    packet => packets.push(packet),
    index => sent.push(index),
  );
  return { player, sent, packets };
}

test('every frame is told with its number once its packets are out, round after round', () => {
  const { player, sent, packets } = play([0]);
  vi.advanceTimersByTime(2150);
  expect(sent.slice(0, 3)).toEqual([0, 1, 2]);
  expect(sent.slice(-3)).toEqual([19, 0, 1]);
  expect(packets.length).toBe(sent.length);
  player[Symbol.dispose]();
});

test('a viewer that asks for a key frame gets the next one there is at once, and time goes on evenly', () => {
  const { player, sent, packets } = play([0, 12]);
  vi.advanceTimersByTime(720);
  expect(sent.at(-1)).toBe(7);
  player.restart();
  expect(sent.at(-1)).toBe(12);
  vi.advanceTimersByTime(100);
  expect(sent.slice(-3)).toEqual([7, 12, 13]);
  const times = packets.slice(-3).map(({ header }) => header.timestamp);
  expect([times[1]! - times[0]!, times[2]! - times[1]!]).toEqual([1800, 9000]);
  // Asked for again too soon: it goes on.
  player.restart();
  expect(sent.at(-1)).toBe(13);
  player[Symbol.dispose]();
});

test('where no key frame follows, it is the first', () => {
  const { player, sent } = play([0]);
  vi.advanceTimersByTime(720);
  player.restart();
  expect(sent.slice(-2)).toEqual([7, 0]);
  player[Symbol.dispose]();
});
