/** The panel of time–intensity curves by itself, over a conductor without a house. */
import axe from 'axe-core';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { TimeCurve, TimePoint } from '#model/time-curve/time-curve.ts';
import { calibrations, layouts, phantoms, presets, protocols } from '#study/seeds.ts';
import { createFakeConductor, type FakeConductor } from '#test/support/fake-conductor.ts';
import { gammaVariate, noisyCurve } from '#test/support/time-curves.ts';
import { until } from '#test/support/waiting.ts';
import { CurvesPanel } from '#ui/curves/CurvesPanel.tsx';
import { undoDeletion } from '#ui/hands/undo.ts';
import { createHouse, HouseContext } from '#ui/house.ts';
import '@fontsource-variable/inter';
import '#ui/tokens.css';
import '#ui/controls/controls.css';
import '#ui/measure/measure.css';

let root: Root | null = null;
let element: HTMLElement;
let conductor: FakeConductor;

afterEach(() => {
  root?.unmount();
  element.remove();
  root = null;
});

const points = (height: number, fromS: number, seed: number): readonly TimePoint[] =>
  noisyCurve(gammaVariate({ fromS, a: 3, b: 5 }), { base: 0.05, height, fps: 12, endS: 60, sd: 0.015, seed });

const curve = (id: string, height: number, fromS: number): TimeCurve => ({
  id,
  role: id.startsWith('T') ? 'tumour' : 'background',
  tissue: id.startsWith('T') ? null : 'muscle',
  points: points(height, fromS, Number(id[1]) + height * 100),
  breaks: [],
});

const curves = [curve('T1', 0.4, 10), curve('T2', 0.3, 12), curve('B1', 0.12, 9)];
const brokenAtS = 45;
const broken = curves.map(each => ({
  ...each,
  points: each.points.map(point =>
    point.timeS < brokenAtS ? point : { ...point, segment: 1, value: 1.4 * point.value },
  ),
  breaks: [{ timeS: brokenAtS, words: 'gain jumped, 1.40 times' }],
}));

async function render(shown: readonly TimeCurve[], size = { widthPx: 380, heightPx: 560 }) {
  await page.viewport(1280, 720);
  conductor = createFakeConductor();
  conductor.stores.curves.setState({ curves: shown, calibration: 'relative, uncalibrated' });
  element = document.createElement('main');
  element.style.width = `${size.widthPx}px`;
  element.style.height = `${size.heightPx}px`;
  element.style.background = 'var(--surface-1)';
  document.body.append(element);
  document.documentElement.lang = 'en';
  document.title = 'Rimlight';
  const house = createHouse(conductor, { protocols, presets, layouts, phantoms, calibrations });
  root = createRoot(element);
  root.render(
    <HouseContext value={house}>
      <CurvesPanel />
    </HouseContext>,
  );
  await until(() => element.querySelector('.curves') !== null);
  await document.fonts.ready;
  return house;
}

const button = (name: string) => {
  const found = [...element.querySelectorAll('button')].find(each => each.textContent === name);
  if (!found) throw new Error(`No button says ${name}.`);
  return found;
};
const row = (symbol: string) =>
  [...element.querySelectorAll('.parameters > div')]
    .find(each => each.querySelector('dt')?.textContent === symbol)
    ?.querySelector('dd')?.textContent ?? '';

