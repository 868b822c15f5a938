/** The view worker's thread: its clock and its line to the page. Everything else is in `viewer.ts`. */
import { expose } from '../wire.ts';
import { createViewer } from './viewer.ts';

/** Seconds since the epoch, by a clock that never jumps while the page lives. */
const clockS = () => (performance.timeOrigin + performance.now()) / 1000;

expose(createViewer(clockS));
