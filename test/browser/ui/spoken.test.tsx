/** What a screen reader is told: states once, numbers never by themselves; numbers by name, with their uncertainty in words; the focus back where it was. */
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeConductor, fakeMeasurement } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { drawn } from '#test/support/waiting.ts';

let app: RenderedApp;
afterEach(() => app.unmount());

const circle = (x: number) => ({ kind: 'circle', centre: { x, y: 200 }, radiusPx: 30 }) as const;
const withNumbers = ({ commands, tick, analyse }: FakeConductor) => {
  commands.addRegion({ role: 'tumour', tissue: null, shape: circle(300) });
  commands.addRegion({ role: 'background', tissue: 'muscle', shape: circle(100) });
  tick();
  analyse();
};

const liveRegions = () =>
  [...document.querySelectorAll('[role="status"], [role="alert"], [role="log"], output, [aria-live]')].filter(
    each => each.getAttribute('aria-live') !== 'off',
  );
/** What all live regions say, one after the other. */
const said = () => liveRegions().map(each => each.textContent.trim());
/** On a machine that is busy the picture itself is late now and then, which is said. */
const saidButAge = () => said().map(text => (/NO SIGNAL|LATE/.test(text) ? '' : text));

/** Numbers of another frame: all of them a little different. */
function another({ stores, tick }: FakeConductor, number: number): void {
  const measured = fakeMeasurement(stores.regions.getState().regions);
  const factor = 1 + number / 50;
  tick({
    measurement: {
      ...measured,
      frameNumber: 900 + number,
      arrivedS: Date.now() / 1000,
      motion: null,
      pairs: measured.pairs.map(pair => ({
        ...pair,
        tbr: { value: 3.4 * factor },
        tbrSd: 0.02 * factor,
        cnr: { value: 8 * factor },
        cnrSd: 0.2 * factor,
      })),
    },
  });
}

describe('numbers and ages', () => {
  test.each(['the numbers', 'analysis', 'big numbers'])('are never spoken by themselves: %s', async place => {
    app = await renderApp(withNumbers);
    if (place === 'analysis') app.press('y');
    if (place === 'big numbers') app.press('g');
    await drawn();
    const shown = new Set<string>();
    const before = saidButAge();
    for (let number = 1; number <= 8; number++) {
      another(app.conductor, number);
      const { liveness } = app.conductor.stores.readout.getState();
      app.conductor.stores.readout.setState({
        liveness: { ...liveness, dropped: number, ageS: 0.03 + number / 1000 },
      });
      await drawn();
      shown.add(app.find('.tbr').textContent);
      expect(saidButAge()).toEqual(before);
    }
    // They did change.
    expect(shown.size).toBeGreaterThan(3);
  });

  test('NO SIGNAL is spoken once, whatever its age', async () => {
    app = await renderApp(withNumbers);
    const texts: string[] = [];
    for (let second = 1; second <= 6; second++) {
      const { liveness } = app.conductor.stores.readout.getState();
      app.conductor.stores.readout.setState({ liveness: { ...liveness, state: 'no-signal', ageS: second } });
      await drawn();
      texts.push(said().join(' | '));
    }
    expect(texts[0]).toContain('NO SIGNAL');
    expect(new Set(texts).size).toBe(1);
  });

  test('have a name, and their uncertainty in words', async () => {
    app = await renderApp(withNumbers);
    another(app.conductor, 1);
    await app.until(() => app.root.querySelector('.plus-minus') !== null);
    expect(app.find('.tbr').getAttribute('aria-label')).toBe('TBR');
    const heard = (element: Element): string =>
      [...element.childNodes]
        .map(node =>
          node instanceof Element ? (node.getAttribute('aria-hidden') ? '' : heard(node)) : node.textContent,
        )
        .join(' ')
        .replaceAll(/\s+/g, ' ')
        .trim();
    expect(heard(app.find('.plus-minus'))).toMatch(/^plus or minus 0\.\d+ : noise only/);
    const cnr = [...app.root.querySelectorAll('.side-figure')]
      .map(heard)
      .find(text => text.startsWith('CNR'));
    expect(cnr).toMatch(/^CNR 8\.\d plus or minus 0\.\d/);
    for (const each of app.root.querySelectorAll('.numbers [aria-hidden="true"]'))
      expect(each.textContent).not.toMatch(/^\d/);
  });
});

describe('the focus', () => {
  test.each([
    ['the button that opened a sheet', '.status-item.case'],
    ['the picture', '.stage'],
  ])('goes back to %s when the sheet is closed', async (_, selector) => {
    app = await renderApp(withNumbers);
    const from = app.find(selector);
    from.focus();
    if (selector === '.stage') app.press('P', { shiftKey: true });
    else from.click();
    await app.until(() => document.activeElement?.closest('dialog') !== null);
    [...document.querySelectorAll<HTMLButtonElement>('dialog button')]
      .find(button => button.getAttribute('aria-label') === 'Close')
      ?.click();
    await app.until(() => document.querySelector('dialog') === null);
    await drawn();
    expect(document.activeElement).toBe(from);
  });

  test('goes through the screen as it is read: strip, tools, picture, numbers, bar', async () => {
    app = await renderApp(withNumbers);
    const areas = ['.status', '.rail', '.theatre-main', '.numbers', '.bottom', '.notice'];
    const order = [...app.root.querySelectorAll<HTMLElement>('button, input, select, [tabindex="0"]')].map(
      each => areas.findIndex(area => each.closest(area)),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(app.root.querySelectorAll('[tabindex]:not([tabindex="0"], [tabindex="-1"])')).toHaveLength(0);
  });
});