async function violations(): Promise<string[]> {
  const found = await axe.run(document, {
    rules: { 'meta-viewport': { enabled: false }, 'page-has-heading-one': { enabled: false } },
  });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

describe('axe finds nothing', () => {
  test.each([
    { name: 'before anything was measured', shown: [] },
    { name: 'with three curves', shown: curves },
    { name: 'with a break', shown: broken },
    { name: 'with a curve of one point', shown: [{ ...curves[0]!, points: curves[0]!.points.slice(0, 1) }] },
  ])('$name', async ({ shown }) => {
    await render(shown);
    expect(await violations()).toEqual([]);
  });
});

describe('the panel', () => {
  test.each([
    { widthPx: 360, heightPx: 560 },
    { widthPx: 520, heightPx: 800 },
  ])('fits into $widthPx × $heightPx, with controls of at least 48 pixels', async size => {
    await render(broken, size);
    const panel = element.querySelector('.curves')!;
    expect(panel.scrollWidth).toBeLessThanOrEqual(size.widthPx);
    expect(panel.scrollHeight).toBeLessThanOrEqual(size.heightPx);
    expect(element.querySelector('.curves-read')!.clientHeight).toBeGreaterThan(100);
    const small = [...element.querySelectorAll<HTMLElement>('button, select, input[type="range"], summary')]
      .map(each => ({ each, box: each.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 48 || box.height < 48)
      .map(({ each, box }) => `${each.outerHTML.slice(0, 80)} ${box.width}×${box.height}`);
    expect(small).toEqual([]);
    const outside = [...element.querySelectorAll('button, select, svg')]
      .filter(each => each.getBoundingClientRect().right > size.widthPx + 8.5)
      .map(each => each.outerHTML.slice(0, 80));
    expect(outside).toEqual([]);
  });

  test('draws each curve in a pattern of its own, and a gap where it breaks', async () => {
    await render(broken);
    const lines = [...element.querySelectorAll('.time-curve')];
    const looks = lines.map(
      line => `${line.getAttribute('stroke')} ${line.getAttribute('stroke-dasharray')}`,
    );
    expect(new Set(looks).size).toBe(3);
    for (const line of lines) expect(line.getAttribute('d')!.match(/M/g)).toHaveLength(2);
    expect(element.querySelectorAll('.break')).toHaveLength(1);
    expect(element.querySelector('.break title')!.textContent).toContain('gain jumped');
    expect(element.querySelector('.curves-read')!.textContent).toContain('gain jumped');
  });

  test('shows what is read off the selected region’s curve, and another’s when it is pressed', async () => {
    await render(curves);
    const ofT1 = row('Fmax');
    expect(Number.parseFloat(ofT1)).toBeCloseTo(0.4, 1);
    expect(row('Egress T½')).toMatch(/ s$/);
    button('B1').click();
    await until(() => row('Fmax') !== ofT1);
    expect(Number.parseFloat(row('Fmax'))).toBeCloseTo(0.12, 2);
    expect(conductor.stores.regions.getState().selectedId).toBe('B1');
  });

  test('reads every curve at the cursor, by the keys and under the pointer', async () => {
    await render(curves);
    const said = () => element.querySelector('.slider output')!.textContent;
    const atEnd = said();
    expect(atEnd).toMatch(/^T1 [\d.]+ · T2 [\d.]+ · B1 [\d.]+$/);
    const slider = element.querySelector<HTMLInputElement>('input[type="range"]')!;
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', shiftKey: true, bubbles: true }));
    await until(() => said() !== atEnd);
    const plot = element.querySelector('.curves-plot')!.getBoundingClientRect();
    const where = { clientX: plot.left + plot.width / 2, clientY: plot.top + plot.height / 2, bubbles: true };
    element.querySelector('.curves-plot')!.dispatchEvent(new PointerEvent('pointermove', where));
    await until(() => /^28\./.test(element.querySelector('.slider-words span')!.textContent));
    expect(slider.getAttribute('aria-valuetext')).toContain('T1');
  });

  test('marks the injection, counts time from it, and takes it back', async () => {
    const { desk } = await render(curves);
    expect(element.textContent).toContain('from the first point');
    button('Injection now').click();
    await until(() => element.textContent.includes('from the injection'));
    expect(desk.store.getState().said).toContain('Injection marked');
    button('Unmark').click();
    await until(() => element.textContent.includes('from the first point'));
  });

  test('reads by the rule that is chosen, and says it', async () => {
    await render(curves);
    const before = row('t₀');
    const choice = element.querySelector('select')!;
    choice.value = 'tenth';
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await until(() => row('t₀') !== before);
    expect(element.querySelector('.curves-read')!.textContent).toContain('10 % of Fmax on the way');
  });

  test('gives one reason where nothing can be read', async () => {
    await render([{ ...curves[0]!, points: curves[0]!.points.slice(0, 1) }]);
    expect(element.querySelector('.curves-read')!.textContent).toContain(
      'T1: 1 point: at least 8 are needed',
    );
    expect(element.querySelector('.parameters')).toBe(null);
    expect(element.innerHTML).not.toMatch(/NaN|Infinity/);
  });

  test('gives what a curve that still rises has, and the reason for the rest once', async () => {
    await render([{ ...curves[0]!, points: curves[0]!.points.filter(({ timeS }) => timeS < 19) }]);
    expect(row('B')).toMatch(/^0\.0\d+ light$/);
    expect(row('TR')).toBe('');
    expect(row('Tmax')).toMatch(/still rises at the end: at least \d/);
    const { textContent } = element.querySelector('.curves-read')!;
    expect(textContent.match(/still rises/g)).toHaveLength(3);
  });

  test('clears at once, and Undo brings the curves back', async () => {
    const house = await render(curves);
    button('Clear').click();
    await until(() => element.querySelector('.curves-plot') === null);
    expect(element.textContent).toContain('Draw a tumour');
    undoDeletion(house);
    await until(() => element.querySelector('.curves-plot') !== null);
  });

  test('saves a file that explains itself', async () => {
    await render(curves);
    const made: Blob[] = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => {
      if (blob instanceof Blob) made.push(blob);
      return make(blob);
    };
    const stop = (event: Event) => event.preventDefault();
    document.addEventListener('click', stop, true);
    const names: string[] = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      names.push(this.download);
    };
    button('CSV').click();
    HTMLAnchorElement.prototype.click = click;
    URL.createObjectURL = make;
    document.removeEventListener('click', stop, true);
    expect(names[0]).toMatch(/^time-curves-[\dT-]+\.csv$/);
    const text = await made[0]!.text();
    expect(text).toContain('# Rule: B + 3σ_B');
    expect(text).toContain('# Calibration: relative, uncalibrated');
    expect(text.split('\r\n').filter(line => line.startsWith('T1,')).length).toBe(curves[0]!.points.length);
  });
});
