/** Keys that titles, hints and screen readers tell are the ones that work: the user's own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { later } from '#test/support/waiting.ts';
import { allBindings } from '#ui/keys/all-bindings.ts';

let app: RenderedApp;
beforeEach(() => localStorage.removeItem('rimlight.keys'));
afterEach(() => {
  localStorage.removeItem('rimlight.keys');
  app.unmount();
});

const press = async (name: string) => {
  const named = () =>
    [...document.querySelectorAll<HTMLButtonElement>('button')].find(button =>
      (button.getAttribute('aria-label') ?? button.textContent).includes(name),
    );
  await app.until(() => named() !== undefined);
  named()!.click();
};

describe('every key that is told', () => {
  /** One own key for each function, none of them anybody's first. */
  const others = [
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
    'g',
    'h',
    'i',
    'j',
    'k',
    'l',
    'm',
    'o',
    'p',
    's',
    'u',
    'v',
    'x',
    'y',
  ].flatMap(letter =>
    ['Alt', 'Control+Alt', 'Alt+Shift', 'Control+Alt+Shift', 'Alt+Meta', 'Control+Alt+Meta'].map(
      held => `${held}+${letter}`,
    ),
  );
  const changed = allBindings.filter(({ binding }) => !binding.isFixed);
  const firsts = new Set(changed.map(({ binding }) => binding.shown.replace(/, (held|in replay)$/, '')));
  /** What stands in titles, for screen readers, and on buttons. */
  const told = () => [
    ...[...document.querySelectorAll('[title]')].flatMap(each =>
      [...(each.getAttribute('title') ?? '').matchAll(/\(([^()]+)\)/g)].map(([, keys]) => keys!),
    ),
    ...[...document.querySelectorAll('[aria-keyshortcuts]')].flatMap(
      each => each.getAttribute('aria-keyshortcuts')?.split(' ') ?? [],
    ),
    ...[...document.querySelectorAll('.key, .key-hint')].map(each => each.textContent.trim()),
  ];
  const firstKeysTold = () => told().filter(text => text !== '' && firsts.has(text));

  const playhead = {
    isPlaying: false,
    frameIndex: 3,
    frameCount: 90,
    positionS: 0.1,
    durationS: 3,
    speed: 1,
    loop: null,
  };
  const places: readonly (readonly [string, () => void])[] = [
    ['the screen', () => undefined],
    ['analysis', () => void press('Analysis')],
    ['replay', () => app.conductor.stores.feed.setState({ playhead })],
    ['the calibration', () => app.conductor.commands.calibrate.begin()],
    ['a reading that can be accepted', () => void app.conductor.commands.calibrate.readChart()],
    [
      'the check',
      () => {
        app.conductor.commands.calibrate.discard();
        app.conductor.commands.check.open();
      },
    ],
    ['a sheet', () => void press('Calibrated')],
  ];

  test('is the first before any was changed, and the own one after', async () => {
    const look = async () => {
      app = await renderApp(({ commands, tick }) => {
        commands.addRegion({
          role: 'tumour',
          tissue: null,
          shape: { kind: 'circle', centre: { x: 9, y: 9 }, radiusPx: 5 },
        });
        tick();
      });
      const found: string[] = [];
      for (const [place, go] of places) {
        go();
        await later(150);
        found.push(...firstKeysTold().map(key => `${place}: ${key}`));
      }
      const stage = app.find('.stage').getAttribute('aria-label') ?? '';
      return { found, stage };
    };
    const before = await look();
    for (const key of [
      'the screen: F',
      'the screen: Shift+E',
      'analysis: Y',
      'replay: J',
      'the calibration: U',
      'the check: Enter',
      'a sheet: Q',
    ])
      expect(before.found).toContain(key);
    expect(before.stage).toContain('T, B, L, E');
    app.unmount();

    const keys = Object.fromEntries(changed.map(({ binding }, index) => [binding.id, [others[index]!]]));
    localStorage.setItem(
      'rimlight.keys',
      JSON.stringify({ format: 'rimlight-keys', version: 1, keys, pedals: [] }),
    );
    const after = await look();
    expect(after.found).toEqual([]);
    expect(after.stage).not.toContain('T, B, L, E');
    app.unmount();
    app = await renderApp();
    const title = app.find('[aria-label="Mirror"]').title;
    expect(title).toMatch(/^Mirror \(Alt\+\w|Ctrl\+Alt\+/);
  });
});
