/** What a person set for every page: the system's own few colours, and less motion. */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { drawn } from '#test/support/waiting.ts';

let app: RenderedApp;

const prefer = (name: string, value: string) =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name, value }] });

afterEach(async () => {
  app.unmount();
  await cdp().send('Emulation.setEmulatedMedia', { features: [] });
});

const withNumbers = (conductor: FakeConductor) => {
  const at = (x: number) => ({ kind: 'circle', centre: { x, y: 200 }, radiusPx: 30 }) as const;
  conductor.commands.addRegion({ role: 'tumour', tissue: null, shape: at(300) });
  conductor.commands.addRegion({ role: 'background', tissue: 'muscle', shape: at(100) });
  conductor.tick();
};
const noSignal = ({ stores }: FakeConductor) =>
  stores.readout.setState(({ liveness }) => ({ liveness: { ...liveness, state: 'no-signal', ageS: 2.4 } }));

const states: readonly { name: string; shows: string; go: () => unknown }[] = [
  { name: 'live, with numbers', shows: '.tbr', go: () => undefined },
  { name: 'no signal', shows: '.veil', go: () => noSignal(app.conductor) },
  { name: 'frozen', shows: '.frozen-frame', go: () => app.conductor.commands.freeze(true) },
  { name: 'recording', shows: '.record-dot', go: () => app.conductor.commands.startRecording() },
  { name: 'big numbers', shows: '[data-big="true"]', go: () => app.press('g') },
  { name: 'a sheet', shows: 'dialog .sheet-body', go: () => app.press('n') },
  { name: 'analysis', shows: '.analysis', go: () => app.press('y') },
  { name: 'the check', shows: '.day-check', go: () => app.conductor.commands.check.open() },
];

describe('in the system’s own few colours', () => {
  beforeEach(() => prefer('forced-colors', 'active'));

  test.each(states)(
    'axe finds nothing, and what is pressed is told by a line: $name',
    async ({ shows, go }) => {
      app = await renderApp(withNumbers);
      expect(matchMedia('(forced-colors: active)').matches).toBe(true);
      await go();
      await app.until(() => document.querySelector(shows) !== null);
      await drawn();
      const { violations } = await axe.run(document.querySelector('dialog[open]') ?? app.root, {
        // The colours are the system's own.
        rules: { 'color-contrast': { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
      const pressed = [
        ...document.querySelectorAll<HTMLElement>('button:is([aria-pressed="true"], [aria-selected="true"])'),
      ];
      expect(
        pressed.filter(each => getComputedStyle(each).outlineStyle === 'none').map(each => each.textContent),
      ).toEqual([]);
    },
  );

  test('the dot of a recording and the bars of the age are still seen', async () => {
    app = await renderApp(withNumbers);
    await app.conductor.commands.startRecording();
    await app.until(() => app.root.querySelector('.record-dot') !== null);
    const ground = getComputedStyle(document.body).backgroundColor;
    for (const selector of ['.record-dot', '.age-bar.lit'])
      expect(getComputedStyle(app.find(selector)).backgroundColor, selector).not.toBe(ground);
  });
});

describe('for less motion', () => {
  beforeEach(() => prefer('prefers-reduced-motion', 'reduce'));

  test('NO SIGNAL stands still, and nothing on the screen goes on moving', async () => {
    app = await renderApp(withNumbers);
    noSignal(app.conductor);
    await app.until(() => app.root.querySelector('.veil-word') !== null);
    const endless = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY);
    expect(endless).toEqual([]);
    expect(getComputedStyle(app.find('.veil-word')).opacity).toBe('1');
  });
});
