/** Why the check could not be read, or was put away. */
import type { Problem } from '#model/problem.ts';

export const noSource: Problem = {
  id: 'check-no-source',
  severity: 'caution',
  text: 'There is no NIR picture to read.',
  tip: 'Open a camera or a file, and give it a layout with NIR.',
};

export const onlyOnePicture: Problem = {
  id: 'check-one-picture',
  severity: 'caution',
  text: 'The source is one picture; this reading needs many, one after another.',
  tip: 'Open the camera or a recording, then read again.',
};

export const pictureGone: Problem = {
  id: 'check-picture-gone',
  severity: 'caution',
  text: 'The picture that was read is gone.',
  tip: 'Read it again.',
};

export const otherProfile: Problem = {
  id: 'check-other-profile',
  severity: 'caution',
  text: 'Another calibration profile is in force; the check read under the one before was put away, not kept.',
  tip: 'Read it again under this profile.',
};

export const otherSource = (device: string): Problem => ({
  id: 'check-other-source',
  severity: 'caution',
  text: `The check of ${device} was not kept; it was put away, because another source was opened.`,
  tip: 'Open that source and read it again. Keep a report before another source is opened.',
});
