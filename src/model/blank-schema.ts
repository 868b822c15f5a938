/** Black places as they are kept. */
import { z } from './schema-rules.ts';

const share = z.number().min(0).max(1);

/** In shares of the stream's frame, so that another resolution hides the same place. */
export const blankSchema = z.object({
  stream: z.enum(['main', 'second']),
  x: share,
  y: share,
  width: share,
  height: share,
});

export const blanksSchema = z.array(blankSchema).max(8).readonly();

export type Blank = z.infer<typeof blankSchema>;
