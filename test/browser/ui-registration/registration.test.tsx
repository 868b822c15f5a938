import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { CalibrationRun, PointPair, RegistrationReading } from '#model/calibration.ts';
import { fitRegistration } from '#model/fit/registration-fit.ts';
import { mapPoint } from '#model/geometry.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { drawn } from '#test/support/waiting.ts';
import { button, drag, key, loupeName, onPage, picture, pointer, pressAt } from './hand.ts';
import { calibrating, dots, truth } from './run.ts';

const white = 'White light picture';
const nir = 'NIR picture';
let app: RenderedApp;

afterEach(() => app.unmount());

const run = (): CalibrationRun => {
  const now = app.conductor.stores.calibrating.getState().run;
  if (!now) throw new Error('Nobody calibrates.');
  return now;
};
const truePair = (dot: number): PointPair => ({ white: dots[dot]!, nir: mapPoint(truth, dots[dot]!) });
const corners = [0, 4, 15, 19].map(truePair);
const fitted = (pairs: readonly PointPair[]) => {
  const registration = fitRegistration(pairs, { widthPx: 640, heightPx: 480 }, false);
  if (!('model' in registration)) throw new Error(registration.words);
  return { pairs, registration };
};
const refinedOf = (pairs: readonly PointPair[]): RegistrationReading => ({
  ...fitted(pairs).registration,
  agreementBefore: 0.41,
  agreementAfter: 0.87,
});
const asked = (name: string) => app.conductor.asked.filter(each => each.name === `calibrate.${name}`);

const open = async (
  change: Partial<CalibrationRun> = {},
  size?: { width: number; height: number },
): Promise<void> => {
  app = await renderApp(calibrating('registration', change), size);
  await app.until(() => Number(document.querySelector<HTMLElement>('[data-scale]')?.dataset.scale) > 0);
};

async function mark({ white: w, nir: n }: PointPair): Promise<void> {
  pressAt(white, w);
  await drawn();
  key('Enter');
  await drawn();
  pressAt(nir, n);
  await drawn();
  key('Enter');
  await drawn();
}

