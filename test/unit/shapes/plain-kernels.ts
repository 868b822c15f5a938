/** Kernels in plain TypeScript, kept by size, and a small oracle of the contour tracer: every crossing, straight from its definition. */
import type { Polyline } from '#model/analysis.ts';
import type { SizePx } from '#model/geometry.ts';
import { createPlainArena } from '#workers/quantify/shapes/arena.ts';
import { plainDistance } from '#workers/quantify/shapes/distance.ts';
import type { ContourTracer, Kernels } from '#workers/quantify/shapes/kernels.ts';
import { simplified } from '#workers/quantify/shapes/outline.ts';
import { plainSegmenter } from '#workers/quantify/shapes/segment-plain.ts';
import { plainSmooth } from '#workers/quantify/shapes/smooth.ts';

export function plainKernels(): (size: SizePx) => Kernels {
  const kept = new Map<string, Kernels>();
  return size => {
    const key = `${size.widthPx} ${size.heightPx}`;
    const arena = createPlainArena();
    const kernels = kept.get(key) ?? {
      size,
      isFast: false,
      arena,
      ...plainSmooth(size),
      ...plainSegmenter(arena, size),
      ...plainDistance(arena, size),
      ...squaresTracer(size),
    };
    kept.set(key, kernels);
    return kernels;
  };
}

function squaresTracer({ widthPx, heightPx }: SizePx): ContourTracer {
  return {
    trace(image, level, tolerancePx) {
      const next = new Map<number, number>();
      const at = (x: number, y: number) => image[y * widthPx + x]!;
      // A crossing is named by its pixel and whether it lies to the right of it (0) or below (1).
      const name = (x: number, y: number, way: 0 | 1) => 2 * (y * widthPx + x) + way;
      for (let y = 0; y + 1 < heightPx; y++)
        for (let x = 0; x + 1 < widthPx; x++) {
          const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
          const sides = [name(x, y, 0), name(x + 1, y, 1), name(x, y + 1, 0), name(x, y, 1)];
          const isIn = corners.map(value => value >= level);
          const leaving = [0, 1, 2, 3].filter(i => isIn[i] && !isIn[(i + 1) % 4]);
          const entering = [0, 1, 2, 3].filter(i => !isIn[i] && isIn[(i + 1) % 4]);
          const joins = corners.reduce((sum, value) => sum + value, 0) / 4 >= level;
          for (const from of leaving) {
            const to = entering.length === 1 ? entering[0]! : joins ? (from + 1) % 4 : (from + 3) % 4;
            next.set(sides[from]!, sides[to]!);
          }
        }
      const pointOf = (crossing: number): [number, number] => {
        const pixel = crossing >> 1;
        const x = pixel % widthPx;
        const y = Math.floor(pixel / widthPx);
        const [dx, dy] = crossing % 2 === 0 ? [1, 0] : [0, 1];
        const share = (level - at(x, y)) / (at(x + dx, y + dy) - at(x, y));
        return [x + dx * share, y + dy * share];
      };
      const ends = new Set(next.values());
      const starts = [...next.keys()].filter(crossing => !ends.has(crossing));
      const lines: Polyline[] = [];
      const follow = (start: number, isClosed: boolean) => {
        const points: number[] = [];
        for (let crossing: number | undefined = start; crossing !== undefined; ) {
          points.push(...pointOf(crossing));
          const following: number | undefined = next.get(crossing);
          next.delete(crossing);
          crossing = following === start ? undefined : following;
        }
        lines.push({ points: Float32Array.from(points), isClosed });
      };
      for (const start of starts) follow(start, false);
      for (const start of [...next.keys()]) if (next.has(start)) follow(start, true);
      return tolerancePx === 0 ? lines : lines.map(line => simplified(line, tolerancePx));
    },
  };
}
