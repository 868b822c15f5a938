/** What the page may ask of the export worker: the files of a still, and archives of files. */
import type { FramePlanes } from '#model/frame.ts';
import type { Still } from '#model/still.ts';

/** Everything a still is made of. `picture` is closed by the worker. */
export type StillOrder = {
  readonly still: Still;
  readonly picture: ImageBitmap;
  readonly main: FramePlanes;
  readonly second: FramePlanes | null;
};

export type ExportApi = {
  /** Makes and stores all files of a still; returns the still with file names and scale filled in. */
  keepStill(order: StillOrder): Promise<Still>;
  /** A ZIP of the stills with these ids. */
  zipStills(ids: readonly string[]): Promise<Blob>;
};
