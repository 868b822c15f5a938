/** Annotations as SVG in scene pixels: while they are edited, and on the printed sheet. Kept stills are painted by the overlay's own code. */
import type { Annotation } from '#model/annotation.ts';
import { annotationLines, annotationLook, pinRadius } from '#overlay/annotation-lines.ts';
import { linesToPath, svgWordsPlace } from '#overlay/annotation-svg.ts';

/** `annotations` as painted (`withSizes`). `unit`: scene pixels of one unit of paint. `selected`: an index, marked in blue. */
export function AnnotationMarks({
  annotations,
  unit,
  selected = null,
}: {
  readonly annotations: readonly Annotation[];
  readonly unit: number;
  readonly selected?: number | null;
}) {
  return (
    <g className="annotation-marks">
      {annotations.map((annotation, index) => (
        <Mark
          // biome-ignore lint/suspicious/noArrayIndexKey: an annotation is its place in the list; two may be alike.
          key={index}
          annotation={annotation}
          index={index}
          unit={unit}
          isSelected={index === selected}
        />
      ))}
    </g>
  );
}

function Mark({
  annotation,
  index,
  unit,
  isSelected,
}: {
  readonly annotation: Annotation;
  readonly index: number;
  readonly unit: number;
  readonly isSelected: boolean;
}) {
  const { colour, width } = annotationLook(annotation, unit);
  const d = linesToPath(annotationLines(annotation, { map: p => p, unit }));
  const words = svgWordsPlace(annotation, unit);
  return (
    <g data-index={index} data-selected={isSelected}>
      {d && (
        <>
          <path className="annotation-halo" d={d} strokeWidth={width * (isSelected ? 3.2 : 2.2)} />
          <path d={d} stroke={colour} strokeWidth={width} />
        </>
      )}
      {annotation.kind === 'pin' && (
        <>
          <circle
            className="annotation-pin"
            cx={annotation.at.x}
            cy={annotation.at.y}
            r={pinRadius * unit}
            stroke={colour}
            strokeWidth={width}
          />
          <text
            x={annotation.at.x}
            y={annotation.at.y + 5 * unit}
            fontSize={15 * unit}
            textAnchor="middle"
            fill={colour}
          >
            {annotation.number}
          </text>
        </>
      )}
      <text
        className="annotation-words"
        x={words.x}
        y={words.y}
        textAnchor={words.anchor}
        fontSize={15 * unit}
        strokeWidth={4 * unit}
        fill={colour}
      >
        {annotation.text}
      </text>
    </g>
  );
}
