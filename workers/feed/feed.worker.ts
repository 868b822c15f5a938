/** The feed worker's thread. Everything else is in `feed.ts`. */
import { expose, transfer } from '../wire.ts';
import { createFeed } from './feed.ts';

const feed = createFeed();

expose({
  ...feed,
  /** Moved: a copy's original would be nobody's to close. */
  async thumbnail(frameIndex: number, heightPx: number) {
    const picture = await feed.thumbnail(frameIndex, heightPx);
    return picture && transfer(picture, [picture]);
  },
});
