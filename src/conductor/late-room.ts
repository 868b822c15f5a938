/**
 * What the first picture does not need: fetched a moment after it, or when something is first asked of it. A late room holds what it fetched for
 * as long as the page lives.
 */
import { createStore } from 'zustand/vanilla';
import { type Problem, ProblemError } from '#model/problem.ts';
import { afterFirstPicture } from '#platform/late-worker.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';

/** The picture, and then measuring, have a moment for themselves first. */
const fetchAfterMs = 1000;

const partMissing: Problem = {
  id: 'part-missing',
  severity: 'caution',
  text: 'This part could not be loaded. The picture goes on.',
  tip: 'Try again, or reload the page when nothing is being recorded.',
};

/** What `load` imports, and again a moment after the first picture, so that it is there when it is wanted. Rejects with a `ProblemError`. */
export function latePart<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let coming: Promise<Part> | null = null;
  const ask = (): Promise<Part> => {
    coming ??= load().catch(error => {
      coming = null;
      throw new ProblemError(partMissing, error);
    });
    return coming;
  };
  // Nobody asked yet: who does is told.
  void afterFirstPicture().then(() => setTimeout(() => void ask().catch(() => undefined), fetchAfterMs));
  return ask;
}

export type LateRoom<State, Room> = {
  /** `initial` until the room is there, then what the room says. */
  readonly store: Readable<State>;
  /** Null before it is there. */
  now(): Room | null;
  /**
   * A command of the room: done at once where the room is there, otherwise when it came, in the order asked. `otherwise` is its answer where
   * the room cannot be fetched, which is told as a problem; it is tried again when the next is asked.
   */
  command<Words extends readonly unknown[], Answer, Otherwise>(
    pick: (room: Room) => (...words: Words) => Answer,
    otherwise: Otherwise,
  ): (...words: Words) => Answer | Promise<Awaited<Answer> | Otherwise>;
};

/** A room that `make` imports and creates; it is called again only where it failed. */
export function lateRoom<State, Room extends { readonly store: Readable<State> }>(parts: {
  readonly initial: State;
  readonly problems: Pick<Problems, 'guard'>;
  readonly make: () => Promise<Room>;
}): LateRoom<State, Room> {
  const store = createStore<State>(() => parts.initial);
  let room: Room | null = null;

  const ask = latePart(async () => {
    const made = await parts.make();
    room = made;
    store.setState(made.store.getState(), true);
    made.store.subscribe(state => store.setState(state, true));
    return made;
  });

  return {
    store,
    now: () => room,
    command<Words extends readonly unknown[], Answer, Otherwise>(
      pick: (room: Room) => (...words: Words) => Answer,
      otherwise: Otherwise,
    ) {
      const later = async (words: Words): Promise<Awaited<Answer> | Otherwise> => {
        const come = await parts.problems.guard(partMissing.id, ask);
        return come ? await pick(come)(...words) : otherwise;
      };
      return (...words: Words) => (room ? pick(room)(...words) : later(words));
    },
  };
}
