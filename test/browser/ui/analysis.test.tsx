import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { notGiven } from '#model/analysis.ts';
import { mapPoint, type Point } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';
import { fakeAnalysis, fakeCavity, fakeEdge } from '#test/support/fake-analysis.ts';
import { type FakeConductor, fakeMeasurement } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { type AnalysisTab, analysisTabs } from '#ui/desk.ts';

let app: RenderedApp;
let ticking = 0;

afterEach(() => {
  clearInterval(ticking);
  motion = null;
  app.unmount();
});

const asksAll = {
  signal: { rule: { by: 'tbr', times: 2 }, reach: 1, smallestPx: 50, fillsHoles: true },
  margin: true,
  rimOf: 'T1',
  peaksApartMm: 5,
  applicatorMm: 5,
} as const;

const withEverything = ({ commands, tick, analyse }: FakeConductor) => {
  const at = (x: number, y: number, radiusPx: number) =>
    ({ kind: 'circle', centre: { x, y }, radiusPx }) as const;
  commands.addRegion({ role: 'tumour', tissue: null, shape: at(398, 226, 90) });
  commands.addRegion({ role: 'background', tissue: 'muscle', shape: at(150, 180, 30) });
  commands.addRegion({ role: 'edge', tissue: null, shape: fakeEdge });
  commands.addRegion({ role: 'cavity', tissue: null, shape: fakeCavity });
  commands.selectRegion(null);
  commands.setAnalysis(asksAll);
  tick();
  analyse();
};

/** The panel open at `tab`, over a picture that stays live. */
async function openAt(
  tab: AnalysisTab,
  prepare: (conductor: FakeConductor) => void = withEverything,
  size?: { width: number; height: number },
): Promise<void> {
  app = await renderApp(prepare, size);
  const { conductor } = app;
  ticking = window.setInterval(() => conductor.tick({ measurement: newest() }), 100);
  app.press('y');
  await app.until(() => app.root.querySelector('.analysis') !== null);
  app.find(`#analysis-${tab}`).click();
  await app.until(() => app.find(`#analysis-${tab}`).getAttribute('aria-selected') === 'true');
}

let motion: ReturnType<typeof fakeMeasurement>['motion'] = null;
const newest = () => ({
  ...fakeMeasurement(app.conductor.stores.regions.getState().regions),
  motion,
});

const regions = () => app.conductor.stores.regions.getState().regions;
const settings = () => app.conductor.stores.analysis.getState().settings;
const body = () => app.find('.analysis-body').textContent;
const asked = (name: string) => app.conductor.asked.filter(each => each.name === name);
const button = (name: string) =>
  [...app.root.querySelectorAll<HTMLButtonElement>('button')].find(
    each => (each.getAttribute('aria-label') ?? each.textContent) === name,
  );
const press = (name: string) => {
  const found = button(name);
  if (!found) throw new Error(`No button says ${name}.`);
  found.click();
};
const changeField = (selector: string, value: string) => {
  const field = app.find(selector);
  if (!(field instanceof HTMLInputElement)) throw new Error(`${selector} is no field.`);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
};
const choose = (selector: string, value: string) => {
  const field = app.find(selector);
  if (!(field instanceof HTMLSelectElement)) throw new Error(`${selector} is no menu.`);
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('change', { bubbles: true }));
};

/** Where a scene point stands on the page, in the last pane. */
function onPage(scenePoint: Point): Point {
  const { canvas, display, scene, view } = app.conductor.stores.scene.getState();
  const stage = app.find('.stage').getBoundingClientRect();
  const pane = panesOf(display.mode, canvas, scene!, view).at(-1)!;
  const at = mapPoint(pane.sceneToCanvas, scenePoint);
  return {
    x: stage.left + (at.x * stage.width) / canvas.widthPx,
    y: stage.top + (at.y * stage.height) / canvas.heightPx,
  };
}

function pointer(type: string, { x, y }: Point, more: PointerEventInit = {}): void {
  app
    .find('.stage')
    .dispatchEvent(
      new PointerEvent(type, { clientX: x, clientY: y, pointerId: 1, button: 0, bubbles: true, ...more }),
    );
}

