/** What became of the frames of a live feed since it was asked before. Counted in the view worker, by its clock. */

/** One frame on the canvas. Seconds since the epoch at which the GPU had drawn it; how long before that it had arrived. */
type DrawnFrame = { readonly atS: number; readonly ageS: number };

export type FrameTally = {
  /** Seconds since the epoch: up to when this tells. */
  readonly untilS: number;
  /** Frames that came, in order. */
  readonly delivered: number;
  /** In the order in which they were drawn. */
  readonly drawn: readonly DrawnFrame[];
  /** Came, and were never drawn: a newer one was there, or they came out of order. */
  readonly dropped: number;
  /** Never came, as far as the source's timestamps tell. */
  readonly missing: number;
  /** Came, and were not drawn because the user held the picture. */
  readonly held: number;
};
