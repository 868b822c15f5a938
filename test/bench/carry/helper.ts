/** A thread that hashes, as the second keep worker does. */
import { hashFor } from '#workers/keep/carry/lent-hash.ts';

addEventListener('message', ({ data }: MessageEvent<MessagePort>) => hashFor(data));
