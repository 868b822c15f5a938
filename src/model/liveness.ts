/** Is the picture live, and does it say so when it is not. Pure; the view worker feeds it and owns the clock. */

/** A frame older than this is marked on the picture. */
export const lateAfterS = 0.25;
/** A frame older than this takes overlay and numbers away and brings the veil. */
export const noSignalAfterS = 0.5;
/** The same codes for this long are a frozen source, whatever its timestamps say. */
export const identicalAfterS = 1;

/** `still`: an image or a paused replay, which cannot age. `frozen`: the user froze the picture. `waiting`: no frame yet. */
export type PictureState = 'waiting' | 'live' | 'late' | 'no-signal' | 'identical' | 'frozen' | 'still';

/** What the view worker says of the picture, at most ten times a second. */
export type Liveness = {
  readonly state: PictureState;
  readonly frameNumber: number;
  /** Seconds since the newest frame arrived. */
  readonly ageS: number;
  /** Frames that arrived, and that were drawn, a second, over the last two seconds. */
  readonly arrivedFps: number;
  readonly drawnFps: number;
  /** Frames that never reached the canvas since the feed was opened, as far as timestamps and counts tell. */
  readonly dropped: number;
  /** Arrival in the worker to drawn by the GPU, median over the last two seconds, in seconds. */
  readonly delayS: number | null;
  /** Arrival in the worker to draw commands given, likewise. */
  readonly submitDelayS: number | null;
  /** The longest wait between two drawn frames over the last two seconds; null before there were two. */
  readonly longestGapS: number | null;
  /** Difference in time of the two streams' frames that are shown together; null for one stream. */
  readonly pairSkewS: number | null;
  /** `lost`: the context is gone, and needs another canvas. `restarting`: who draws is gone, and so is the canvas. */
  readonly graphics: 'working' | 'lost' | 'restarting';
};

/** The one rule, for picture and numbers alike. */
export function pictureState(input: {
  readonly hasFrame: boolean;
  readonly isLive: boolean;
  readonly isFrozen: boolean;
  readonly ageS: number;
  readonly identicalForS: number;
}): PictureState {
  if (!input.hasFrame) return 'waiting';
  if (input.isFrozen) return 'frozen';
  if (!input.isLive) return 'still';
  if (input.ageS > noSignalAfterS) return 'no-signal';
  if (input.identicalForS >= identicalAfterS) return 'identical';
  return input.ageS > lateAfterS ? 'late' : 'live';
}

/** Whether what was measured `ageS` ago is too old for a picture in `state`; null: nothing was measured. */
export const isTooOld = (state: PictureState, ageS: number | null): boolean =>
  state !== 'still' && state !== 'frozen' && ageS !== null && ageS > noSignalAfterS;

/** Whether overlay and numbers may be shown at all. */
export const mayShowNumbers = (state: PictureState): boolean =>
  state !== 'no-signal' && state !== 'identical' && state !== 'waiting';
