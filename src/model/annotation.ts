/** What is drawn on a still by hand, in scene pixels. Only composites and exports carry it; the pictures beside them stay bare. */
import { z } from './schema-rules.ts';

/** Far beyond every picture, and still numbers that canvases bear. */
const coordinate = z.number().min(-100_000).max(100_000);
const point = z.object({ x: coordinate, y: coordinate });

export const mostAnnotations = 200;
export const longestText = 120;
/** Points of a freehand line. */
export const mostTracePoints = 1000;
/** Corners of a region. */
export const mostCorners = 500;

/** Control characters, lone surrogates and marks that turn the direction of writing: they hide or reorder what a text says. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

const words = z.string().max(longestText);
const text = words.overwrite(given => given.replace(unprintable, ' '));

/** Light colours that hold on tissue over their dark halo and in print. Green is fluorescence, red is "do not trust". */
export const annotationColours = ['white', 'yellow', 'cyan', 'pink'] as const;
export const annotationWidths = ['fine', 'medium', 'bold'] as const;

/** Left out: white and medium, as every annotation was before there was a choice. */
const style = z.object({ colour: z.enum(annotationColours), width: z.enum(annotationWidths) }).optional();

export const annotationSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    at: point,
    text: words.min(1).overwrite(given => given.replace(unprintable, ' ')),
    style,
  }),
  z.object({ kind: z.literal('arrow'), from: point, to: point, text, style }),
  /** A straight line that is shown with its length. */
  z.object({ kind: z.literal('length'), from: point, to: point, text, style }),
  z.object({ kind: z.literal('freehand'), points: z.array(point).min(2).max(mostTracePoints), text, style }),
  /** A numbered place, as for a pathology block. */
  z.object({ kind: z.literal('pin'), at: point, number: z.number().int().min(1).max(999), text, style }),
  /** A closed outline that is shown with its area. */
  z.object({ kind: z.literal('region'), points: z.array(point).min(3).max(mostCorners), text, style }),
]);

export type Annotation = z.infer<typeof annotationSchema>;
export type AnnotationKind = Annotation['kind'];
export type AnnotationColour = (typeof annotationColours)[number];
export type AnnotationWidth = (typeof annotationWidths)[number];
export type AnnotationStyle = { readonly colour: AnnotationColour; readonly width: AnnotationWidth };

/** The style in force: the annotation's own, or the one of old. */
export const styleOf = ({ style: own }: Pick<Annotation, 'style'>): AnnotationStyle =>
  own ?? { colour: 'white', width: 'medium' };
