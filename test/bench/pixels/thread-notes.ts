/** What the bench notes in a thread of the app, under one name, until it is fetched. Runs in every thread of the pages; the app knows nothing of it. */
import type { Mode, View } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';

/** How the scene is shown, as the app told the bench. Null: nothing is read. */
export type Shown = { readonly scene: SizePx; readonly mode: Mode; readonly view: View };

/** One reading of a drawn picture. Milliseconds since the epoch. */
export type Reading = {
  /** Null: there was a picture, but no code that can be trusted. */
  readonly code: number | null;
  /** The draw commands were out, or, of a `<video>`, the browser says it gave the picture to its compositor. */
  readonly submittedMs: number;
  /** The pixels were there to be read. */
  readonly drawnMs: number;
};

export type Notes = {
  shown: Shown | null;
  readings: Reading[];
  /** Frames that reached this thread from the source. */
  delivered: number;
};

declare global {
  var rimlightPixels: Notes | undefined;
}

/** Kept where a thread runs the bench's script a second time. */
export function notesOfThread(): Notes {
  globalThis.rimlightPixels ??= { shown: null, readings: [], delivered: 0 };
  return globalThis.rimlightPixels;
}

/** Milliseconds since the epoch; the app's threads reckon the same way. */
export const epochMs = (): number => performance.timeOrigin + performance.now();
