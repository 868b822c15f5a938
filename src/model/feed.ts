/** The contract every source of frames fulfils, live or recorded. */
import type { FrameFormat } from './frame.ts';
import type { Layout } from './layout.ts';
import type { Profile } from './profile.ts';

export type FeedKind = 'phantom' | 'camera' | 'remote' | 'file' | 'image' | 'replay';

/** What a feed says of itself. `formats` are as last seen and may change mid-stream; null until the first frame. */
export type FeedDescription = {
  readonly kind: FeedKind;
  /** As the strip shows it: a device's name, a file's kind, a phantom's title. Never a path or a person. */
  readonly name: string;
  /** Frames a second that the source announces; null when it does not say. */
  readonly nominalFps: number | null;
  /** How the feed's channels lie, as far as the source knows; the user may override it. */
  readonly layout: Layout;
  /** The profile that comes with the source (a phantom knows its own camera); null when nothing is known. */
  readonly profile: Profile | null;
  /** Live pictures age; an image or a paused replay does not. */
  readonly live: boolean;
  readonly streams: 1 | 2;
};

/** Formats of what arrived last, by stream. */
export type StreamFormats = { readonly main: FrameFormat; readonly second?: FrameFormat };
