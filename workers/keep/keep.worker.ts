/** The keep worker's thread: wiring only. */
import '#model/schema-rules.ts';

import { expose } from '../wire.ts';
import { createKeeper } from './keeper.ts';

expose(createKeeper());
