/** The theatre display's thread: its clock, its typeface and its line to the page. Everything else is in `theatre.ts`. */
import '#model/schema-rules.ts';

import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { expose } from '../wire.ts';
import { createTheatre } from './theatre.ts';

/** Seconds since the epoch, by a clock that never jumps while the page lives. */
const clockS = () => (performance.timeOrigin + performance.now()) / 1000;

// What cannot be loaded is set in the system's typeface; nothing waits for it.
const face = new FontFace('Inter Variable', `url(${interUrl})`, {
  weight: '100 900',
  featureSettings: '"tnum"',
});
void face.load().then(
  () => self.fonts.add(face),
  () => undefined,
);

expose(createTheatre(clockS));
