/** Annotations as an SVG of their own: a drawing of the scene's size in scene pixels, to be laid over white light. Pure. */
import type { Annotation } from '#model/annotation.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import { notice } from '#model/still.ts';
import {
  type AnnotationLine,
  annotationLines,
  annotationLook,
  annotationWordsPlace,
  pinRadius,
} from './annotation-lines.ts';

const haloColour = '#06080a';

/** Scene pixels of one unit of paint: 1/720 of the scene's shorter side. */
export const sceneUnitOf = ({ widthPx, heightPx }: SizePx): number => Math.min(widthPx, heightPx) / 720;

const rounded = (value: number): number => Number(value.toFixed(2));
const place = ({ x, y }: Point): string => `${rounded(x)} ${rounded(y)}`;

/** `d` of an SVG path. */
export const linesToPath = (lines: readonly AnnotationLine[]): string =>
  lines.map(({ points, isClosed }) => `M${points.map(place).join('L')}${isClosed ? 'Z' : ''}`).join('');

/** Where one line of words stands: SVG's `text-anchor` follows from the side that it leaves its place on. */
export function svgWordsPlace(
  annotation: Annotation,
  unit: number,
): { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' } {
  const { at, away, gap } = annotationWordsPlace(annotation, { map: p => p, unit });
  const anchor = away.x > 0.5 ? 'start' : away.x < -0.5 ? 'end' : 'middle';
  // The baseline lies a third of the letters' height below their middle.
  const middle = at.y + away.y * (gap + 8 * unit);
  return { x: rounded(at.x + away.x * gap), y: rounded(middle + 5 * unit), anchor };
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 §2.2 and §2.4: nothing of it is markup, and what no XML may hold is gone. */
const escaped = (text: string): string =>
  text.replace(/[\p{C}]/gu, ' ').replace(/[&<>"']/g, character => escapes[character]!);

function drawing(annotation: Annotation, unit: number): string[] {
  const { colour, width } = annotationLook(annotation, unit);
  const lines = annotationLines(annotation, { map: p => p, unit });
  const d = linesToPath(lines);
  const stroke = (colour: string, width: number) =>
    `fill="none" stroke="${colour}" stroke-width="${rounded(width)}" stroke-linejoin="round"`;
  const halo = width + Math.max(2 * unit, width * 1.2);
  const words = (text: string, at: { x: number; y: number; anchor: string }, size: number) =>
    `<text x="${at.x}" y="${at.y}" text-anchor="${at.anchor}" font-family="Inter, sans-serif" font-size="${rounded(size * unit)}" font-weight="600" fill="${colour}" stroke="${haloColour}" stroke-width="${rounded(4 * unit)}" stroke-linejoin="round" paint-order="stroke">${escaped(text)}</text>`;
  const parts: string[] = [];
  if (d) {
    parts.push(`<path d="${d}" ${stroke(haloColour, halo)}/>`, `<path d="${d}" ${stroke(colour, width)}/>`);
  }
  if (annotation.kind === 'pin') {
    const { x, y } = annotation.at;
    parts.push(
      `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${rounded(pinRadius * unit)}" fill="${haloColour}" stroke="${colour}" stroke-width="${rounded(width)}"/>`,
      words(String(annotation.number), { x: rounded(x), y: rounded(y + 5 * unit), anchor: 'middle' }, 15),
    );
  }
  if (annotation.text.trim()) parts.push(words(annotation.text, svgWordsPlace(annotation, unit), 15));
  return parts;
}

/** `annotations` as they are painted (`withSizes`). `about` is one line on where the numbers in them are from. */
export function annotationsToSvg(annotations: readonly Annotation[], scene: SizePx, about: string): string {
  const unit = sceneUnitOf(scene);
  const { widthPx, heightPx } = scene;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-0.5 -0.5 ${widthPx} ${heightPx}" width="${widthPx}" height="${heightPx}">`,
    '<title>Annotations of a still</title>',
    `<desc>Scene pixels; a whole number is a pixel’s centre. ${escaped(about)} ${escaped(notice)}</desc>`,
    ...annotations.map((annotation, index) =>
      [
        `<g id="annotation-${index + 1}" data-kind="${annotation.kind}">`,
        ...drawing(annotation, unit),
        '</g>',
      ].join('\n'),
    ),
    '</svg>\n',
  ].join('\n');
}
