/** What the UI sees of clips: videos made of a range of a replay. */
import type { FrameRange } from '#workers/feed/api.ts';

export type ClipsState = {
  /** Share of the clip that is made; null: none is being made. */
  readonly share: number | null;
};

export type ClipsCommands = {
  /** Frames from `from` to `to`, every `every`-th, as a video file. Null, with a problem, where it failed or was stopped. */
  makeClip(range: FrameRange, every: number): Promise<Blob | null>;
  stopClip(): void;
};
