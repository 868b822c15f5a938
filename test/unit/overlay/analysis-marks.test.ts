import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Analysis, type EdgeProfile, isGiven, notGiven } from '#model/analysis.ts';
import { type Display, defaultDisplay, defaultView } from '#model/display.ts';
import { mapPoint } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';
import { analysisMarks } from '#overlay/analysis-marks.ts';
import type { MeasureText } from '#overlay/context.ts';
import { bandRuns, rankOf } from '#overlay/edge-band.ts';
import { layoutOverlay } from '#overlay/layout-overlay.ts';
import { legendOf } from '#overlay/legend.ts';
import { bandLook } from '#overlay/marks.ts';
import { overlaps } from '#overlay/place-labels.ts';
import type { OverlayScene } from '#overlay/scene.ts';
import { areaQuantity, lengthQuantity, quantityInWords } from '#overlay/uncertainty.ts';
import { measurement, regions, scene } from '#test/browser/export/made-still.ts';
import { fakeAnalysis } from '#test/support/fake-analysis.ts';

/** Close to Inter's mean width. */
const measure: MeasureText = (text, { sizePx }) => text.length * sizePx * 0.56;
const canvas = { widthPx: 1280, heightPx: 720 };

function sceneOf(
  change: Partial<Omit<OverlayScene, 'display'>> & { display?: Partial<Display> } = {},
): OverlayScene {
  const display: Display = { ...defaultDisplay, ...change.display };
  return {
    canvas,
    unitPx: 1,
    panes: panesOf(display.mode, canvas, scene, defaultView),
    scene,
    calibration: 'calibrated',
    regions,
    selectedId: null,
    draft: null,
    measurement,
    anchors: [],
    freshness: 1,
    annotations: [],
    pictureState: 'live',
    analysis: { ...fakeAnalysis(), freshness: 1 },
    ...change,
    display,
  };
}

const marksOf = (made: OverlayScene) => layoutOverlay(made, measure).panes.map(({ analysis }) => analysis);
const changed = (change: Partial<Analysis>) => ({
  analysis: { ...fakeAnalysis({ change }), freshness: 1 },
});

const edgeOf = (distancesPx: readonly number[], mmPerPx: number | null = 1): EdgeProfile => ({
  points: Float32Array.from(distancesPx.flatMap((_, i) => [i, 0])),
  distancesPx: Float32Array.from(distancesPx),
  stepPx: 1,
  mmPerPx,
});

