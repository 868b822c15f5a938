/** What can be wrong with a file, in the user's words. */
import { type Problem, ProblemError } from '#model/problem.ts';

const saveAgain = 'Save it again as PNG or plain TIFF, 8 or 16 bit.';
const chooseAnother = 'Choose another file, or copy it from its source again.';

const stops = {
  'file-empty': { text: 'The file is empty.', tip: chooseAnother },
  'file-unknown': {
    text: 'This is neither a picture nor a video that can be read here.',
    tip: 'Choose PNG, TIFF, JPEG, WebP, BMP, MP4, WebM or MKV.',
  },
  'file-damaged': { text: 'The file is damaged or cut off.', tip: chooseAnother },
  'file-too-large': {
    text: 'The picture is larger than 16,384 pixels a side or 64 megapixels.',
    tip: 'Choose a smaller picture, or cut out the part that matters.',
  },
  'file-unsupported': { text: 'The picture is stored in a way that is not read here.', tip: saveAgain },
  'files-mixed': {
    text: 'One file is a picture, the other a video.',
    tip: 'Choose two pictures or two videos.',
  },
  'import-nothing': { text: 'No file was chosen.', tip: 'Choose one video, or pictures in their order.' },
  'import-one-video': {
    text: 'Several videos were chosen.',
    tip: 'Import them one after the other; NIR that was recorded apart is chosen in its own place.',
  },
  'import-uneven': {
    text: 'There are not as many NIR pictures as white-light pictures.',
    tip: 'Choose as many of each, in the same order.',
  },
  'import-second-missing': {
    text: 'The layout asks for NIR apart, and no such file was chosen.',
    tip: 'Choose the NIR files too, or another layout.',
  },
  'video-no-picture': { text: 'There is no picture in this video.', tip: 'Choose another file.' },
  'video-codec': {
    text: 'This browser cannot decode the video.',
    tip: 'Convert it to H.264 or VP9, or use another browser.',
  },
} as const satisfies Record<string, Pick<Problem, 'text' | 'tip'>>;

const cautions = {
  'image-lossy': {
    text: 'This kind of picture is made for viewing: its numbers are display-referred.',
    tip: 'Use PNG or TIFF from the camera to measure.',
  },
  'image-first-page': {
    text: 'The file holds several pictures; this is the first.',
    tip: 'Save the others as files of their own to see them.',
  },
  'image-reduced': {
    text: 'The 16-bit colours were reduced to 8 bit for display; they cannot be measured exactly.',
    tip: 'Measure on a grey 16-bit picture.',
  },
  'image-transparent': {
    text: 'The picture is partly transparent; that was ignored.',
    tip: 'Check that the picture looks as it did in its own program.',
  },
  'video-breaks-off': {
    text: 'The video cannot be decoded beyond this frame.',
    tip: 'What comes before it can be used; copy the file again for the rest.',
  },
} as const satisfies Record<string, Pick<Problem, 'text' | 'tip'>>;

export type FileCautionId = keyof typeof cautions;

/** A reason not to open a file. `cause` is for the log. */
export const fileError = (id: keyof typeof stops, cause?: unknown): ProblemError =>
  new ProblemError({ id, severity: 'stop', ...stops[id] }, cause);

/** Something to know about a file that was opened all the same. */
export const fileCaution = (id: FileCautionId): Problem => ({ id, severity: 'caution', ...cautions[id] });
