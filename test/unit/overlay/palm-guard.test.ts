import { expect, test } from 'vitest';
import { createPalmGuard } from '#ui/viewport/pointer/palm-guard.ts';

test('a fingertip in a glove is a hand, the side of a hand is not', () => {
  const guard = createPalmGuard();
  expect(guard.down(1, 'touch', 50)).toBe('hand');
  expect(guard.down(2, 'touch', 120)).toBe('palm');
  expect(guard.isPalm(1)).toBe(false);
  expect(guard.up(2)).toBe(true);
  expect(guard.isPalm(2)).toBe(false);
});

test('a pen beats what lies on the glass before it, and what comes after it', () => {
  const guard = createPalmGuard();
  guard.down(1, 'touch', 20);
  expect(guard.down(2, 'pen', 1)).toBe('pen-beats-touch');
  expect(guard.isPalm(1)).toBe(true);
  expect(guard.down(3, 'touch', 20)).toBe('palm');
  expect(guard.up(2)).toBe(false);
  expect(guard.down(4, 'touch', 20)).toBe('hand');
});

test('an id that comes again is looked at anew', () => {
  const guard = createPalmGuard();
  guard.down(1, 'touch', 120);
  expect(guard.down(1, 'touch', 20)).toBe('hand');
  expect(guard.isPalm(1)).toBe(false);
});