describe('the edge’s band', () => {
  test('a distance that equals a limit is not nearer than it', () => {
    expect([0, 0.99, 1, 4.99, 5, 80].map(mm => rankOf(mm, [1, 5]))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('runs cover every segment of the closed outline once, neighbours differ in rank, and none looks farther than it is', () => {
    const anyEdge = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(anyEdge, distances => {
        const edge = edgeOf(distances);
        const runs = bandRuns(edge, [1, 5]);
        const count = distances.length;
        const ranks = new Map<number, number>();
        for (const { rank, from, segments } of runs)
          for (let i = 0; i < segments; i++) {
            expect(ranks.has((from + i) % count)).toBe(false);
            ranks.set((from + i) % count, rank);
          }
        expect(ranks.size).toBe(count);
        for (const [i, rank] of ranks) {
          const ends = [edge.distancesPx[i]!, edge.distancesPx[(i + 1) % count]!];
          expect(rank).toBe(Math.min(...ends.map(mm => rankOf(mm, [1, 5]))));
        }
        if (runs.length > 1)
          for (const [i, run] of runs.entries()) expect(run.rank).not.toBe(runs[(i + 1) % runs.length]!.rank);
      }),
    );
  });

  test('there is none without a scale, without limits, or with one sample', () => {
    expect(bandRuns(edgeOf([1, 2, 3], null), [1])).toEqual([]);
    expect(bandRuns(edgeOf([1, 2, 3]), [])).toEqual([]);
    expect(bandRuns(edgeOf([1]), [1])).toEqual([]);
    expect(bandRuns(edgeOf([]), [1])).toEqual([]);
  });

  test('the nearer, the thicker, each rank in a pattern of its own, and none in green', () => {
    const looks = [0, 1, 2, 3].map(rank => bandLook(rank, 1));
    for (const [i, look] of looks.slice(1).entries()) expect(look.widthPx).toBeLessThan(looks[i]!.widthPx);
    expect(new Set(looks.map(({ dashPx }) => dashPx.join(' '))).size).toBe(4);
    for (const { colour } of looks) {
      const [red, green] = [1, 3].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
      expect(green!).toBeLessThan(red!);
    }
  });
});

describe('analysis on the picture', () => {
  test('never stands on white light, neither beside another pane nor alone', () => {
    expect(marksOf(sceneOf()).map(marks => marks === null)).toEqual([true, false]);
    expect(marksOf(sceneOf({ display: { mode: 'white-light' } }))).toEqual([null]);
  });

  test('goes with its freshness and with the signal, and where there is none', () => {
    const { analysis } = sceneOf();
    const stale = analysis && { ...analysis, freshness: 0 };
    for (const made of [
      sceneOf({ analysis: stale ?? null }),
      sceneOf({ analysis: null }),
      sceneOf({ pictureState: 'no-signal' }),
      sceneOf({ pictureState: 'identical' }),
    ])
      expect(marksOf(made).every(marks => marks === null)).toBe(true);
    expect(legendOf('contour', sceneOf({ analysis: stale ?? null }))).toMatchObject({
      signal: null,
      bands: [],
    });
  });

  test('the smallest distance is drawn where it was found, with its value and its uncertainty', () => {
    const made = sceneOf();
    const [, marks] = marksOf(made);
    const margin = made.analysis?.analysis.margin ?? null;
    if (!marks || !isGiven(margin)) throw new Error('The margin is missing.');
    const h = made.panes[1]!.sceneToCanvas;
    expect(marks.smallest).toEqual({ from: mapPoint(h, margin.at), to: mapPoint(h, margin.signalAt) });
    expect(marks.labels.map(({ text }) => text)).toContain('3.08 ± 0.29 mm');
  });

  test('signal at the edge is said in words instead of a distance', () => {
    const margin = fakeAnalysis().analysis.margin;
    if (!isGiven(margin)) throw new Error('The margin is missing.');
    const [, marks] = marksOf(sceneOf(changed({ margin: { ...margin, reachesEdge: true } })));
    expect(marks?.labels[0]?.text).toBe('signal reaches the edge');
  });

  test('what is withheld leaves no mark and no words', () => {
    const no = notGiven('no-signal-rule', 'no rule');
    const [, marks] = marksOf(sceneOf(changed({ signal: no, margin: no, rim: no, peaks: no, residual: no })));
    expect(marks).toMatchObject({ band: [], smallest: null, peaks: [], gaps: [], disc: null, labels: [] });
  });

  test('a gap’s arc spans its degrees about the centre, clockwise from the right', () => {
    const made = sceneOf();
    const [, marks] = marksOf(made);
    const rim = made.analysis?.analysis.rim ?? null;
    if (!marks || !isGiven(rim)) throw new Error('The rim is missing.');
    const centre = mapPoint(made.panes[1]!.sceneToCanvas, rim.centre);
    const degreesOf = ({ x, y }: { x: number; y: number }) =>
      ((Math.atan2(y - centre.y, x - centre.x) * 180) / Math.PI + 360) % 360;
    const [arc] = marks.gaps;
    expect(degreesOf(arc![0]!)).toBeCloseTo(300, 6);
    expect(degreesOf(arc!.at(-1)!)).toBeCloseTo(345, 6);
    expect(marks.labels.map(({ text }) => text)).toContain('gap 45°, 5.20 ± 0.30 mm');
  });

  test('its words stand inside the pane, off each other, off the legend and off the regions’ names', () => {
    const anyCanvas = fc.record({
      widthPx: fc.integer({ min: 900, max: 2600 }),
      heightPx: fc.integer({ min: 600, max: 1600 }),
    });
    fc.assert(
      fc.property(anyCanvas, size => {
        const made = sceneOf({
          canvas: size,
          panes: panesOf('overlay', size, scene, defaultView),
          display: { mode: 'overlay' },
        });
        const [pane] = layoutOverlay(made, measure).panes;
        const boxes = pane!.analysis!.labels.map(({ rect }) => rect);
        const others = [
          ...(pane!.legend ? [pane!.legend.rect] : []),
          ...pane!.regions.map(({ label }) => label.rect),
        ];
        for (const [i, box] of boxes.entries()) {
          expect(box.x).toBeGreaterThanOrEqual(pane!.pane.rect.x - 1e-6);
          expect(box.x + box.width).toBeLessThanOrEqual(pane!.pane.rect.x + pane!.pane.rect.width + 1e-6);
          for (const other of [...boxes.slice(i + 1), ...others]) expect(overlaps(box, other)).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('the legend names the band by its limits only where there is a scale', () => {
    expect(legendOf('overlay', sceneOf())).toMatchObject({
      signal: 'signal',
      bands: [
        { band: 0, text: 'edge < 1 mm to signal' },
        { band: 1, text: 'edge < 5 mm to signal' },
      ],
    });
    const unscaled = { analysis: { ...fakeAnalysis({ mmPerPx: null }), freshness: 1 } };
    expect(legendOf('overlay', sceneOf(unscaled))).toMatchObject({ bands: [] });
    expect(
      analysisMarks(sceneOf(unscaled), sceneOf().panes[1]!, { unit: 1, measure, obstacles: [] }),
    ).toMatchObject({ band: [], disc: null });
  });
});

describe('lost tracking', () => {
  test('is in every region’s name, and only then', () => {
    const names = (motion: OverlayScene['measurement']) =>
      layoutOverlay(sceneOf({ measurement: motion }), measure).panes[1]!.regions.map(mark => [
        mark.name,
        mark.isLost,
      ]);
    const lost = { ...measurement, motion: { kind: 'lost', detail: 'only 31 % agrees' } } as const;
    expect(names(lost)).toEqual([
      ['T1: tracking lost', true],
      ['B1 muscle: tracking lost', true],
      ['L1 leak: tracking lost', true],
    ]);
    expect(names(measurement)).toEqual([
      ['T1', false],
      ['B1 muscle', false],
      ['L1 leak', false],
    ]);
  });
});

describe('lengths and areas in words', () => {
  test('millimetres where there is a scale, else pixels, with as many digits as ± allows', () => {
    expect(quantityInWords(lengthQuantity({ px: 18, sdPx: 1, mm: { value: 1.834, sd: 0.2 } }))).toBe(
      '1.8 ± 0.4 mm',
    );
    expect(quantityInWords(lengthQuantity({ px: 18.34, sdPx: 1.1, mm: null }))).toBe('18.3 ± 2.2 px');
    expect(quantityInWords(areaQuantity({ px: 120, mm2: { value: 1.2, sd: 0.024 } }))).toBe(
      '1.20 ± 0.05 mm²',
    );
    expect(quantityInWords(areaQuantity({ px: 24_310, mm2: null }))).toBe('24310 px');
  });

  test('no ± of nothing, and never an uncertainty rounded down', () => {
    expect(quantityInWords(lengthQuantity({ px: 3, sdPx: 0, mm: null }))).toBe('3.00 px');
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        fc.double({ min: 1e-4, max: 50, noNaN: true }),
        (px, sdPx) => {
          const { plusMinus } = lengthQuantity({ px, sdPx, mm: null });
          expect(Number(plusMinus)).toBeGreaterThanOrEqual(2 * sdPx * (1 - 1e-6));
        },
      ),
    );
  });
});
