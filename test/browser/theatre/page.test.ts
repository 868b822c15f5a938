/** The page that stands on the second screen, without a console. */
import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { openTheatrePage } from '#ui/theatre/theatre-page.ts';

let close: () => void = () => undefined;
afterEach(() => close());

const later = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; performance.now() < end; await later(20)) if (holds()) return;
  throw new Error(`This never became true: ${holds.toString()}`);
}

async function open(): Promise<HTMLElement> {
  await page.viewport(1280, 720);
  const root = document.createElement('div');
  document.body.append(root);
  document.documentElement.lang = 'en';
  const shown = openTheatrePage(root, { theatreId: crypto.randomUUID(), consoleId: crypto.randomUUID() });
  close = () => {
    shown[Symbol.dispose]();
    root.remove();
  };
  const main = root.querySelector('main');
  if (!main) throw new Error('The page has no main.');
  await until(() => main.dataset.state === 'no-console' && main.dataset.said !== '');
  return main;
}

test('has one canvas that fills it, no control, no cursor, no scroll bar', async () => {
  const main = await open();
  const canvases = main.querySelectorAll('canvas');
  expect(canvases).toHaveLength(1);
  const box = canvases[0]?.getBoundingClientRect();
  expect([box?.x, box?.y, box?.width, box?.height]).toEqual([0, 0, innerWidth, innerHeight]);
  expect(main.querySelectorAll('button, a, input, select, dialog')).toHaveLength(0);
  for (const element of [document.documentElement, main, ...main.querySelectorAll('*')])
    expect(getComputedStyle(element).cursor).toBe('none');
  expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(innerHeight);
});

test('speaks its state once, and is found without fault by axe', async () => {
  const main = await open();
  const status = main.querySelector('[role=status]');
  await until(() => (status?.textContent ?? '').startsWith('WAITING FOR THE CONSOLE'));
  let spoken = 0;
  const observer = new MutationObserver(() => {
    spoken++;
  });
  if (status) observer.observe(status, { childList: true, characterData: true, subtree: true });
  await later(500);
  expect(spoken).toBe(0);
  expect(main.querySelector('[role=alert]')?.textContent).toBe('');
  const { violations } = await axe.run(document);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
});

test('asks for the one click that fills the screen', async () => {
  const main = await open();
  const hint = main.querySelector<HTMLElement>('.second-screen-hint');
  expect(hint?.textContent).toBe('Click once to fill this screen');
  expect(hint?.hidden).toBe(false);
});
