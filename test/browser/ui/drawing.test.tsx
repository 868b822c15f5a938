import { afterEach, describe, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { inverse, mapPoint, type Point } from '#model/geometry.ts';
import { type Pane, panesOf } from '#model/panes.ts';
import type { Region, Shape } from '#model/region.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';

let app: RenderedApp;

const setPixelRatio = (deviceScaleFactor: number) =>
  cdp().send('Emulation.setDeviceMetricsOverride', {
    width: 1280,
    height: 720,
    deviceScaleFactor,
    mobile: false,
  });

afterEach(async () => {
  app.unmount();
  await cdp().send('Emulation.clearDeviceMetricsOverride');
});

/** The panes in CSS pixels of the stage, from the view that the picture itself is drawn with. */
function cssPanes(): readonly Pane[] {
  const { display, canvas, scene, view } = app.conductor.stores.scene.getState();
  if (!scene) throw new Error('The scene has no size.');
  return panesOf(display.mode, canvas, scene, view);
}

/** Where a scene point stands on the page, in client pixels, in the pane with this index. */
function onPage(scenePoint: Point, paneIndex = 0): Point {
  const { canvas } = app.conductor.stores.scene.getState();
  const stage = app.find('.stage').getBoundingClientRect();
  const at = mapPoint(cssPanes()[paneIndex]!.sceneToCanvas, scenePoint);
  return {
    x: stage.left + (at.x * stage.width) / canvas.widthPx,
    y: stage.top + (at.y * stage.height) / canvas.heightPx,
  };
}

/** The scene point under a client point, in the first pane. */
function underPage({ x, y }: Point): Point {
  const { canvas } = app.conductor.stores.scene.getState();
  const stage = app.find('.stage').getBoundingClientRect();
  const at = {
    x: ((x - stage.left) * canvas.widthPx) / stage.width,
    y: ((y - stage.top) * canvas.heightPx) / stage.height,
  };
  return mapPoint(inverse(cssPanes()[0]!.sceneToCanvas), at);
}

function pointer(type: string, { x, y }: Point, pointerId = 1): void {
  app.find('.stage').dispatchEvent(
    new PointerEvent(type, {
      clientX: x,
      clientY: y,
      pointerId,
      button: 0,
      isPrimary: pointerId === 1,
      bubbles: true,
      cancelable: true,
    }),
  );
}

function drag(points: readonly Point[], paneIndex = 0): void {
  const placed = points.map(point => onPage(point, paneIndex));
  pointer('pointerdown', placed[0]!);
  for (const point of placed.slice(1)) pointer('pointermove', point);
  pointer('pointerup', placed.at(-1)!);
}

const regions = (): readonly Region[] => app.conductor.stores.regions.getState().regions;

const isOfKind = <Kind extends Shape['kind']>(
  shape: Shape | undefined,
  kind: Kind,
): shape is Extract<Shape, { kind: Kind }> => shape?.kind === kind;

function newest<Kind extends Shape['kind']>(kind: Kind): Extract<Shape, { kind: Kind }> {
  const shape = regions().at(-1)?.shape;
  if (!isOfKind(shape, kind))
    throw new Error(`The newest region is ${shape?.kind ?? 'missing'}, not ${kind}.`);
  return shape;
}

const tool = (name: string) => app.find(`.rail [aria-label="${name}"]`).click();

const chooseShape = async (name: string) => {
  app.find('[aria-label^="Shape:"]').click();
  await app.until(() => app.root.querySelector('.fly-out') !== null);
  [...app.root.querySelectorAll<HTMLElement>('.fly-out button')]
    .find(b => b.textContent.includes(name))
    ?.click();
};

/** A hundredth of a scene pixel: client coordinates are floats, the way back is exact but for rounding. */
const digits = 2;

describe('a circle dragged from its centre', () => {
  test.each([
    { ratio: 1, zoom: 1, paneIndex: 0 },
    { ratio: 1, zoom: 3, paneIndex: 1 },
    { ratio: 2, zoom: 1, paneIndex: 1 },
    { ratio: 2, zoom: 3, paneIndex: 0 },
  ])(
    'has the same scene coordinates at pixel ratio $ratio, zoom $zoom, pane $paneIndex',
    async ({ ratio, zoom, paneIndex }) => {
      await setPixelRatio(ratio);
      app = await renderApp(({ commands }) => commands.setView({ zoom, centreX: 0.45, centreY: 0.5 }));
      expect(devicePixelRatio).toBe(ratio);
      tool('Tumour region');
      drag(
        [
          { x: 280, y: 230 },
          { x: 290, y: 230 },
          { x: 310, y: 230 },
        ],
        paneIndex,
      );
      expect(regions().map(({ id, role }) => [id, role])).toEqual([['T1', 'tumour']]);
      const circle = newest('circle');
      expect(circle.centre.x).toBeCloseTo(280, digits);
      expect(circle.centre.y).toBeCloseTo(230, digits);
      expect(circle.radiusPx).toBeCloseTo(30, digits);
    },
  );

  test('keeps its scene coordinates in a view that is mirrored and turned', async () => {
    app = await renderApp(({ commands }) => commands.setView({ flipX: true, quarterTurns: 1 }));
    tool('Tumour region');
    drag([
      { x: 200, y: 100 },
      { x: 200, y: 125 },
    ]);
    const circle = newest('circle');
    expect(circle.centre.x).toBeCloseTo(200, digits);
    expect(circle.centre.y).toBeCloseTo(100, digits);
    expect(circle.radiusPx).toBeCloseTo(25, digits);
  });
});

describe('other shapes', () => {
  test('an ellipse fills the box that was dragged', async () => {
    app = await renderApp();
    await chooseShape('Ellipse');
    tool('Leak, excluded');
    drag([
      { x: 100, y: 100 },
      { x: 180, y: 140 },
    ]);
    const ellipse = newest('ellipse');
    expect([ellipse.centre.x, ellipse.centre.y]).toEqual([expect.closeTo(140, 2), expect.closeTo(120, 2)]);
    expect([ellipse.radiusXPx, ellipse.radiusYPx]).toEqual([expect.closeTo(40, 2), expect.closeTo(20, 2)]);
    expect(regions()[0]?.role).toBe('leak');
  });

  test('a polygon takes a corner a click and closes on its first corner', async () => {
    app = await renderApp();
    await chooseShape('Polygon');
    tool('Tumour region');
    const corners = [
      { x: 100, y: 100 },
      { x: 200, y: 110 },
      { x: 150, y: 220 },
    ];
    for (const corner of [...corners, corners[0]!]) {
      pointer('pointermove', onPage(corner));
      pointer('pointerdown', onPage(corner));
      pointer('pointerup', onPage(corner));
    }
    expect(newest('polygon').points).toEqual(
      corners.map(({ x, y }) => ({ x: expect.closeTo(x, 2), y: expect.closeTo(y, 2) })),
    );
  });

  test('a polygon closes with Enter and is forgotten with Esc', async () => {
    app = await renderApp();
    await chooseShape('Polygon');
    for (const end of ['Escape', 'Enter']) {
      tool('Tumour region');
      for (const corner of [
        { x: 100, y: 100 },
        { x: 200, y: 110 },
        { x: 150, y: 220 },
      ]) {
        pointer('pointerdown', onPage(corner));
        pointer('pointerup', onPage(corner));
      }
      app.find('.stage').focus();
      app.press(end);
    }
    expect(regions()).toHaveLength(1);
    expect(newest('polygon').points).toHaveLength(3);
  });

  test('a traced outline follows the hand', async () => {
    app = await renderApp();
    await chooseShape('Freehand');
    tool('Tumour region');
    const trace = Array.from({ length: 24 }, (_, i) => ({
      x: 300 + 60 * Math.cos((i * Math.PI) / 12),
      y: 200 + 60 * Math.sin((i * Math.PI) / 12),
    }));
    drag(trace);
    const { points } = newest('freehand');
    expect(points.length).toBe(24);
    expect(points[5]).toEqual({ x: expect.closeTo(trace[5]!.x, 2), y: expect.closeTo(trace[5]!.y, 2) });
  });

  test('a click without a drag puts down a circle that looks the same at every zoom', async () => {
    app = await renderApp();
    const radii: number[] = [];
    for (const zoom of [1, 4]) {
      app.conductor.commands.setView({ zoom });
      tool('Tumour region');
      drag([{ x: 320, y: 240 }]);
      radii.push(newest('circle').radiusPx * zoom);
    }
    expect(radii[1]).toBeCloseTo(radii[0]!, 6);
  });
});

describe('a region that is there', () => {
  test('is carried by the hand, pulled by its handle, and let go by a click beside it', async () => {
    app = await renderApp(({ commands }) =>
      commands.addRegion({
        role: 'tumour',
        tissue: null,
        shape: { kind: 'circle', centre: { x: 300, y: 200 }, radiusPx: 40 },
      }),
    );
    app.conductor.commands.selectRegion(null);
    drag([
      { x: 310, y: 210 },
      { x: 350, y: 260 },
    ]);
    expect(newest('circle').centre).toEqual({ x: expect.closeTo(340, 2), y: expect.closeTo(250, 2) });
    expect(app.conductor.stores.regions.getState().selectedId).toBe('T1');
    drag([
      { x: 380, y: 250 },
      { x: 400, y: 250 },
    ]);
    expect(newest('circle').radiusPx).toBeCloseTo(60, digits);
    drag([{ x: 100, y: 100 }]);
    expect(app.conductor.stores.regions.getState().selectedId).toBeNull();
  });

  test('is gone from under a background tool: a background is never made without its tissue', async () => {
    app = await renderApp();
    tool('Background region');
    await app.until(() => app.root.querySelector('.tissues') !== null);
    drag([
      { x: 100, y: 100 },
      { x: 140, y: 100 },
    ]);
    expect(regions()).toEqual([]);
    [...app.root.querySelectorAll<HTMLElement>('.tissues button')]
      .find(b => b.textContent.includes('skin'))
      ?.click();
    drag([
      { x: 100, y: 100 },
      { x: 140, y: 100 },
    ]);
    expect(regions().map(({ id, tissue }) => [id, tissue])).toEqual([['B1', 'skin']]);
  });
});

describe('the view', () => {
  test('a wheel zooms about the tissue under the pointer', async () => {
    app = await renderApp();
    // A wheel event's place is in whole pixels; so is the one it is tried at.
    const at = { x: 216, y: 259 };
    const tissue = underPage(at);
    app
      .find('.stage')
      .dispatchEvent(
        new WheelEvent('wheel', { clientX: at.x, clientY: at.y, deltaY: -400, cancelable: true }),
      );
    const { zoom } = app.conductor.stores.scene.getState().view;
    expect(zoom).toBeCloseTo(1.2 ** 4, 6);
    const after = onPage(tissue);
    expect([after.x, after.y]).toEqual([expect.closeTo(at.x, 6), expect.closeTo(at.y, 6)]);
  });

  test('two fingers pull the picture apart, and a double click brings it back', async () => {
    app = await renderApp();
    const [a, b] = [onPage({ x: 300, y: 240 }), onPage({ x: 340, y: 240 })];
    pointer('pointerdown', a, 1);
    pointer('pointerdown', b, 2);
    pointer('pointermove', { x: a.x - 60, y: a.y }, 1);
    pointer('pointermove', { x: b.x + 60, y: b.y }, 2);
    const { view } = app.conductor.stores.scene.getState();
    expect(view.zoom).toBeGreaterThan(2);
    pointer('pointerup', a, 1);
    pointer('pointerup', b, 2);
    app.find('.stage').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    expect(app.conductor.stores.scene.getState().view.zoom).toBe(1);
    expect(regions()).toEqual([]);
  });
});
