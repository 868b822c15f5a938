import { describe, expect, test } from 'vitest';
import { type Display, defaultDisplay, defaultView, modes } from '#model/display.ts';
import { mapPoint, type Rect } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';
import { paintOverlay } from '#overlay/paint.ts';
import { paneFrame } from '#overlay/pane-frame.ts';
import type { OverlayScene } from '#overlay/scene.ts';
import { fakeAnalysis } from '#test/support/fake-analysis.ts';
import { measurement, regions, scene } from '../export/made-still.ts';

const canvas = { widthPx: 1280, heightPx: 720 };

function sceneOf(
  change: Partial<Omit<OverlayScene, 'display'>> & { display?: Partial<Display> } = {},
): OverlayScene {
  const display: Display = { ...defaultDisplay, thresholds: [1.5, 2, 3], ...change.display };
  return {
    canvas,
    unitPx: 1,
    panes: panesOf(display.mode, canvas, scene, defaultView),
    scene,
    calibration: 'calibrated',
    regions,
    selectedId: 'T1',
    draft: null,
    measurement,
    anchors: [{ threshold: 2, x: 262, y: 258 }],
    freshness: 1,
    annotations: [{ kind: 'arrow', from: { x: 40, y: 60 }, to: { x: 120, y: 140 }, text: 'rim' }],
    pictureState: 'live',
    ...change,
    display,
  };
}

/** Paints on an empty canvas; what stays transparent was left alone. */
function painted(made: OverlayScene): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(made.canvas.widthPx, made.canvas.heightPx).getContext('2d')!;
  paintOverlay(context, made);
  return context;
}

function paintedShare(context: OffscreenCanvasRenderingContext2D, rect: Rect): number {
  const { data } = context.getImageData(rect.x, rect.y, rect.width, rect.height);
  let count = 0;
  for (let i = 3; i < data.length; i += 4) count += data[i]! > 0 ? 1 : 0;
  return count / (data.length / 4);
}

const whole = { x: 0, y: 0, width: canvas.widthPx, height: canvas.heightPx };

/** Whether a pixel within `reach` of `at` has nearly this colour. */
function hasColourNear(
  context: OffscreenCanvasRenderingContext2D,
  at: { x: number; y: number },
  [red, green, blue]: readonly [number, number, number],
): boolean {
  const reach = 8;
  const { data } = context.getImageData(at.x - reach, at.y - reach, 2 * reach, 2 * reach);
  for (let i = 0; i < data.length; i += 4) {
    const off = Math.abs(data[i]! - red) + Math.abs(data[i + 1]! - green) + Math.abs(data[i + 2]! - blue);
    if (off < 36 && data[i + 3]! > 220) return true;
  }
  return false;
}