describe('marking pairs', () => {
  test('four pairs by hand give the registration that the pictures were made with, to a fifth of a pixel', async () => {
    await open();
    expect(document.body.textContent).toContain('0 of at least 4 pairs');
    expect(button(/^Accept/).disabled).toBe(true);
    for (const pair of corners) await mark(pair);
    expect(run().pairs).toHaveLength(4);
    const fit = run().registration;
    for (const dot of dots) {
      const [at, should] = [mapPoint(fit!.registration, dot), mapPoint(truth, dot)];
      expect(Math.hypot(at.x - should.x, at.y - should.y)).toBeLessThan(0.2);
    }
    expect(document.body.textContent).not.toContain('of at least 4 pairs');
    expect(button(/^Accept/).disabled).toBe(false);
    button(/^Accept/).click();
    expect(asked('acceptRegistration').map(({ with: which }) => which)).toEqual([['pairs']]);
  });

  test('a press in the other picture sets what was under the loupe; one in the same picture carries it', async () => {
    await open();
    pressAt(white, { x: 100, y: 100 });
    await drawn();
    pressAt(white, { x: 200, y: 120 });
    await drawn();
    expect(loupeName()).toBe('Loupe: Pair 1, white light');
    pressAt(nir, { x: 210, y: 110 });
    await drawn();
    expect(loupeName()).toBe('Loupe: Pair 1, NIR');
    key('Enter');
    await drawn();
    expect(run().pairs).toEqual([{ white: { x: 200, y: 120 }, nir: { x: 210, y: 110 } }]);
    expect(loupeName()).toBeNull();
  });

  test('keys alone mark a pair: arrows carry the cross, Enter marks, arrows in the loupe nudge by a tenth', async () => {
    await open();
    const step = 40 / Number(picture(white).dataset.scale);
    picture(white).focus();
    key('ArrowRight', { shiftKey: true });
    await drawn();
    expect(key('Enter')).toBe(true);
    await drawn();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Pair 1, white light, 8 times enlarged');
    key('ArrowLeft');
    await drawn();
    key('ArrowDown', { shiftKey: true });
    await drawn();
    key('Enter');
    await drawn();
    expect(document.activeElement).toBe(picture(nir));
    key('Enter');
    await drawn();
    key('Enter');
    await drawn();
    const [pair] = run().pairs;
    expect(pair!.white.x).toBeCloseTo(319.5 + step - 0.1, 0);
    expect(pair!.white.y).toBeCloseTo(240.5, 5);
    // The cross of the other picture began where the first half stood.
    expect(pair!.nir).toEqual(pair!.white);
    expect(document.activeElement).toBe(picture(nir));
  });

  test('the loupe takes a drag in eighths of a pixel and typed figures, and Escape puts the point back', async () => {
    await open(fitted(corners));
    const before = run().pairs;
    button('Pair 2, white light').click();
    await drawn();
    const glass = picture('Pair 2, white light, 8 times enlarged');
    drag(glass, { x: 100, y: 100 }, { x: 84, y: 100 });
    await drawn();
    expect(run().pairs[1]!.white).toEqual({ x: before[1]!.white.x + 2, y: before[1]!.white.y });
    key('Escape');
    await drawn();
    expect(run().pairs).toEqual(before);
    expect(loupeName()).toBeNull();
    expect(app.conductor.stores.calibrating.getState().run).not.toBeNull();
  });

  test('Escape drops the half that waits, and is then the panel’s', async () => {
    await open();
    pressAt(white, { x: 100, y: 100 });
    await drawn();
    key('Enter');
    await drawn();
    expect(button(/waiting for its other half/)).toBeTruthy();
    picture(white).focus();
    expect(key('Escape')).toBe(true);
    await drawn();
    expect(document.body.textContent).not.toContain('1?');
  });

  test('a point that is carried moves its residual at once; Delete and the table remove pairs', async () => {
    await open(fitted([...corners, truePair(7)]));
    const firstRow = () => document.querySelector('.residuals tbody td')?.textContent;
    expect(Number(firstRow())).toBeLessThan(0.01);
    const point = button('Pair 1, NIR');
    const at = onPage(nir, run().pairs[0]!.nir);
    pointer(point, 'pointerdown', at);
    await drawn();
    pointer(point, 'pointermove', { x: at.x + 12, y: at.y });
    await drawn();
    expect(Number(firstRow())).toBeGreaterThan(0.5);
    pointer(point, 'pointerup', { x: at.x + 12, y: at.y });
    await drawn();
    expect(loupeName()).toBeNull();
    button('Pair 5, white light').focus();
    key('Delete');
    await drawn();
    expect(run().pairs).toHaveLength(4);
    expect(document.activeElement).toBe(picture(white));
    button('Remove pair 1').click();
    await drawn();
    expect(run().pairs).toEqual(corners.slice(1));
    expect(button(/^Accept/).disabled).toBe(true);
  });

  test('arrows on a point nudge it by a tenth of a pixel, with Shift by one', async () => {
    await open({ pairs: [{ white: { x: 100, y: 100 }, nir: { x: 50, y: 50 } }] });
    button('Pair 1, NIR').focus();
    key('ArrowRight');
    await drawn();
    key('ArrowUp', { shiftKey: true });
    await drawn();
    expect(run().pairs[0]).toEqual({ white: { x: 100, y: 100 }, nir: { x: 50.1, y: 49 } });
  });
});