describe('outlines', () => {
  test('E traces by hand, Shift+E draws a cavity, and the regions’ own shape is back with T', async () => {
    app = await renderApp();
    app.press('e');
    await app.until(() => button('Shape: Freehand') !== undefined);
    const corners = [
      { x: 100, y: 100 },
      { x: 300, y: 110 },
      { x: 280, y: 300 },
      { x: 90, y: 280 },
    ].map(onPage);
    pointer('pointerdown', corners[0]!);
    for (const corner of corners.slice(1)) pointer('pointermove', corner);
    pointer('pointerup', corners[3]!);
    expect(regions()).toMatchObject([{ id: 'E1', role: 'edge', shape: { kind: 'freehand' } }]);
    app.press('E', { shiftKey: true });
    app.press('Enter');
    expect(regions()[1]).toMatchObject({ id: 'C1', role: 'cavity', shape: { kind: 'circle' } });
    app.press('t');
    await app.until(() => button('Shape: Circle') !== undefined);
  });

  test('Shift and a click with the edge tool traces the edge there, in scene pixels', async () => {
    app = await renderApp();
    app.press('e');
    const at = onPage({ x: 320, y: 240 });
    pointer('pointerdown', at, { shiftKey: true });
    pointer('pointerup', at);
    expect(asked('traceEdge')).toHaveLength(1);
    expect(asked('traceEdge')[0]?.with[0]).toEqual({ x: expect.closeTo(320, 0), y: expect.closeTo(240, 0) });
    await app.until(() => regions().some(({ role }) => role === 'edge'));
  });

  test('the rail offers to trace, says what to do, and a click does it', async () => {
    app = await renderApp();
    press('Edge or cavity');
    await app.until(() => button('Trace from white light') !== undefined);
    press('Trace from white light');
    await app.until(() => app.find('.fly-out').textContent.includes('Click inside the specimen.'));
    const at = onPage({ x: 320, y: 240 });
    pointer('pointerdown', at);
    pointer('pointerup', at);
    await app.until(() => regions().length === 1);
    expect(app.root.querySelector('.fly-out')).toBeNull();
  });
});

