import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Display, defaultDisplay, defaultView, modes, type View } from '#model/display.ts';
import type { Rect } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';
import { displayShare } from '#model/shade.ts';
import type { MeasureText } from '#overlay/context.ts';
import { layoutOverlay } from '#overlay/layout-overlay.ts';
import { legendOf } from '#overlay/legend.ts';
import { labelOf } from '#overlay/marks.ts';
import { paneFrame, viewInWords } from '#overlay/pane-frame.ts';
import { overlaps } from '#overlay/place-labels.ts';
import type { OverlayScene } from '#overlay/scene.ts';
import { layoutFooter } from '#overlay/still-footer.ts';
import { madeStill, measurement, regions, scene } from '#test/browser/export/made-still.ts';
import { testBuild } from '#test/support/made-with.ts';

/** Close to Inter's mean width. */
const measure: MeasureText = (text, { sizePx }) => text.length * sizePx * 0.56;

function sceneOf(
  change: Partial<Omit<OverlayScene, 'display'>> & { display?: Partial<Display>; view?: Partial<View> } = {},
): OverlayScene {
  const { view, display: displayChange, ...rest } = change;
  const canvas = rest.canvas ?? { widthPx: 1280, heightPx: 720 };
  const display: Display = { ...defaultDisplay, thresholds: [1.5, 2, 3], ...displayChange };
  return {
    canvas,
    unitPx: 1,
    panes: panesOf(display.mode, canvas, scene, { ...defaultView, ...view }),
    scene,
    calibration: 'calibrated',
    regions,
    selectedId: null,
    draft: null,
    measurement,
    anchors: [{ threshold: 2, x: 320, y: 300 }],
    freshness: 1,
    annotations: [],
    pictureState: 'live',
    ...rest,
    display,
  };
}

const isWithin = (box: Rect, room: Rect) =>
  box.x >= room.x - 1e-6 &&
  box.y >= room.y - 1e-6 &&
  box.x + box.width <= room.x + room.width + 1e-6 &&
  box.y + box.height <= room.y + room.height + 1e-6;

const areaOf = ({ width, height }: Rect) => width * height;

const anyCanvas = fc.record({
  widthPx: fc.integer({ min: 500, max: 2600 }),
  heightPx: fc.integer({ min: 320, max: 1600 }),
});
const anyView = fc.record({
  zoom: fc.double({ min: 1, max: 8, noNaN: true }),
  centreX: fc.double({ min: 0, max: 1, noNaN: true }),
  centreY: fc.double({ min: 0, max: 1, noNaN: true }),
  flipX: fc.boolean(),
  quarterTurns: fc.integer({ min: 0, max: 3 }),
});

describe('what may be covered', () => {
  test('nothing is laid out while everything that is not tissue is hidden', () => {
    for (const mode of modes) {
      const draft = { role: 'tumour', shape: regions[0]!.shape } as const;
      const hidden = sceneOf({ draft, display: { mode, overlayVisible: false } });
      expect(layoutOverlay(hidden, measure).panes).toEqual([]);
    }
  });

  test('white light beside another pane stays free of every mark and every word, in every view', () => {
    fc.assert(
      fc.property(
        anyCanvas,
        anyView,
        fc.constantFrom('side-by-side' as const, 'picture-in-picture' as const),
        (canvas, view, mode) => {
          const annotations = [{ kind: 'text', at: { x: 100, y: 100 }, text: 'here' }] as const;
          const { panes } = layoutOverlay(sceneOf({ canvas, view, annotations, display: { mode } }), measure);
          const white = panes.find(({ pane }) => pane.content === 'white-light')!;
          const tissue = white.frame.picture;
          expect(white).toMatchObject({
            regions: [],
            isoLabels: [],
            annotations: [],
            legend: null,
            draftOutline: null,
          });
          for (const { title, legend, isoLabels, pane } of panes) {
            if (title) expect(overlaps(title.box, tissue)).toBe(false);
            if (pane === white.pane) continue;
            if (legend) expect(overlaps(legend.rect, white.pane.rect)).toBe(false);
            for (const label of isoLabels) expect(overlaps(label.box, white.pane.rect)).toBe(false);
          }
        },
      ),
      // Found by chance once: a legend whose edge rounding carried over the seam.
      {
        examples: [
          [{ widthPx: 1010, heightPx: 697 }, { ...defaultView, centreX: 0, centreY: 0 }, 'side-by-side'],
        ],
      },
    );
  });

  test('white light alone carries the regions that are drawn on it, and nothing that was measured', () => {
    const { panes } = layoutOverlay(sceneOf({ display: { mode: 'white-light' } }), measure);
    expect(panes[0]!.regions.map(mark => mark.name)).toEqual(['T1', 'B1 muscle', 'L1 leak']);
    expect(panes[0]).toMatchObject({ isoLabels: [], legend: null });
  });

  test('side by side, only the second pane carries marks', () => {
    const { panes } = layoutOverlay(sceneOf(), measure);
    expect(panes.map(pane => pane.regions.length)).toEqual([0, 3]);
  });
});

