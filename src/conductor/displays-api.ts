/** Theatre displays as the UI sees them. */
import type {
  DisplayCheck,
  TheatreFacts,
  TheatreFigure,
  TheatreNumber,
  TheatreReport,
  TheatreSettings,
} from '#model/theatre.ts';

export type TheatreDisplay = {
  readonly id: string;
  readonly settings: TheatreSettings;
  /** What it said last; null: nothing yet. */
  readonly report: TheatreReport | null;
  /** Nothing was heard of it for a while: its window is closed, or its process died. It stays in the list until it is forgotten. */
  readonly isGone: boolean;
};

/** What all displays are told alike; each shows those of the figures that were chosen for it. */
export type TheatreNews = Omit<TheatreFacts, 'settings' | 'showsPattern' | 'figures'> & {
  readonly figures: Readonly<Record<TheatreNumber, TheatreFigure>>;
};

export type DisplaysState = {
  /** In the order in which they came. */
  readonly displays: readonly TheatreDisplay[];
  /** The display that shows the test pattern; null: none. */
  readonly patternOn: string | null;
  /** Answers to the test pattern on this machine, newest first. */
  readonly checks: readonly DisplayCheck[];
};

export type DisplaysCommands = {
  /** Where a new display's window has to go. The window is opened by the page, with `noopener`: it must live in a process of its own. */
  newAddress(): string;
  setTheatre(id: string, change: Partial<TheatreSettings>): void;
  /** Takes one that is gone out of the list. */
  forget(id: string): void;
  /** Puts the test pattern where the picture stands; null takes it away. */
  showPattern(id: string | null): void;
  /** Logs whether the pattern could be read on the display that shows it, and takes it away. */
  answerPattern(answer: { readonly isReadable: boolean; readonly note: string }): void;
  /** What displays show besides pictures; the screen says it ten times a second at most. */
  tell(news: TheatreNews): void;
};
