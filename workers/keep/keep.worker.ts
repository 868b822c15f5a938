/** The keep worker's thread: wiring only. */
import { expose } from '../wire.ts';
import { createKeeper } from './keeper.ts';

expose(createKeeper());