describe('the legend', () => {
  test('lies inside its pane, beside the picture where it says so, and never on a label', () => {
    fc.assert(
      fc.property(anyCanvas, anyView, fc.constantFrom(...modes), (canvas, view, mode) => {
        const { panes } = layoutOverlay(sceneOf({ canvas, view, display: { mode } }), measure);
        for (const { legend, pane, frame, regions: marks, isoLabels } of panes) {
          if (!legend) continue;
          const text = { ...legend.rect, x: legend.rect.x + 4, width: legend.rect.width - 8 };
          expect(isWithin(text, pane.rect)).toBe(true);
          if (!legend.onPicture) expect(overlaps(text, frame.picture)).toBe(false);
          for (const label of isoLabels) expect(overlaps(label.box, legend.rect)).toBe(false);
          if (marks.length > 0 && canvas.widthPx > 900) {
            for (const mark of marks) expect(overlaps(mark.label.rect, legend.rect)).toBe(false);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('that must lie on the picture goes to the corner in which less was drawn', () => {
    const canvas = { widthPx: 968, heightPx: 232 };
    const circleAt = (x: number) => ({
      id: `B${x}`,
      role: 'background' as const,
      tissue: null,
      shape: { kind: 'circle' as const, centre: { x, y: 340 }, radiusPx: 40 },
    });
    const legendWith = (drawn: readonly number[]) => {
      const { panes } = layoutOverlay(
        sceneOf({
          canvas,
          view: { zoom: 1.6 },
          regions: drawn.map(circleAt),
          display: { mode: 'side-by-side', thresholds: [] },
        }),
        measure,
      );
      const { legend, pane } = panes.at(-1)!;
      expect(legend?.onPicture).toBe(true);
      return legend!.rect.x - pane.rect.x < 20 ? 'left' : 'right';
    };
    expect(legendWith([])).toBe('left');
    expect(legendWith([90])).toBe('right');
    expect(legendWith([520])).toBe('left');
  });

  test('that would cover much of a small picture is folded to what the picture cannot be read without', () => {
    const legendIn = (
      canvas: OverlayScene['canvas'],
      mode: Display['mode'],
      calibration: OverlayScene['calibration'] = 'calibrated',
    ) => {
      const made = sceneOf({ canvas, calibration, display: { mode, thresholds: [], saturationMark: true } });
      const { legend, frame } = layoutOverlay(made, measure).panes.at(-1)!;
      const said = legend!.rows.map(row => (row.kind === 'bar' ? 'bar' : row.text));
      return { said, isOnPicture: legend!.onPicture, share: areaOf(legend!.rect) / areaOf(frame.picture) };
    };
    const small = { widthPx: 968, heightPx: 290 };
    const outline = 'signal above 30 % of the window; not a margin';
    const whole = [
      'NIR contours',
      'calibrated',
      outline,
      'saturated',
      expect.stringContaining('No margin lines'),
    ];
    expect(legendIn(small, 'contour')).toMatchObject({ said: whole, isOnPicture: false });
    const sideBySide = legendIn(small, 'side-by-side');
    expect(sideBySide).toMatchObject({ said: [outline], isOnPicture: true });
    expect(sideBySide.share).toBeLessThan(1 / 8);
    expect(legendIn(small, 'side-by-side', 'relative, uncalibrated').said).toEqual([
      'relative, uncalibrated',
      outline,
    ]);
    // Room for a line below the picture, and none but on it for all.
    expect(legendIn({ widthPx: 1920, heightPx: 860 }, 'side-by-side')).toMatchObject({
      said: [outline],
      isOnPicture: false,
    });
    expect(legendIn({ widthPx: 1920, heightPx: 720 }, 'side-by-side')).toMatchObject({
      said: whole,
      isOnPicture: true,
    });
  });

  test('is there in every mode that shows fluorescence, and in no other', () => {
    for (const mode of modes) {
      const { panes } = layoutOverlay(sceneOf({ display: { mode } }), measure);
      expect(panes.filter(pane => pane.legend).length).toBe(mode === 'white-light' ? 0 : 1);
    }
  });

  test('says why there are no lines', () => {
    const words = (change: Parameters<typeof sceneOf>[0]) => legendOf('contour', sceneOf(change))?.noLines;
    expect(words({})).toBeNull();
    expect(words({ display: { thresholds: [] } })).toBe('No margin lines: no threshold set');
    expect(words({ measurement: null })).toBe('No margin lines: no background measured');
    expect(words({ calibration: 'relative, uncalibrated' })).toBe(
      'No margin lines: numbers are relative, uncalibrated',
    );
    expect(words({ calibration: 'relative, uncalibrated', display: { acceptsRelative: true } })).toBeNull();
  });

  test('marks each threshold where the shader’s own arithmetic puts its light', () => {
    for (const curve of [{ kind: 'linear' }, { kind: 'log' }, { kind: 'gamma', gamma: 2.2 }] as const) {
      const made = sceneOf({ display: { curve } });
      const ticks = legendOf('overlay', made)!.bar!.ticks;
      expect(ticks.map(tick => tick.text)).toEqual(['1.5', '2', '3']);
      for (const tick of ticks) {
        expect(tick.share).toBe(displayShare(Number(tick.text) * 0.1144, made.display, 0.1144));
      }
    }
  });

  test('has the background in its middle while the contrast is signed', () => {
    const bar = legendOf(
      'overlay',
      sceneOf({ display: { thresholdShare: 0.15, signed: true, colourMap: 'red-blue' } }),
    )!.bar!;
    expect(bar.ticks[0]).toEqual({ share: 0.5, text: 'B' });
    expect(bar.transparent).toEqual({ from: 0.425, to: 0.575 });
  });

  test('goes with the signal, as do the labels of the lines; what the user drew stays', () => {
    for (const pictureState of ['no-signal', 'identical', 'waiting'] as const) {
      const [, pane] = layoutOverlay(sceneOf({ pictureState }), measure).panes;
      expect(pane).toMatchObject({ legend: null, isoLabels: [] });
      expect(pane!.regions.length).toBe(3);
    }
  });
});

describe('words on the picture', () => {
  test('the view is told back from the mapping alone', () => {
    fc.assert(
      fc.property(anyCanvas, anyView, (canvas, view) => {
        const [pane] = panesOf('overlay', canvas, scene, view);
        const frame = paneFrame(pane!, scene);
        expect(frame.zoom).toBeCloseTo(view.zoom, 6);
        expect(frame.isMirrored).toBe(view.flipX);
        expect(frame.quarterTurns).toBe(view.quarterTurns);
      }),
    );
    const [pane] = panesOf('overlay', { widthPx: 640, heightPx: 480 }, scene, {
      ...defaultView,
      zoom: 2,
      flipX: true,
    });
    expect(viewInWords(paneFrame(pane!, scene))).toBe('2.0×, mirrored');
  });

  test('an iso-line’s label stands on its anchor, and is left out where the anchor is out of view', () => {
    const [, pane] = layoutOverlay(sceneOf(), measure).panes;
    const [label] = pane!.isoLabels;
    expect(label!.text).toBe('2');
    expect(label!.at).toEqual({ x: 640 + 320.5, y: 120 + 300.5 });
    const away = sceneOf({ view: { zoom: 6, centreX: 0.1, centreY: 0.1 } });
    expect(layoutOverlay(away, measure).panes[1]!.isoLabels).toEqual([]);
  });

  test('a background is named with its tissue and a leak as a leak', () => {
    expect(regions.map(labelOf)).toEqual(['T1', 'B1 muscle', 'L1 leak']);
  });

  test('annotations stay on their pane and off the legend', () => {
    const at = fc.record({ x: fc.integer({ min: -100, max: 800 }), y: fc.integer({ min: -100, max: 600 }) });
    fc.assert(
      fc.property(anyCanvas, at, fc.integer({ min: 1, max: 20 }), (canvas, point, words) => {
        const text = 'margin '.repeat(words).trim().slice(0, 120);
        const annotations = [
          { kind: 'text', at: point, text },
          { kind: 'arrow', from: point, to: { x: 300, y: 200 }, text },
        ] as const;
        const [pane] = layoutOverlay(
          sceneOf({ canvas, annotations, display: { mode: 'overlay' } }),
          measure,
        ).panes;
        for (const { plate } of pane!.annotations) {
          expect(isWithin(plate!, pane!.pane.rect)).toBe(true);
          if (pane!.legend && words < 5) expect(overlaps(plate!, pane!.legend.rect)).toBe(false);
        }
      }),
    );
  });
});

describe('the footer of a still', () => {
  const textsOf = (still = madeStill(), widthPx = 1280, isFrozen = false) =>
    layoutFooter({ still, canvas: { widthPx, heightPx: 720 }, unitPx: 1, isFrozen }, measure);

  test('has numbers, case, clock, frame, feed, profile, calibration and the notice', () => {
    const words = textsOf().texts.map(({ text }) => text);
    for (const part of [
      'TBR 3.42',
      'CNR 14.1',
      'T1 / B1 muscle',
      '39.1 %',
      '11623',
      'Case K-017 · NCT06979115 · tumour bed',
      'ICG 2 mg/kg · intravenous · T+23:41 h',
      '2025-11-22T04:00:01Z · frame 1234 at 41.160 s',
      'Tower A (camera) · profile: Tower A, 18 Nov',
      'Numbers: calibrated',
      `For research, training and review. Not a cleared device. Not to confirm absence of disease. Taken with ${testBuild}.`,
    ]) {
      expect(words).toContain(part);
    }
  });

  test('gives the reason where a number is withheld, and says that the picture was frozen', () => {
    const still = madeStill();
    const withheld = { withheld: 'clipped', detail: 'T1 clipped 4.1 % > 1 %' } as const;
    const pairs = still.measurement.pairs.map(pair => ({ ...pair, tbr: withheld, cnr: withheld }));
    const made = { ...still, measurement: { ...still.measurement, pairs } };
    const words = textsOf(made, 1280, true).texts.map(({ text }) => text);
    expect(words).toContain('TBR –');
    expect(words).toContain('T1 clipped 4.1 % > 1 %');
    expect(words).toContain('FROZEN · Numbers: calibrated');
  });

  test('tells no time since injection for recorded pictures', () => {
    const still = { ...madeStill(), feed: { kind: 'replay', name: 'Session' } };
    expect(textsOf(still).texts.some(({ text }) => text.includes('T+'))).toBe(false);
  });

  test('keeps every text inside its width, wide or narrow, whatever the labels', () => {
    fc.assert(
      fc.property(fc.integer({ min: 320, max: 2600 }), fc.string({ maxLength: 80 }), (widthPx, name) => {
        const still = { ...madeStill(), feed: { kind: 'camera', name } };
        const { texts, heightPx } = textsOf(still, widthPx);
        for (const { text, x, y, type, align } of texts) {
          const width = measure(text, type);
          const left = align === 'right' ? x - width : x;
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(widthPx);
          expect(y + type.sizePx / 2).toBeLessThanOrEqual(heightPx);
        }
      }),
    );
  });
});
