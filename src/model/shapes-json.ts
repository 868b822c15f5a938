/** Shapes of an analysis as they are kept beside a still: plain arrays, rounded to a hundredth of a pixel. */

import type { AnalysisShapes, Polyline } from './analysis.ts';
import { z } from './schema-rules.ts';

const floats = z.array(z.number()).transform(values => Float32Array.from(values));
const polyline = z.object({ points: floats, isClosed: z.boolean() });

/** Read back: what `shapesToJson` made. */
export const shapesSchema = z.object({
  signal: z.array(polyline).readonly(),
  lines: z.array(z.object({ threshold: z.number(), loops: z.array(polyline).readonly() })).readonly(),
  edge: z
    .object({ points: floats, distancesPx: floats, stepPx: z.number(), mmPerPx: z.number().nullable() })
    .nullable(),
  rim: z.object({ maxima: floats, radiiPx: floats, thresholdLinear: z.number() }).nullable(),
}) satisfies z.ZodType<AnalysisShapes>;

const rounded = (values: Float32Array, digits = 2): number[] =>
  Array.from(values, value => Number(value.toFixed(digits)));
const lineToJson = ({ points, isClosed }: Polyline) => ({ points: rounded(points), isClosed });

/** What JSON can hold. */
export function shapesToJson({ signal, lines, edge, rim }: AnalysisShapes): z.input<typeof shapesSchema> {
  return {
    signal: signal.map(lineToJson),
    lines: lines.map(({ threshold, loops }) => ({ threshold, loops: loops.map(lineToJson) })),
    edge: edge && { ...edge, points: rounded(edge.points), distancesPx: rounded(edge.distancesPx) },
    rim: rim && { ...rim, maxima: rounded(rim.maxima, 5), radiiPx: rounded(rim.radiiPx) },
  };
}
