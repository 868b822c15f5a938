/** The theatre display's thread: its clock, its typeface and its line to the page. Everything else is in `theatre.ts`. */
import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { expose } from '../wire.ts';
import { createTheatre } from './theatre.ts';

/** Seconds since the epoch, by a clock that never jumps while the page lives. */
const clockS = () => (performance.timeOrigin + performance.now()) / 1000;
const face = new FontFace('Inter Variable', `url(${interUrl})`, {
  weight: '100 900',
  featureSettings: '"tnum"',
});
/** What cannot be loaded is set in the system's typeface, and nothing waits for it longer than a second. */
const fontReady = Promise.race([
  face.load().then(() => self.fonts.add(face)),
  new Promise(resolve => setTimeout(resolve, 1000)),
]).catch(() => undefined);

expose(createTheatre({ clockS, fontReady }));
