/** The picture at hand, as large as fits, with the reader's outlines. It carries no number, no label and no name. */
import { type PointerEvent, useEffect } from 'react';
import type { Point, SizePx } from '#model/geometry.ts';
import type { Outline } from '#model/reading.ts';

const pathOf = (points: readonly Point[], end: '' | 'Z'): string =>
  points.length === 0 ? '' : `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}${end}`;

/** Where a pointer is in picture pixels, and how large one of them is on the screen; null before the picture is laid out. */
export function placeIn(svg: SVGSVGElement | null, event: PointerEvent) {
  const matrix = svg?.getScreenCTM();
  if (!matrix) return null;
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  return { point: { x, y }, scale: matrix.a };
}

/** Decodes the picture first, so that nothing is marked on what is not there. */
export function useDecoded(
  url: string | null,
  onShown: (sizePx: SizePx) => void,
  onFailed: () => void,
): void {
  useEffect(() => {
    if (!url) return;
    let isWanted = true;
    const image = new Image();
    image.src = url;
    image.decode().then(
      () => isWanted && onShown({ widthPx: image.naturalWidth, heightPx: image.naturalHeight }),
      () => isWanted && onFailed(),
    );
    return () => {
      isWanted = false;
    };
  }, [url, onShown, onFailed]);
}

export function OutlinedPicture({
  ref,
  url,
  sizePx,
  outlines,
  line,
  cross,
}: {
  readonly ref: React.Ref<SVGSVGElement>;
  readonly url: string;
  readonly sizePx: SizePx;
  readonly outlines: readonly Outline[];
  /** Being drawn. */
  readonly line: readonly Point[];
  readonly cross: Point | null;
}) {
  const { widthPx, heightPx } = sizePx;
  const closed = outlines.map(outline => pathOf(outline, 'Z')).join('');
  const open = pathOf(line, '');
  const arm = Math.max(widthPx, heightPx) / 60;
  return (
    <svg
      ref={ref}
      viewBox={`-0.5 -0.5 ${widthPx} ${heightPx}`}
      aria-hidden="true"
      className="reading-picture"
    >
      <image href={url} x={-0.5} y={-0.5} width={widthPx} height={heightPx} />
      {[closed, open].map(
        (path, i) =>
          path && (
            <g key={i === 0 ? 'closed' : 'open'}>
              <path className="halo" d={path} />
              <path className={i === 0 ? 'outline' : 'outline open'} d={path} />
            </g>
          ),
      )}
      {line[0] && <circle className="corner" cx={line[0].x} cy={line[0].y} r={arm / 4} />}
      {cross && (
        <g transform={`translate(${cross.x} ${cross.y})`}>
          {['halo', 'outline'].map(kind => (
            <path
              key={kind}
              className={kind}
              d={`M${-arm} 0H${-arm / 4}M${arm / 4} 0H${arm}M0 ${-arm}V${-arm / 4}M0 ${arm / 4}V${arm}`}
            />
          ))}
        </g>
      )}
    </svg>
  );
}
