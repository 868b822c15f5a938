/** The feed worker's thread. Everything else is in `feed.ts`. */
import '#model/schema-rules.ts';

import { expose } from '../wire.ts';
import { createFeed } from './feed.ts';

expose(createFeed());
