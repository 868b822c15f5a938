/** What the recorder says while it works, besides failures. */
import type { Problem } from '#model/problem.ts';

export const spaceShort: Problem = {
  id: 'recording-space-short',
  severity: 'caution',
  text: 'The storage will be full within ten minutes of recording.',
  tip: 'Delete old recordings, or export them and delete them here. Recording goes on.',
};

export const spaceLow: Problem = {
  id: 'recording-space-low',
  severity: 'caution',
  text: 'The storage will be full within two minutes of recording.',
  tip: 'Stop soon, or delete old recordings: what is recorded until then is kept.',
};

export const spaceOut: Problem = {
  id: 'recording-disk-full',
  severity: 'caution',
  text: 'The storage is full, so nothing can be recorded.',
  tip: 'Delete old recordings, then record again.',
};

export const frameUnreadable: Problem = {
  id: 'recording-frame-unreadable',
  severity: 'caution',
  text: 'Some frames of this source cannot be read and are missing in the recording.',
  tip: 'Choose another size or format of the source.',
};
