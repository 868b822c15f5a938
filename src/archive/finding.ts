/** What an examination of a session finds. */

/** One thing that is not as it was written, named so that a person finds it. */
export type Finding = {
  /** The file it lies in. */
  readonly part: string;
  readonly kind:
    | 'part-missing'
    | 'part-foreign'
    | 'part-changed'
    | 'record-damaged'
    | 'records-missing'
    | 'event-changed'
    | 'not-sealed';
  /** First byte concerned; null: the part as a whole. */
  readonly atBytes: number | null;
  /** "frame 1,204 at 12.4 s", "the event 'inputs' at 3.1 s": for a person. */
  readonly words: string;
};
