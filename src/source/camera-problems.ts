/** What can go wrong with a camera, in the user's words. */
import { type Problem, ProblemError } from '#model/problem.ts';

const problems = {
  'camera-insecure': {
    text: 'This page may not use cameras.',
    tip: 'Open it by https, or on this machine by localhost.',
  },
  'camera-refused': {
    text: 'The browser was told not to use the camera.',
    tip: 'Allow the camera beside the address bar, then press Retry.',
  },
  'camera-busy': {
    text: 'Camera in use by another program.',
    tip: 'Close it there, then press Retry.',
  },
  'camera-missing': {
    text: 'No such camera is connected.',
    tip: 'Connect it or choose another camera, then press Retry.',
  },
  'camera-unsuitable': {
    text: 'The camera cannot deliver what was asked.',
    tip: 'Choose another size or rate, then press Retry.',
  },
  'camera-twice': {
    text: 'White light and NIR are the same camera.',
    tip: 'Choose two different cameras, or one with a layout.',
  },
  'camera-failed': {
    text: 'The camera did not start.',
    tip: 'Unplug it and plug it in again, then press Retry.',
  },
  'camera-lost': {
    text: 'The camera is gone.',
    tip: 'Check cable and power; the picture returns by itself.',
  },
} as const satisfies Record<string, { text: string; tip: string }>;

/** The problem called `id`; every camera problem takes the picture away. */
export const cameraProblem = (id: keyof typeof problems): Problem => ({
  id,
  severity: 'stop',
  ...problems[id],
});

/** What `getUserMedia` throws, by the name of its `DOMException`. */
const idByName: Readonly<Record<string, keyof typeof problems>> = {
  NotAllowedError: 'camera-refused',
  SecurityError: 'camera-refused',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-failed',
  NotFoundError: 'camera-missing',
};

/** `error` of `getUserMedia` as a `ProblemError`. */
export function toCameraError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  // Browsers disagree on whether `OverconstrainedError` is a `DOMException`; all give it this name.
  const { name, constraint } = namesOf(error);
  if (name === 'OverconstrainedError')
    return new ProblemError(
      cameraProblem(constraint === 'deviceId' ? 'camera-missing' : 'camera-unsuitable'),
      error,
    );
  return new ProblemError(cameraProblem(idByName[name] ?? 'camera-failed'), error);
}

function namesOf(error: unknown): { name: string; constraint: string } {
  const isObject = typeof error === 'object' && error !== null;
  return {
    name: isObject && 'name' in error ? String(error.name) : '',
    constraint: isObject && 'constraint' in error ? String(error.constraint) : '',
  };
}
