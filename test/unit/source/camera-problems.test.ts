import { expect, test } from 'vitest';
import { ProblemError } from '#model/problem.ts';
import { cameraProblem, toCameraError } from '#source/camera-problems.ts';

test('Each refusal of the browser becomes the problem that the user can act on.', () => {
  const idOf = (name: string) => toCameraError(new DOMException('', name)).problem.id;
  expect(idOf('NotAllowedError')).toBe('camera-refused');
  expect(idOf('NotReadableError')).toBe('camera-busy');
  expect(idOf('NotFoundError')).toBe('camera-missing');
  expect(idOf('AbortError')).toBe('camera-failed');
  expect(toCameraError(new TypeError('odd')).problem.id).toBe('camera-failed');
});

test('A busy camera is explained in the agreed words.', () => {
  const { text, tip } = cameraProblem('camera-busy');
  expect(`${text} ${tip}`).toBe('Camera in use by another program. Close it there, then press Retry.');
});

test('A missing device and an impossible size are told apart.', () => {
  const overconstrained = (constraint: string) =>
    Object.assign(new DOMException('', 'OverconstrainedError'), { constraint });
  expect(toCameraError(overconstrained('deviceId')).problem.id).toBe('camera-missing');
  expect(toCameraError(overconstrained('width')).problem.id).toBe('camera-unsuitable');
});

test('A problem that is already told stays what it is.', () => {
  const error = new ProblemError(cameraProblem('camera-twice'));
  expect(toCameraError(error)).toBe(error);
});
