/** Text and arrows on a still, in scene pixels. */
import { z } from 'zod';

const point = z.object({ x: z.number(), y: z.number() });

export const annotationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), at: point, text: z.string().min(1).max(120) }),
  z.object({ kind: z.literal('arrow'), from: point, to: point, text: z.string().max(120) }),
]);

export type Annotation = z.infer<typeof annotationSchema>;
