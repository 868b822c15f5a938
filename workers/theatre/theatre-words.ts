/** What a display says of its picture, in the console's language. Pure but for the language: the same rule for the eye and for the screen reader. */
import type { TheatreFacts, TheatreFigure, TheatreState } from '#model/theatre.ts';
import { words } from '#words/words.ts';
import type { Heard } from './hearing.ts';

/** `covers`: over the whole picture, which goes behind a veil; else it is a tag. `counts`: its age stands with it. */
export type TheatreWord = {
  readonly word: string;
  readonly detail: string;
  readonly tone: TagTone;
  readonly covers: boolean;
  readonly counts: boolean;
  readonly blinks: boolean;
};

export type TagTone = TheatreFacts['tags'][number]['tone'] | 'held';
export type Tag = { readonly text: string; readonly tone: TagTone };

const over = (word: string, detail: string, rest: Partial<TheatreWord> = {}): TheatreWord => ({
  word,
  detail,
  tone: 'stop',
  covers: true,
  counts: false,
  blinks: false,
  ...rest,
});

/** Null while the picture is simply live, or a standing one. */
export function theatreWord(state: TheatreState): TheatreWord | null {
  switch (state) {
    case 'no-console':
      return over(
        words('WAITING FOR THE CONSOLE'),
        words('Open the console on this computer. The picture comes by itself.'),
        { tone: 'plain' },
      );
    case 'console-lost':
      return over(
        words('CONSOLE LOST'),
        words(
          'The console was closed, reloaded or stopped. The picture is the last one; it returns by itself.',
        ),
        { counts: true },
      );
    case 'waiting':
      return over(words('WAITING FOR A PICTURE'), words('No frame has come from the source yet.'), {
        tone: 'plain',
      });
    case 'no-signal':
      return over(
        words('NO SIGNAL'),
        words('Overlay and numbers are withheld. Check the cable and the source.'),
        { counts: true, blinks: true },
      );
    case 'identical':
      return over(
        words('IDENTICAL FRAMES'),
        words('The source repeats one frame. Overlay and numbers are withheld.'),
      );
    case 'late':
      return over(words('LATE'), '', { tone: 'caution', covers: false, counts: true });
    case 'frozen':
      return over(words('FROZEN'), '', { tone: 'held', covers: false });
    default:
      return null;
  }
}

/** Seconds with one decimal below a minute, then minutes and seconds. */
export const inAge = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;

/** Numbers as they may stand now: what the display withholds keeps its place and its name. */
export function figuresNow({ facts, withheld, state }: Heard): readonly TheatreFigure[] {
  const given = facts?.figures ?? [];
  if (withheld === null) return given;
  const why =
    withheld === 'facts-old'
      ? words('the console is busy')
      : state === 'console-lost'
        ? words('the console is lost')
        : words('there is no live picture');
  return given.map(({ name }) => ({ name, value: null, detail: why }));
}

/** The picture's own state first, then what the console says, most serious first; nothing twice. */
export function tagsNow({ facts, state, ageS }: Heard): readonly Tag[] {
  const word = theatreWord(state);
  const own: Tag[] =
    word && !word.covers
      ? [{ text: word.counts ? `${word.word} ${inAge(ageS)}` : word.word, tone: word.tone }]
      : [];
  const told = facts?.tags ?? [];
  return [...own, ...told.filter(({ text }) => text !== word?.word)];
}
