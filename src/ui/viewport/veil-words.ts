/** What the picture must say of itself, in words. Pure: the same rule for the eye and for the screen reader. */
import type { FeedState } from '#conductor/api.ts';
import type { Liveness } from '#model/liveness.ts';
import { numerals, words } from '#words/words.ts';
import type { WatchedPicture } from './picture-watch.ts';

/** `stop`: must not be trusted. `caution`: degraded. `past`: not now. `held`: by the user's hand. */
type Tone = 'plain' | 'held' | 'past' | 'caution' | 'stop';

/** `covers`: the picture goes behind a veil. `age`: stands beside the word and counts; never spoken. */
export type PictureWord = {
  readonly word: string;
  readonly detail: string;
  readonly age: string;
  readonly tone: Tone;
  readonly covers: boolean;
};

const word = (text: string, tone: Tone, rest: Partial<PictureWord> = {}): PictureWord => ({
  word: text,
  detail: '',
  age: '',
  tone,
  covers: false,
  ...rest,
});

const inMs = (seconds: number): string => `${Math.round(seconds * 1000)} ms`;

/** Seconds with one decimal below a minute, then minutes and seconds. */
export const inAge = (seconds: number): string =>
  seconds < 60
    ? numerals(`${seconds.toFixed(1)} s`)
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;

/** The most important thing to say of the picture; null while it is simply live. */
export function pictureWord(
  { state, ageS }: Pick<WatchedPicture, 'state' | 'ageS'>,
  graphics: Liveness['graphics'],
  feed: Pick<FeedState, 'status' | 'description'>,
): PictureWord | null {
  if (graphics === 'lost')
    return word('GRAPHICS LOST', 'stop', {
      detail: 'The graphics processor stopped. The picture returns by itself; if not, reload the page.',
      covers: true,
    });
  if (graphics === 'restarting')
    return word('PICTURE RESTARTS', 'stop', {
      detail:
        'The part that draws the picture stopped. The picture returns by itself; if not, reload the page.',
      covers: true,
    });
  if (feed.status === 'closed')
    return word('NO SOURCE', 'plain', { detail: 'Choose a camera, an address or a file.', covers: true });
  if (state === 'waiting' || feed.status === 'opening')
    return word('CONNECTING', 'plain', { detail: waitingFor(feed), covers: true });
  switch (state) {
    case 'no-signal':
      return word('NO SIGNAL', 'stop', {
        detail: 'Overlay and numbers are withheld. Check the cable and the source.',
        age: inAge(ageS),
        covers: true,
      });
    case 'identical':
      return word('IDENTICAL FRAMES', 'stop', {
        detail: 'The source repeats one frame. Overlay and numbers are withheld.',
        covers: true,
      });
    case 'frozen':
      return word('FROZEN', 'held', { detail: 'Freeze lets it go' });
    case 'late':
      return word('LATE', 'caution', { age: inMs(ageS) });
    default:
      return null;
  }
}

function waitingFor({ status, description }: Pick<FeedState, 'status' | 'description'>): string {
  // It was open before whoever draws it was started anew.
  if (status === 'open') return 'Waiting for the next frame.';
  if (description?.kind === 'camera')
    return 'Waiting for the camera. Allow it when the browser asks, and see that nothing else uses it.';
  return description ? `Waiting for the first frame of ${description.name}.` : 'Waiting for the first frame.';
}

/** The source's own name; that of a simulated camera in the language of the screen. */
export const sourceName = ({ kind, name }: NonNullable<FeedState['description']>): string =>
  kind === 'phantom' ? words(name) : name;

/** What a picture that is not live now is. English; hand it to `words`. */
export function pastWord(kind: string): string | null {
  if (kind === 'replay') return 'REPLAY';
  return kind === 'file' || kind === 'image' ? 'FILE' : null;
}
