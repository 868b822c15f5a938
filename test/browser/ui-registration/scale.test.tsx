import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { CalibrationRun } from '#model/calibration.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { drawn } from '#test/support/waiting.ts';
import { button, drag, key, loupeName, onPage, picture, pressAt } from './hand.ts';
import { calibrating } from './run.ts';

const white = 'White light picture';
let app: RenderedApp;

afterEach(() => app.unmount());

const run = (): CalibrationRun => app.conductor.stores.calibrating.getState().run!;

async function open(change: Partial<CalibrationRun> = {}, size?: { width: number; height: number }) {
  app = await renderApp(calibrating('scale', change), size);
  await app.until(() => Number(document.querySelector<HTMLElement>('[data-scale]')?.dataset.scale) > 0);
}

function type(label: string, value: string): void {
  const input =
    document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`) ??
    [...document.querySelectorAll('label')]
      .find(each => each.textContent.startsWith(label))
      ?.querySelector('input');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, value);
  input!.dispatchEvent(new Event('input', { bubbles: true }));
}

async function markLength(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  for (const at of [from, to]) {
    pressAt(white, at);
    await drawn();
    key('Enter');
    await drawn();
  }
}

const twoMarks = [
  { from: { x: 80, y: 75 }, to: { x: 560, y: 75 }, lengthMm: 96 },
  { from: { x: 100, y: 95 }, to: { x: 100, y: 395 }, lengthMm: 60.6 },
];

describe('marking a ruler', () => {
  test('two lines and a length give millimetres a pixel with their uncertainty; without one lengths are in pixels', async () => {
    await open();
    expect(document.body.textContent).toContain('Without a scale lengths are in pixels.');
    expect(button(/^Accept/).disabled).toBe(true);
    type('Length of the next mark', '50');
    await markLength({ x: 100, y: 200 }, { x: 350, y: 200 });
    expect(run().marks).toEqual([{ from: { x: 100, y: 200 }, to: { x: 350, y: 200 }, lengthMm: 50 }]);
    await drawn();
    expect(document.body.textContent).not.toContain('lengths are in pixels');
    expect(document.querySelector('.facts')?.textContent).toMatch(/0\.2000 ± 0\.000\d mm\/px/);
    button(/^Accept/).click();
    expect(run().draft.scale?.mmPerPx).toBeCloseTo(0.2, 12);
  });

  test('each mark shows its own scale, can be given another length, and can be removed', async () => {
    await open();
    app.conductor.commands.calibrate.setMarks(twoMarks);
    await drawn();
    const column = () =>
      [...document.querySelectorAll('.residuals tbody tr')].map(row => row.children[2]!.textContent);
    expect(column()).toEqual(['0.2000', '0.2020']);
    type('Length of mark 2 in mm', '60');
    await drawn();
    expect(column()).toEqual(['0.2000', '0.2000']);
    button('Remove mark 1').click();
    await drawn();
    expect(run().marks).toEqual([{ ...twoMarks[1], lengthMm: 60 }]);
  });

  test('a length of zero is refused in words, in the picture or in millimetres, and nothing can be accepted', async () => {
    await open();
    await markLength({ x: 100, y: 200 }, { x: 350, y: 200 });
    type('Length of mark 1 in mm', '0');
    await drawn();
    expect(document.querySelector('.refusal')?.textContent).toContain(
      'needs its length in millimetres, a number above zero',
    );
    expect(button(/^Accept/).disabled).toBe(true);
    button('Remove mark 1').click();
    await drawn();
    app.conductor.commands.calibrate.setMarks([{ from: { x: 9, y: 9 }, to: { x: 9, y: 9 }, lengthMm: 10 }]);
    await drawn();
    expect(document.querySelector('.refusal')?.textContent).toContain('has no length in the picture');
    expect(document.body.textContent).toContain('Without a scale lengths are in pixels.');
    expect(button(/^Accept/).disabled).toBe(true);
  });

  test('ends are carried by hand and nudged by keys, and the loupe puts them back on Escape', async () => {
    await open({ marks: twoMarks });
    const end = button('Mark 1, end');
    drag(end, onPage(white, { x: 560, y: 75 }), onPage(white, { x: 540, y: 85 }));
    await drawn();
    expect(run().marks[0]!.to).toEqual({ x: 540, y: 85 });
    button('Mark 2, start').focus();
    key('ArrowRight');
    await drawn();
    expect(run().marks[1]!.from).toEqual({ x: 100.1, y: 95 });
    key('Enter');
    await drawn();
    expect(loupeName()).toBe('Loupe: Mark 2, start');
    key('ArrowUp', { shiftKey: true });
    await drawn();
    expect(run().marks[1]!.from).toEqual({ x: 100.1, y: 94 });
    key('Escape');
    await drawn();
    expect(run().marks[1]!.from).toEqual({ x: 100.1, y: 95 });
    expect(document.activeElement).toBe(picture(white));
  });

  test('keys alone mark a length', async () => {
    await open();
    picture(white).focus();
    key('Enter');
    await drawn();
    key('Enter');
    await drawn();
    for (let i = 0; i < 3; i++) {
      key('ArrowRight', { shiftKey: true });
      await drawn();
    }
    key('Enter');
    await drawn();
    key('Enter');
    await drawn();
    const [mark] = run().marks;
    expect(mark!.to.x - mark!.from.x).toBeCloseTo(120 / Number(picture(white).dataset.scale), 0);
    expect(mark!.lengthMm).toBe(10);
  });
});

test.each([
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
])('axe finds nothing and nothing is cut off at $width × $height', async size => {
  await open({}, size);
  app.conductor.commands.calibrate.setMarks(twoMarks);
  await drawn();
  button('Mark 1, start').click();
  await drawn();
  const { violations } = await axe.run(document, { rules: { 'meta-viewport': { enabled: false } } });
  expect(violations.flatMap(({ id, nodes }) => nodes.map(n => `${id}: ${n.html.slice(0, 160)}`))).toEqual([]);
  const layer = document.querySelector('.picture-layer')!.getBoundingClientRect();
  const loupe = document.querySelector('.loupe')!.getBoundingClientRect();
  expect(loupe.bottom <= layer.bottom && loupe.right <= layer.right && loupe.top >= layer.top).toBe(true);
});
