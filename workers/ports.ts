/** Messages between workers. The page makes the channels and hands out their ends; it never sees what goes through. */
import type { Analysis, AnalysisShapes } from '#model/analysis.ts';
import type { Blank } from '#model/blank.ts';
import type { Display, View } from '#model/display.ts';
import type { Frame, FramePlanes } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import type { PictureState } from '#model/liveness.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { Problem } from '#model/problem.ts';
import type { TheatreFacts, TheatreReport } from '#model/theatre.ts';

/** Feed worker → view worker, once per opened feed, and again when a lost source came back: the stream itself, transferred. */
export type FeedPortMessage = { readonly type: 'stream'; readonly stream: ReadableStream<Frame> };

/**
 * View → quantify: planes by transfer, one frame in flight. `second` is the other stream's frame of a two-camera feed
 * that is shown with it. The buffers come back with `done`, and are then the view worker's again.
 */
export type MeasureMessage = {
  readonly type: 'measure';
  /** As of `ViewApi.openFeed`; left out where there was none. */
  readonly turn?: number | undefined;
  readonly main: FramePlanes;
  readonly second: FramePlanes | null;
};

/** Quantify → view: the planes' buffers back, and the background the iso-lines are multiples of. */
export type MeasuredMessage = {
  readonly type: 'measured';
  readonly main: FramePlanes;
  readonly second: FramePlanes | null;
  readonly frameNumber: number;
  readonly backgroundLinear: number | null;
};

/**
 * Quantify → view: how far each NIR pixel lies from the signal that was segmented in frame `frameNumber`, for the bands. `samples`: one byte
 * a pixel of a picture of `widthPx` × `heightPx` that covers the NIR channel; a byte is `pxPerCode` NIR pixels, 255 that far or farther.
 * `limitsPx`: where bands begin, in NIR pixels, ascending. `samples` null: no bands.
 */
export type BandsMessage = {
  readonly type: 'bands';
  readonly frameNumber: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pxPerCode: number;
  readonly limitsPx: readonly number[];
  readonly samples: Uint8Array<ArrayBuffer> | null;
};

/**
 * Quantify → the worker that analyses: a copy of the NIR codes of a measured frame (the plane that carries them; the others are left out),
 * by transfer. `mayHurry`: half resolution is allowed when the machine is late.
 */
export type AnalyseMessage = {
  readonly type: 'analyse';
  readonly main: FramePlanes;
  readonly second: FramePlanes | null;
  readonly inputs: MeasurementInputs;
  readonly measurement: Measurement;
  readonly mayHurry: boolean;
};

/** What was made of a frame, and the buffer back; or why nothing was. */
export type AnalysedMessage = {
  readonly type: 'analysed';
  readonly buffer: ArrayBuffer;
  readonly result:
    | {
        readonly analysis: Analysis;
        readonly shapes: AnalysisShapes;
        readonly bands: Omit<BandsMessage, 'type'> | null;
      }
    | { readonly problem: Problem };
};

/** Calibrate → view: the planes of the next frame shown, please. One answer to each. */
export type SampleRequest = { readonly type: 'sample' };

/** View → calibrate: planes by transfer, the receiver's to keep. */
export type SampleMessage = {
  readonly type: 'sampled';
  readonly main: FramePlanes;
  readonly second: FramePlanes | null;
};

/** View → encode, while recording: every frame. The receiver closes `frame`. */
export type RecordMessage = {
  readonly type: 'record';
  readonly stream: 'main' | 'second';
  readonly number: number;
  readonly arrivedS: number;
  /** First bytes of the hash of the profile that is in force (`hashMark`); 0: none. */
  readonly profileMark: number;
  /** Places of this stream to blacken before its codes are written. */
  readonly blanks: readonly Blank[];
  readonly frame: Frame;
};

/** Encode → view: how many frames wait to be written; the view worker stops sending above a limit and counts drops. */
export type RecordedMessage = { readonly type: 'recorded'; readonly waiting: number };

/**
 * Theatre → view: room for one picture on a stage of this size, drawn no finer than it is worth (`pictureSize`). One picture is under way at
 * most; it comes with the next frame drawn.
 */
export type PictureRequest = { readonly type: 'ready'; readonly canvas: SizePx };

/** View → theatre. `picture`: the receiver closes the bitmap. `tick`: ten times a second, with or without pictures. */
export type PictureMessage =
  | {
      readonly type: 'picture';
      readonly bitmap: ImageBitmap;
      readonly frameNumber: number;
      /** By the view worker's clock. What arrived before the picture shown is older than it, whatever its number: a replay may go back. */
      readonly arrivedS: number;
      /** Seconds between the frame's arrival and now. */
      readonly ageS: number;
      /** What it was drawn with: where things lie on it follows from these (`panesOn`). */
      readonly display: Display;
      readonly view: View;
      readonly scene: SizePx;
      readonly state: PictureState;
    }
  | {
      readonly type: 'tick';
      readonly state: PictureState;
      readonly ageS: number;
      readonly frameNumber: number;
    };

/** Console → theatre: `bye` when its page goes. Theatre → console: reports. */
export type FactsMessage =
  | { readonly type: 'facts'; readonly facts: TheatreFacts }
  | { readonly type: 'bye' };
export type ReportMessage =
  | { readonly type: 'report'; readonly report: TheatreReport }
  | { readonly type: 'bye' };