describe('paint', () => {
  test('leaves the canvas untouched while everything that is not tissue is hidden', () => {
    for (const mode of modes) {
      const draft = { role: 'leak', shape: regions[2]!.shape } as const;
      expect(paintedShare(painted(sceneOf({ draft, display: { mode, overlayVisible: false } })), whole)).toBe(
        0,
      );
    }
  });

  test('never covers the white light that stands beside another pane', () => {
    for (const mode of ['side-by-side', 'picture-in-picture'] as const) {
      // Large enough to reach into the inset, or across to the other pane.
      const wide = { kind: 'circle', centre: { x: 500, y: 120 }, radiusPx: 260 } as const;
      const made = sceneOf({
        display: { mode },
        regions: [...regions, { id: 'L2', role: 'leak', tissue: null, shape: wide }],
        draft: { role: 'tumour', shape: wide },
        selectedId: 'L2',
      });
      const white = made.panes.find(pane => pane.content === 'white-light')!;
      const context = painted(made);
      expect(paintedShare(context, paneFrame(white, scene).picture)).toBe(0);
      expect(paintedShare(context, whole)).toBeGreaterThan(0.005);
    }
  });

  test('draws each role in its own colour where the shader puts the tissue', () => {
    const context = painted(sceneOf({ selectedId: null }));
    const [, pane] = panesOf('side-by-side', canvas, scene, defaultView);
    const h = pane!.sceneToCanvas;
    const toCanvas = (x: number, y: number) => ({
      x: Math.round(h[0] * x + h[3] * y + h[6]),
      y: Math.round(h[1] * x + h[4] * y + h[7]),
    });
    expect(hasColourNear(context, toCanvas(130 + 46, 340), [79, 224, 255])).toBe(true);
    expect(hasColourNear(context, toCanvas(525, 140), [255, 162, 58])).toBe(true);
    expect(
      hasColourNear(context, toCanvas(330 + 74 * Math.cos(0.4), 220 + 74 * Math.sin(0.4)), [244, 246, 248]),
    ).toBe(true);
    expect(hasColourNear(context, toCanvas(262, 258), [255, 222, 51])).toBe(true);
    expect(paintedShare(context, { ...toCanvas(330, 210), width: 20, height: 20 })).toBe(0);
  });

  test('fades what was measured with its age, and keeps what was drawn', () => {
    const label = { x: 640 + 262 - 8, y: 120 + 258 - 8, width: 16, height: 16 };
    const strength = (freshness: number) => {
      const { data } = painted(sceneOf({ regions: [], freshness })).getImageData(label.x, label.y, 16, 16);
      return data.filter((_, i) => i % 4 === 3).reduce((sum, alpha) => sum + alpha, 0);
    };
    expect(strength(0)).toBe(0);
    expect(strength(0.5)).toBeGreaterThan(0);
    expect(strength(0.5)).toBeLessThan(strength(1) * 0.7);
    expect(
      paintedShare(painted(sceneOf({ freshness: 0 })), { x: 690, y: 400, width: 160, height: 120 }),
    ).toBeGreaterThan(0);
  });

  test('draws the edge’s band where it is near, the smallest distance, and fades both with their age', () => {
    const { analysis, shapes } = fakeAnalysis({ mmPerPx: 0.02 });
    const at = analysis.margin && 'at' in analysis.margin ? analysis.margin.at : { x: 0, y: 0 };
    const [, pane] = panesOf('side-by-side', canvas, scene, defaultView);
    const on = mapPoint(pane!.sceneToCanvas, at);
    const place = { x: Math.round(on.x), y: Math.round(on.y) };
    const bare = { regions: [], annotations: [], anchors: [] } as const;
    const made = (freshness: number) => sceneOf({ ...bare, analysis: { analysis, shapes, freshness } });
    // 0.6 mm: nearer than the first limit.
    expect(hasColourNear(painted(made(1)), place, [255, 155, 128])).toBe(true);
    const area = { x: place.x - 12, y: place.y - 12, width: 24, height: 24 };
    expect(paintedShare(painted(made(1)), area)).toBeGreaterThan(0.3);
    expect(paintedShare(painted(made(0)), area)).toBe(0);
  });

  test('keeps what analysis found off the white light beside another pane', () => {
    const made = sceneOf({ regions: [], annotations: [], analysis: { ...fakeAnalysis(), freshness: 1 } });
    const white = made.panes.find(pane => pane.content === 'white-light')!;
    expect(paintedShare(painted(made), paneFrame(white, scene).picture)).toBe(0);
  });

  test('draws regions grey and dashed when their tissue is lost', () => {
    const motion = { kind: 'lost', detail: 'only 31 % agrees' } as const;
    const context = painted(sceneOf({ selectedId: null, measurement: { ...measurement, motion } }));
    const pane = panesOf('side-by-side', canvas, scene, defaultView)[1]!;
    const { x, y } = mapPoint(pane.sceneToCanvas, { x: 130 + 46, y: 340 });
    const on = { x: Math.round(x), y: Math.round(y) };
    expect(hasColourNear(context, on, [79, 224, 255])).toBe(false);
    expect(hasColourNear(context, on, [183, 190, 197])).toBe(true);
  });

  test('leaves the context as it was', () => {
    const context = new OffscreenCanvas(canvas.widthPx, canvas.heightPx).getContext('2d')!;
    context.fillStyle = '#123456';
    context.lineWidth = 7;
    context.font = '11px serif';
    const before = [
      context.fillStyle,
      context.lineWidth,
      context.font,
      context.getLineDash(),
      context.globalAlpha,
    ];
    paintOverlay(context, sceneOf({ analysis: { ...fakeAnalysis(), freshness: 0.5 } }));
    expect([
      context.fillStyle,
      context.lineWidth,
      context.font,
      context.getLineDash(),
      context.globalAlpha,
    ]).toEqual(before);
    context.fillRect(0, 0, 2, 2);
    expect([...context.getImageData(0, 0, 1, 1).data]).toEqual([0x12, 0x34, 0x56, 255]);
  });

  test('an unfinished shape of one or two points can be painted', () => {
    for (const points of [
      [{ x: 10, y: 10 }],
      [
        { x: 10, y: 10 },
        { x: 90, y: 40 },
      ],
    ]) {
      const draft = { role: 'tumour', shape: { kind: 'polygon', points } } as const;
      const made = sceneOf({ regions: [], annotations: [], draft });
      expect(paintedShare(painted(made), { x: 640, y: 120, width: 100, height: 60 })).toBeGreaterThan(0);
    }
  });
});