describe('the panel', () => {
  test('Y opens and closes it, Esc closes it, and TBR stays in sight', async () => {
    await openAt('signal');
    expect(app.find('.analysis-head output').textContent).toBe('3.60');
    await app.betweenPresses();
    app.press('y');
    await app.until(() => app.root.querySelector('.numbers') !== null);
    await app.betweenPresses();
    app.press('y');
    await app.until(() => app.root.querySelector('.analysis') !== null);
    app.press('Escape');
    await app.until(() => app.root.querySelector('.analysis') === null);
  });

  test('arrows go round the tabs and move no region', async () => {
    await openAt('signal');
    app.conductor.commands.selectRegion('T1');
    const before = regions();
    app.find('#analysis-signal').focus();
    for (const expected of [...analysisTabs.slice(1), 'signal']) {
      app.press('ArrowRight');
      await app.until(() => document.activeElement?.id === `analysis-${expected}`);
    }
    app.press('ArrowLeft');
    await app.until(() => document.activeElement?.id === 'analysis-curves');
    expect(regions()).toBe(before);
  });

  test('a calibration has the place first', async () => {
    app = await renderApp(({ commands }) => commands.calibrate.begin());
    app.press('y');
    await app.until(() => app.root.querySelector('.calibrate') !== null);
    expect(app.root.querySelector('.analysis')).toBeNull();
  });

  test('each rule begins with its usual value, which can be changed; off is off', async () => {
    await openAt('signal', conductor => {
      withEverything(conductor);
      conductor.commands.setAnalysis({ signal: null });
    });
    const menu = '.analysis-body select';
    for (const [by, rule] of [
      ['background-sd', { by: 'background-sd', k: 3 }],
      ['otsu', { by: 'otsu' }],
      ['specimen-percent', { by: 'specimen-percent', percent: 77 }],
      ['tbr', { by: 'tbr', times: 2 }],
    ] as const) {
      choose(menu, by);
      await app.until(() => settings().signal?.rule.by === by);
      expect(settings().signal?.rule).toEqual(rule);
    }
    await app.until(() => app.root.querySelectorAll('.analysis-body input').length === 3);
    changeField('.fields input', '1.5');
    expect(settings().signal?.rule).toEqual({ by: 'tbr', times: 1.5 });
    choose(menu, 'off');
    await app.until(() => settings().signal === null);
    await app.until(() => body().includes('No rule is validated here'));
  });

  test('the table has every piece, and a dash where one is clipped', async () => {
    await openAt('signal');
    const rows = [...app.root.querySelectorAll('.analysis-body tbody tr')].map(row =>
      [...row.children].map(cell => cell.textContent),
    );
    expect(rows).toEqual([
      ['1', '239 mm²', '34.2 %', '61.0 %'],
      ['2', '3.20 mm²', '23.1 %', '26.0 %'],
      ['3', '1.20 mm²', '– clipped', '–'],
    ]);
  });

  test('the margin is a distance to signal with ±, shares under the limits, and the published differences', async () => {
    await openAt('margin');
    expect(app.find('.found.large .found-value').textContent).toBe('3.08 ± 0.29\u00a0mm');
    expect(body()).toContain('0.0 % under 1 mm');
    expect(body()).toContain('1.3–1.9 mm (median): more than the 1 mm rule');
    expect(app.root.querySelectorAll('.found-plot .limit')).toHaveLength(2);
    expect(body()).not.toMatch(/\b(R0|clear|complete resection)\b/i);
  });

  test('a press on a figure, or D, says what it is', async () => {
    await openAt('margin');
    app.find('.found.large button').click();
    const current = () => document.querySelector('dialog [aria-current="true"] h3')?.textContent;
    await app.until(() => current() === 'Smallest margin');
    const { violations } = await axe.run(document, { rules: { 'meta-viewport': { enabled: false } } });
    expect(violations).toEqual([]);
    document.querySelector<HTMLButtonElement>('dialog .sheet-head button')?.click();
    await app.until(() => document.querySelector('dialog') === null);
    app.find('#analysis-rim').click();
    await app.until(() => app.find('#analysis-rim').getAttribute('aria-selected') === 'true');
    app.press('d');
    await app.until(() => current() === 'Completeness of the rim');
  });

  test('limits of one’s own are kept in order, and the last one cannot be removed', async () => {
    await openAt('margin');
    changeField('.limits input', '2.5');
    await app.until(() => button('Add')?.disabled === false);
    press('Add');
    await app.until(() => settings().limitsMm.length === 3);
    expect(settings().limitsMm).toEqual([1, 2.5, 5]);
    for (const limit of ['1', '2.5']) {
      await app.until(() => button(`Remove the limit of ${limit} mm`) !== undefined);
      press(`Remove the limit of ${limit} mm`);
    }
    await app.until(() => button('Remove the limit of 5 mm')?.disabled === true);
  });

  test('what is withheld is a dash and a reason, at the same place and size', async () => {
    await openAt('rim');
    const output = () => app.find('.found.large .found-value');
    const { left, top, height } = output().getBoundingClientRect();
    const detail = 'no ring: no direction reaches the threshold';
    app.conductor.analyse(fakeAnalysis({ change: { rim: notGiven('no-ring', detail) } }));
    await app.until(() => output().textContent === '—');
    expect(app.find('.found.large .withheld').textContent).toBe(detail);
    const after = output().getBoundingClientRect();
    expect([after.left, after.top, after.height]).toEqual([left, top, height]);
  });

  test('without a signal nothing stands there', async () => {
    await openAt('peaks');
    expect(app.root.querySelectorAll('.peaks li')).toHaveLength(3);
    clearInterval(ticking);
    await app.until(() => app.root.querySelector('.found.large .found-value')?.textContent === '—');
    expect(body()).toContain('no signal');
    expect(app.root.querySelector('.peaks')).toBeNull();
  });

  test('without a scale lengths are pixels, and it says how to get one', async () => {
    await openAt('margin');
    app.conductor.analyse(fakeAnalysis({ mmPerPx: null }));
    await app.until(() => body().includes('No scale: lengths in pixels. Calibrate with a ruler.'));
    expect(app.find('.found.large .found-value').textContent).toBe('30.8 ± 2.8\u00a0px');
    app.find('#analysis-residual').click();
    await app.until(() => body().includes('no scale: calibrate with a ruler'));
  });

  test('half resolution is said', async () => {
    await openAt('rim');
    expect(body()).not.toContain('half resolution');
    app.conductor.analyse(fakeAnalysis({ change: { stepPx: 2 } }));
    await app.until(() => body().includes('Made at half resolution: the machine is late.'));
  });

  test('relative numbers are analysed only once that was accepted', async () => {
    await openAt('signal', conductor => {
      withEverything(conductor);
      const { profile } = conductor.stores.scene.getState();
      conductor.commands.setProfile({ ...profile, transfer: { kind: 'unknown' } });
    });
    press('I accept');
    expect(app.conductor.stores.scene.getState().display.acceptsRelative).toBe(true);
  });

  test('Shift+M follows the tissue; losing it is said, and the regions stay', async () => {
    await openAt('margin');
    app.press('M', { shiftKey: true });
    await app.until(() => button('Follow tissue')?.getAttribute('aria-pressed') === 'true');
    motion = { kind: 'lost', detail: 'only 31 % of the picture agrees' };
    await app.until(() => app.find('.analysis-foot').textContent.includes('Tracking lost'));
    expect(app.find('.analysis-foot [role="status"]').textContent).toBe(
      'Tracking lost: only 31 % of the picture agrees. Regions stay where they were.',
    );
    motion = null;
    await app.betweenPresses();
    app.press('M', { shiftKey: true });
    await app.until(() => app.find('.analysis-foot [role="status"]').textContent === '');
  });

  test('highlights are left out by one switch, and files asked for by their kind', async () => {
    await openAt('signal');
    press('Leave out highlights');
    expect(app.conductor.stores.analysis.getState().specular).toEqual({ limitShare: 0.97, growPx: 2 });
    for (const name of ['GeoJSON', 'SVG', 'CSV']) press(`Export as ${name}`);
    expect(asked('exportAnalysis').map(each => each.with[0])).toEqual(['geojson', 'svg', 'csv']);
  });
});

