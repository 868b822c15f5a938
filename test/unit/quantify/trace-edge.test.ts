/** The specimen on its drape, outlined in white light from one point inside it. */
import { describe, expect, test } from 'vitest';
import type { FramePlanes } from '#model/frame.ts';
import { phantomSchema } from '#model/phantom.ts';
import { isInside } from '#model/region.ts';
import specimenSeed from '#seeds/phantoms/back-table-specimen.json' with { type: 'json' };
import { createSpecimenDepth } from '#workers/feed/phantom/outline.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import { traceEdge } from '#workers/quantify/trace/trace-edge.ts';
import { formatOf, frameOf } from './frames.ts';

const spec = phantomSchema.parse(specimenSeed);
const { widthPx, heightPx } = spec;
const rect = { x: 0, y: 0, width: widthPx, height: heightPx };

function rendered(): FramePlanes {
  const renderer = createPhantomRenderer(spec);
  const bytes = new Uint8Array(renderer.totalBytes);
  renderer.render(0, bytes);
  const lumaBytes = 2 * widthPx * heightPx;
  const plane = (offset: number, width: number, height: number) => ({
    samples: bytes.subarray(offset, offset + width * height),
    widthPx: width,
    heightPx: height,
    strideSamples: width,
    samplesPerPixel: 1 as const,
  });
  return {
    ...frameOf(formatOf('I420', { widthPx: 2 * widthPx, heightPx }), () => 0),
    planes: [
      plane(0, 2 * widthPx, heightPx),
      plane(lumaBytes, widthPx, heightPx / 2),
      plane(lumaBytes + lumaBytes / 4, widthPx, heightPx / 2),
    ],
  };
}

describe('a specimen on a drape', () => {
  const frame = rendered();
  const depthAt = createSpecimenDepth(spec);

  test.each([
    { x: 295, y: 225 },
    { x: 428, y: 188 },
  ])('from $x, $y its outline covers what the phantom painted', at => {
    const shape = { kind: 'polygon' as const, points: traceEdge(frame, rect, at) };
    expect(shape.points.length, 'few enough to be corrected by hand').toBeLessThanOrEqual(60);
    let both = 0;
    let either = 0;
    for (let y = 0; y < heightPx; y += 2)
      for (let x = 0; x < widthPx; x += 2) {
        const isTrue = depthAt(x / widthPx, y / widthPx) > 0;
        const isTraced = isInside(shape, { x, y });
        if (isTrue && isTraced) both += 1;
        if (isTrue || isTraced) either += 1;
      }
    expect(both / either).toBeGreaterThan(0.95);
  });

  test('a point on the drape, or outside the picture, gives a reason and no outline', () => {
    expect(() => traceEdge(frame, rect, { x: 8, y: 8 })).toThrow('No specimen stands out');
    expect(() => traceEdge(frame, rect, { x: -20, y: 8 })).toThrow('outside the picture');
  });
});

test('a picture that is the same everywhere has no specimen in it', () => {
  const size = { widthPx: 320, heightPx: 240 };
  const grey = frameOf(formatOf('I420', size), () => 90);
  expect(() => traceEdge(grey, { x: 0, y: 0, width: 320, height: 240 }, { x: 160, y: 120 })).toThrow(
    'No specimen stands out',
  );
});
