/** What the page may ask of the view worker, and what it hears from it. */
import type { Blank } from '#model/blank.ts';
import type { Display, View } from '#model/display.ts';
import type { StreamFormats } from '#model/feed.ts';
import type { Field } from '#model/field.ts';
import type { Frame, FramePlanes } from '#model/frame.ts';
import type { FrameTally } from '#model/frame-tally.ts';
import type { Layout } from '#model/layout.ts';
import type { Liveness } from '#model/liveness.ts';
import type { Problem } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';

/** Where the frames of one stream come from: the stream itself, or a port on which a feed worker will send it. */
export type Inlet = ReadableStream<Frame> | MessagePort;

/** Everything that decides what a pixel on the canvas looks like, besides the frame. */
export type Scene = {
  readonly layout: Layout;
  readonly profile: Profile;
  readonly display: Display;
  readonly view: View;
  /** The canvas in device pixels. */
  readonly canvas: { readonly widthPx: number; readonly heightPx: number };
};

/** One frame taken whole, for a still: what was drawn and the codes it was drawn from. The receiver owns all of it. */
export type Grab = {
  /** The canvas as drawn for this frame, without overlay paint. */
  readonly picture: ImageBitmap;
  readonly main: FramePlanes;
  readonly second: FramePlanes | null;
};

/** Posted to `subscribe`'s callback: state at ≤ 10 Hz, the rest when it happens. */
export type ViewNews =
  | {
      readonly type: 'liveness';
      readonly liveness: Liveness;
      /** Of a live feed, since the time before; null of others. */
      readonly frames: FrameTally | null;
    }
  /** The delivered format changed (also with the first frame). */
  | { readonly type: 'formats'; readonly formats: StreamFormats }
  | { readonly type: 'problem'; readonly problem: Problem; readonly isOver: boolean }
  | { readonly type: 'ended' };

export type ViewApi = {
  /** The canvas to draw on, and another one each time that graphics are `lost`: a lost context never comes back. */
  attach(canvas: OffscreenCanvas, scene: Scene): void;
  /**
   * `isLive: false` for images and replay, which cannot age. `firstNumber`: where frames that bear no number of their own are counted from,
   * 0 unless given. `isCoded`: coded with loss on its way, so that blocks which did not change repeat to the bit. `turn`: its frames are measured
   * while that one is expected (`QuantifyApi.expect`). Closes the feed before.
   */
  openFeed(feed: {
    main: Inlet;
    second: Inlet | null;
    isLive: boolean;
    nominalFps: number | null;
    firstNumber?: number;
    isCoded?: boolean;
    turn?: number;
  }): void;
  /** Closes the feed; the last picture goes, too. */
  closeFeed(): void;
  setScene(scene: Scene): void;
  /** Holds the picture (and measurement) at the frame shown now; recording goes on. */
  freeze(isFrozen: boolean): void;
  /** Lines and bands that are drawn from numbers go while no number may be shown. */
  withhold(isOn: boolean): void;
  /** Measures the shown frame once more, after inputs changed: for images, paused replay and a frozen picture, where no newer frame comes. */
  remeasure(): Promise<void>;
  /**
   * Resolves when every frame that came was shown or dropped, and the one that is shown was measured: from then on other inputs cannot reach it
   * any more. At once for a live feed, whose frames never end.
   */
  measured(): Promise<void>;
  /** The frame shown now, or null when there is none. */
  grab(): Promise<Grab | null>;
  /**
   * Places that are black from the next frame on in every copy of it: drawn, measured, kept as a still, recorded. Replaces what was there;
   * resolves when the shown frame is blackened, too.
   */
  setBlanks(blanks: readonly Blank[]): Promise<void>;
  /** Starts or stops sending every frame to the encode worker. */
  record(isOn: boolean): void;
  connectQuantify(port: MessagePort): void;
  /** A theatre display: pictures for it go to `port` (`PictureMessage`), drawn here from the same textures. */
  connectTheatre(id: string, port: MessagePort): void;
  /** What a connected display shows instead of the scene's own; nulls: the scene's. Unknown ids are ignored. */
  setTheatre(id: string, shown: { readonly mode: Display['mode'] | null; readonly view: View | null }): void;
  disconnectTheatre(id: string): void;
  connectEncode(port: MessagePort): void;
  /** The calibrate worker asks for frames here (`SampleRequest`). */
  connectCalibrate(port: MessagePort): void;
  /** Per-pixel data that profiles of later scenes refer to; replaces what was there. */
  setFields(fields: readonly Field[]): void;
  subscribe(listen: (news: ViewNews) => void): void;
};
