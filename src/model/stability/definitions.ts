/** What the stability log tells, and what it cannot: said on the screen and in every file of it. */
import { rowS } from './accumulate.ts';

/** English; hand them to `words`. */
export const notReadable = [
  'Temperature of the camera and of the light source.',
  'Power and wavelength of the excitation light.',
  'Exposure and gain of the camera, unless the camera tells the browser; most capture devices do not.',
  'Working distance.',
  'What camera, cable and capture device take before a frame arrives here: ages count from its arrival.',
  'Ambient light apart from the camera’s own dark: the darkest part of the NIR picture shows both together.',
] as const;

/** Column by column of the file: what stands in it. An empty cell: it was not readable. */
export const stabilityColumns = {
  at_s: 'seconds from the beginning of the first row',
  lasts_s: `seconds that the row covers; a row is closed after ${rowS}, and earlier where the recording pauses or ends`,
  frames_delivered: 'frames that came, in order',
  frames_drawn: 'frames that were drawn',
  frames_dropped:
    'frames that came and were never drawn, because a newer one was there or they came out of order',
  frames_missing: 'frames that never came, as far as the source’s timestamps tell',
  frames_held: 'frames that came while the user held the picture',
  age_p50_ms:
    'age of a frame when it was drawn: drawn by the GPU − arrived in the browser; median over the drawn frames, nearest rank',
  age_p95_ms: '95th percentile, likewise',
  age_p99_ms: '99th percentile, likewise',
  age_max_ms: 'the oldest',
  longest_gap_s:
    'the longest time without a new picture that ended in the row or went on at its end, counted from where it began',
  gain_relative:
    'all NIR light, times what it was when the log began, as far as jumps were told: 8 % and more within 30 s; slower changes may be dye and are not in it',
  gain_unseen_s:
    'seconds in which a change of gain could not have been told (too dark, clipped, nothing measured)',
  nir_floor_codes:
    'code that the darkest fiftieth of the NIR picture does not exceed; ambient light and dark together; median over the row',
  dark_codes: 'dark of the calibration profile in force',
  withheld_s: 'seconds in which no number could be shown',
  held_s: 'seconds in which the user held the picture',
  exposure_ms: 'exposure, as the camera’s track says',
  iso: 'gain as ISO, as the camera’s track says',
  problems: 'what was told as wrong, and for how many seconds of the row',
} as const;
