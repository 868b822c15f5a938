/** The feed worker's thread. Everything else is in `feed.ts`. */
import { expose } from '../wire.ts';
import { createFeed } from './feed.ts';

expose(createFeed());
