/** What stands beside an annotation: its own words, and its length or area with ±. Pure. */
import type { Annotation } from '#model/annotation.ts';
import { type DrawnScale, drawnArea, drawnLength } from '#model/annotation-size.ts';
import { words } from '#words/words.ts';
import { inWordsWithUncertainty, lengthQuantity, quantityInWords } from './uncertainty.ts';

/** "12.3 ± 0.4 mm", or "142 ± 2 px, no scale"; empty for kinds that have no size. */
export function annotationSizeInWords(annotation: Annotation, drawn: DrawnScale): string {
  const noted = (size: string) => (drawn.note ? `${size}, ${words(drawn.note)}` : size);
  if (annotation.kind === 'length')
    return noted(quantityInWords(lengthQuantity(drawnLength(annotation.from, annotation.to, drawn))));
  if (annotation.kind !== 'region') return '';
  const area = drawnArea(annotation.points, drawn);
  if (!area) return words('no area: the outline crosses itself');
  if (area.mm2) return noted(`${inWordsWithUncertainty(area.mm2.value, area.mm2.sd)} mm²`);
  return noted(`${inWordsWithUncertainty(area.px, area.sdPx)} px²`);
}

/** The annotations as they are painted: lengths and areas are part of their text. */
export const withSizes = (annotations: readonly Annotation[], drawn: DrawnScale): readonly Annotation[] =>
  annotations.map(annotation => {
    const size = annotationSizeInWords(annotation, drawn);
    if (!size) return annotation;
    return { ...annotation, text: [annotation.text, size].filter(part => part.trim()).join(': ') };
  });

/** "Pin 3: deep margin", "Length: 12.3 ± 0.4 mm": one annotation in a list. */
export function annotationInWords(annotation: Annotation, drawn: DrawnScale): string {
  const { kind, text } = annotation;
  const name = {
    text: 'Text',
    arrow: 'Arrow',
    length: 'Length',
    freehand: 'Line',
    pin: 'Pin',
    region: 'Region',
  };
  const head = kind === 'pin' ? words('Pin {number}', { number: annotation.number }) : words(name[kind]);
  return [head, text.trim(), annotationSizeInWords(annotation, drawn)].filter(Boolean).join(': ');
}