describe('looking closely', () => {
  test('both pictures zoom and are carried together, and a press means the same pixel', async () => {
    await open();
    const about = { x: 320, y: 75 };
    const where = onPage(white, about);
    const scale = Number(picture(white).dataset.scale);
    picture(white).dispatchEvent(
      new WheelEvent('wheel', { deltaY: -700, clientX: where.x, clientY: where.y, cancelable: true }),
    );
    await drawn();
    expect(Number(picture(white).dataset.scale) / scale).toBeCloseTo(1.2 ** 7, 3);
    expect(picture(nir).dataset.scale).toBe(picture(white).dataset.scale);
    // A wheel event's place is whole CSS pixels.
    expect(Math.abs(onPage(white, about).x - where.x)).toBeLessThan(2.6);
    drag(picture(nir), onPage(nir, about), onPage(nir, { x: 300, y: 80 }));
    await drawn();
    expect(loupeName()).toBeNull();
    pressAt(white, { x: 330.2, y: 70.7 });
    await drawn();
    key('Enter');
    await drawn();
    pressAt(nir, { x: 331, y: 71 });
    await drawn();
    key('Enter');
    expect(run().pairs).toEqual([{ white: { x: 330.2, y: 70.7 }, nir: { x: 331, y: 71 } }]);
    await drawn();
    button('Whole').click();
    await drawn();
    expect(Number(picture(white).dataset.scale)).toBeCloseTo(scale, 9);
  });

  test('what the canvas says is what it draws: a dot’s centre is where its pixel is said to stand', async () => {
    await open();
    const canvas = picture(nir);
    const [x, y] = [canvas.dataset.left, canvas.dataset.top].map((offset, i) => {
      const at = mapPoint(truth, dots[7]!);
      return Number(offset) + (i === 0 ? at.x : at.y) * Number(canvas.dataset.scale);
    });
    const unit = canvas.width / canvas.clientWidth;
    const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const near = { sum: 0, x: 0, y: 0 };
    for (let dy = -6; dy <= 6; dy++)
      for (let dx = -6; dx <= 6; dx++) {
        const px = Math.round(x! * unit) + dx;
        const py = Math.round(y! * unit) + dy;
        const shade = Math.max(0, pixels.data[(py * canvas.width + px) * 4]! - 40);
        near.sum += shade;
        near.x += shade * (px + 0.5);
        near.y += shade * (py + 0.5);
      }
    expect(Math.abs(near.x / near.sum / unit - x!)).toBeLessThan(0.3);
    expect(Math.abs(near.y / near.sum / unit - y!)).toBeLessThan(0.3);
  });
});

describe('judging', () => {
  test('residuals are said in pixels, and in millimetres once there is a scale, and drawn with their factor', async () => {
    const shifted = { ...truePair(7), nir: { x: truePair(7).nir.x + 1, y: truePair(7).nir.y } };
    const change = fitted([...corners, truePair(12), shifted]);
    await open(change);
    expect(document.body.textContent).toMatch(/Residuals × \d+/);
    expect(document.querySelector('.facts')?.textContent).toContain(
      `${change.registration.rmsPx.toFixed(2)} px`,
    );
    expect(document.querySelectorAll('.residuals thead th')).toHaveLength(3);
    const { stores } = app.conductor;
    const draft = { ...run().draft, scale: { mmPerPx: 0.2, sdMmPerPx: 0.001 } };
    stores.calibrating.setState({ run: { ...run(), draft } });
    await drawn();
    expect(document.querySelectorAll('.residuals thead th')).toHaveLength(4);
    expect(document.querySelector('.facts')?.textContent).toContain(
      `${(change.registration.rmsPx * 0.2).toFixed(2)} mm`,
    );
  });

  test('what refinement brought is compared, and either may be used', async () => {
    await open(fitted(corners));
    button('Refine automatically').click();
    expect(asked('refine')).toHaveLength(1);
    app.conductor.stores.calibrating.setState({ run: { ...run(), refined: refinedOf(corners) } });
    await drawn();
    expect(document.body.textContent).toContain('0.41 → 0.87');
    expect(button('Refined').getAttribute('aria-pressed')).toBe('true');
    button('The pairs').click();
    await drawn();
    button(/^Accept/).click();
    app.conductor.commands.calibrate.goTo('registration');
    await drawn();
    button('Refined').click();
    await drawn();
    button(/^Accept/).click();
    expect(asked('acceptRegistration').map(({ with: [which] }) => which)).toEqual(['pairs', 'refined']);
  });

  test('a fit that must not be used cannot be accepted, and says why', async () => {
    const { pairs, registration } = fitted(corners);
    const findings = [{ severity: 'stop', id: 'poor', words: 'The points do not hold together.' }] as const;
    await open({ pairs, registration: { ...registration, findings } });
    expect(button(/^Accept/).disabled).toBe(true);
    expect(document.querySelector('.accept')?.textContent).toContain('do not hold together');
  });

  test('by eye: squares of white light and registered NIR, or both in turn', async () => {
    await open(fitted(corners));
    button('Checkerboard').click();
    await drawn();
    expect(picture('Checkerboard, registered')).toBeTruthy();
    button('Blink').click();
    await drawn();
    const turning = picture('White light and NIR in turn');
    const red = () => {
      const at = [turning.width / 2, turning.height / 2].map(Math.round);
      const [r, g] = turning.getContext('2d')!.getImageData(at[0]!, at[1]!, 1, 1).data;
      return r! - g! > 20;
    };
    const first = red();
    await app.until(() => red() !== first);
    await app.until(() => red() === first);
    button('Mark').click();
    await drawn();
    expect(picture(white)).toBeTruthy();
  });

  test('the tint of uncertainty is light among the points and red far from them', async () => {
    const crowded = [0, 1, 5, 6].map(truePair);
    await open(fitted(crowded));
    button('Uncertainty').click();
    await drawn();
    const map = document.querySelector<HTMLCanvasElement>('.uncertainty canvas')!;
    const tint = (x: number, y: number) =>
      map.getContext('2d')!.getImageData(Math.round((x / 639) * 63), Math.round((y / 479) * 35), 1, 1).data;
    expect(tint(140, 130)[3]).toBeLessThan(60);
    expect(tint(639, 479)[3]).toBeGreaterThan(130);
    // Red and not amber.
    expect(tint(639, 479)[2]).toBeGreaterThan(100);
  });

  test('the distance is noted, and what another distance costs is told for the lenses described', async () => {
    await open({ pairs: corners });
    const type = (label: string, value: string) => {
      const field = [...document.querySelectorAll('label')].find(each => each.textContent.startsWith(label));
      const input = field!.querySelector('input')!;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, value);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    };
    type('Working distance', '250');
    expect(asked('setWorkingDistance').at(-1)?.with).toEqual([250]);
    document.querySelector<HTMLElement>('.parallax summary')!.click();
    type('Focal length', '1000');
    type('Between the lenses', '4');
    type('Distance now', '100');
    await drawn();
    // 1000 px · 4 mm · |1/100 − 1/200|
    expect(document.querySelector('.parallax')?.textContent).toContain('20 px');
    type('Between the lenses', '0');
    await drawn();
    expect(document.querySelector('.parallax')?.textContent).toContain('through one lens');
  });
});

