import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modes } from '#model/display.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { allBindings } from '#ui/keys/all-bindings.ts';

let app: RenderedApp;

/** Longer than a toggle keeps its own key from pressing it again. */
const afterToggle = () => new Promise<void>(resolve => setTimeout(resolve, 350));

beforeEach(() => localStorage.removeItem('rimlight.keys'));
afterEach(() => app.unmount());

const display = () => app.conductor.stores.scene.getState().display;
const regions = () => app.conductor.stores.regions.getState();
const askedFor = (name: string) => app.conductor.asked.filter(each => each.name === name).length;

describe('keys', () => {
  test('1 to 7 choose the mode', async () => {
    app = await renderApp();
    for (const [index, mode] of modes.entries()) {
      app.press(String(index + 1));
      expect(display().mode).toBe(mode);
    }
  });

  test('Space hides everything that is not tissue only while it is held, even with a button in focus', async () => {
    app = await renderApp();
    app.find('[aria-label="Mirror"]').focus();
    app.press(' ');
    expect(display().overlayVisible).toBe(false);
    app.press(' ', { repeat: true });
    app.release('Space');
    expect(display().overlayVisible).toBe(true);
    app.press(' ');
    window.dispatchEvent(new Event('blur'));
    expect(display().overlayVisible).toBe(true);
  });

  test('a background needs no mouse: B, a digit for the tissue, Enter, arrows', async () => {
    app = await renderApp();
    app.press('b');
    app.press('3');
    await app.until(() => app.root.querySelector('.tissues') === null);
    app.press('Enter');
    expect(regions().regions).toMatchObject([
      { id: 'B1', tissue: 'fat', shape: { kind: 'circle', centre: { x: 319.5, y: 239.5 } } },
    ]);
    app.find('.stage').focus();
    app.press('ArrowRight');
    app.press('ArrowUp', { shiftKey: true });
    expect(regions().regions[0]?.shape).toMatchObject({ centre: { x: 320.5, y: 229.5 } });
    const before = regions().regions[0]!.shape;
    app.press('.');
    app.press(',');
    expect(regions().regions[0]!.shape).toMatchObject({
      radiusPx: expect.closeTo('radiusPx' in before ? before.radiusPx : 0, 9),
    });
    app.press('Delete');
    expect(regions().regions).toEqual([]);
    app.press('z');
    expect(regions().regions).toHaveLength(1);
  });

  test('threshold and opacity go by steps and stop at their limits', async () => {
    app = await renderApp();
    const start = display().thresholdShare;
    app.press(']');
    expect(display().thresholdShare).toBeCloseTo(start + 0.01, 9);
    app.press('[');
    app.press('[');
    expect(display().thresholdShare).toBeCloseTo(start - 0.01, 9);
    for (let i = 0; i < 20; i++) app.press('=');
    expect(display().opacity).toBe(0.7);
    for (let i = 0; i < 20; i++) app.press('-');
    expect(display().opacity).toBe(0);
  });

  test('S keeps a still, R starts and stops the recording, F freezes and lets go', async () => {
    app = await renderApp();
    app.press('s');
    expect(askedFor('takeStill')).toBe(1);
    app.press('r');
    expect(app.conductor.stores.recording.getState().status).toBe('recording');
    await afterToggle();
    app.press('r');
    expect(app.conductor.stores.recording.getState().status).toBe('idle');
    const state = () => app.conductor.stores.readout.getState().liveness.state;
    app.press('f');
    expect(state()).toBe('frozen');
    await afterToggle();
    app.press('f');
    expect(state()).toBe('live');
  });

  test('letters are letters in a text field and in an open sheet', async () => {
    app = await renderApp();
    app.find('.status-item.case').click();
    await app.until(() => document.querySelector('dialog input') !== null);
    document.querySelector<HTMLInputElement>('dialog input[type="text"]')?.focus();
    for (const key of ['s', 'r', 'f', '1', ' ']) app.press(key);
    expect(askedFor('takeStill')).toBe(0);
    expect(display()).toMatchObject({ mode: 'side-by-side', overlayVisible: true });
  });

  test('Tab on the picture goes from region to region, then on', async () => {
    app = await renderApp(({ commands }) => {
      for (const x of [100, 200])
        commands.addRegion({
          role: 'tumour',
          tissue: null,
          shape: { kind: 'circle', centre: { x, y: 100 }, radiusPx: 20 },
        });
      commands.selectRegion(null);
    });
    app.find('.stage').focus();
    const visited = [0, 1, 2].map(() => {
      app.press('Tab');
      return regions().selectedId;
    });
    expect(visited).toEqual(['T1', 'T2', null]);
  });

  test('? shows every key of the tables, once', async () => {
    app = await renderApp();
    app.press('?', { shiftKey: true });
    await app.until(() => document.querySelector('dialog kbd') !== null);
    const shown = [...document.querySelectorAll('dialog kbd')].map(kbd => kbd.textContent);
    expect(shown.toSorted()).toEqual(allBindings.map(({ binding }) => binding.shown).toSorted());
    expect(new Set(shown).size).toBe(shown.length);
  });
});