describe('every tab', () => {
  test.each(analysisTabs)('axe finds nothing in %s, with the outline tool in hand', async tab => {
    await openAt(tab);
    app.press('e');
    await app.until(() => app.root.querySelector('.fly-out') !== null);
    const { violations } = await axe.run(document, { rules: { 'meta-viewport': { enabled: false } } });
    expect(
      violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`)),
    ).toEqual([]);
  });

  test.each([
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ])(
    'fits at $width × $height: only its body scrolls, downwards, and controls are large enough',
    async size => {
      await openAt('signal', withEverything, size);
      for (const tab of analysisTabs) {
        app.find(`#analysis-${tab}`).click();
        await app.until(() => app.find(`#analysis-${tab}`).getAttribute('aria-selected') === 'true');
        const { scrollWidth, scrollHeight } = document.documentElement;
        expect([scrollWidth, scrollHeight]).toEqual([size.width, size.height]);
        const wide = [
          '.analysis',
          '.analysis-head',
          '.analysis-tabs',
          '.analysis-body',
          '.analysis-foot',
          '.rail',
          '.bottom',
        ]
          .map(selector => ({ selector, element: app.find(selector) }))
          .filter(
            ({ selector, element: e }) =>
              e.scrollWidth > e.clientWidth + 1 ||
              (selector !== '.analysis-body' && e.scrollHeight > e.clientHeight + 1),
          )
          .map(({ selector }) => `${tab} ${selector}`);
        expect(wide).toEqual([]);
        const small = [...app.root.querySelectorAll<HTMLElement>('.analysis :is(button, select, input)')]
          .filter(element => {
            const { width, height } = element.getBoundingClientRect();
            return width < 48 || height < 48;
          })
          .map(element => `${tab} ${element.outerHTML.slice(0, 80)}`);
        expect(small).toEqual([]);
      }
    },
  );
});