describe('the screen', () => {
  const sizes = [
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ];

  test.each(sizes)('has nothing for axe to find, and nothing cut off, at $width × $height', async size => {
    const change = { ...fitted(corners), refined: refinedOf(corners) };
    await open(change, size);
    button('Pair 2, NIR').click();
    await drawn();
    const rules = { 'meta-viewport': { enabled: false } };
    const found = async () =>
      (await axe.run(document, { rules })).violations.flatMap(({ id, nodes }) =>
        nodes.map(node => `${id}: ${node.html.slice(0, 160)}`),
      );
    expect(await found()).toEqual([]);
    const layer = document.querySelector('.picture-layer')!.getBoundingClientRect();
    const outside = [...document.querySelectorAll('.layer-bar button, .loupe button, .loupe canvas')].filter(
      each => {
        const box = each.getBoundingClientRect();
        return box.right > layer.right + 0.5 || box.bottom > layer.bottom + 0.5 || box.top < layer.top - 0.5;
      },
    );
    expect(outside).toEqual([]);
    const small = [
      ...document.querySelectorAll('.picture-layer button:not(.point-mark), .registration-step button'),
    ]
      .filter(each => each.getBoundingClientRect().height < 48 || each.getBoundingClientRect().width < 48)
      .map(each => each.outerHTML.slice(0, 80));
    expect(small).toEqual([]);
    key('Escape');
    await drawn();
    button('Uncertainty').click();
    document.querySelector<HTMLElement>('.parallax summary')!.click();
    await drawn();
    expect(await found()).toEqual([]);
    button('Checkerboard').click();
    await drawn();
    expect(await found()).toEqual([]);
  });

  test('before pictures are taken it says what to press, and Enter presses it', async () => {
    app = await renderApp(calibrating('registration', { pictures: null }));
    await drawn();
    expect(document.querySelector('.picture-layer')?.textContent).toContain('Press Take pictures');
    key('Enter');
    expect(asked('takePictures')).toHaveLength(1);
  });
});
