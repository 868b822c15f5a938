/** Annotations as SVG, while they are edited; kept stills are painted by the overlay's own code. */
import type { Annotation } from '#model/annotation.ts';

/** `sizePx`: height of letters in picture pixels. */
export function AnnotationMarks({
  annotations,
  sizePx,
}: {
  readonly annotations: readonly Annotation[];
  readonly sizePx: number;
}) {
  return (
    <g className="annotation-marks" fontSize={sizePx} strokeWidth={sizePx / 8}>
      {annotations.map(annotation => {
        const key = JSON.stringify(annotation);
        if (annotation.kind === 'text')
          return (
            <text key={key} {...annotation.at}>
              {annotation.text}
            </text>
          );
        const { from, to, text } = annotation;
        const angle = Math.atan2(to.y - from.y, to.x - from.x);
        const barb = (turn: number) =>
          `${to.x - sizePx * Math.cos(angle + turn)} ${to.y - sizePx * Math.sin(angle + turn)}`;
        return (
          <g key={key}>
            <path d={`M${from.x} ${from.y}L${to.x} ${to.y}M${barb(0.5)}L${to.x} ${to.y}L${barb(-0.5)}`} />
            <text x={from.x} y={from.y}>
              {text}
            </text>
          </g>
        );
      })}
    </g>
  );
}
