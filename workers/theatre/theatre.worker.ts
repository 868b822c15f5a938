/** The theatre display's thread: its clock and its line to the page. Everything else is in `theatre.ts`. */
import '#model/schema-rules.ts';

import { expose } from '../wire.ts';
import { createTheatre } from './theatre.ts';

/** Seconds since the epoch, by a clock that never jumps while the page lives. */
const clockS = () => (performance.timeOrigin + performance.now()) / 1000;

expose(createTheatre(clockS));
