/** Practising with the simulated camera, on the screen. */
import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { type PhantomFault, phantomFaults } from '#model/phantom.ts';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { faultGroups } from '#ui/feeds/practise/fault-words.ts';

let app: RenderedApp;
afterEach(() => app.unmount());

const onPhantom =
  (fault: PhantomFault | null = null) =>
  (conductor: FakeConductor) =>
    conductor.stores.feed.setState(({ description }) => ({
      description: description && { ...description, kind: 'phantom', name: 'Sarcoma bed' },
      fault,
    }));

function press(name: string): void {
  const button = [...app.root.querySelectorAll('button')].find(({ textContent }) => textContent === name);
  if (!button) throw new Error(`No button is called ${name}.`);
  button.click();
}

/** The source sheet with what is simulated. */
async function openSheet(): Promise<void> {
  app.press('n');
  await app.until(() => app.root.querySelector('dialog') !== null);
  press('Simulated');
  await app.until(() => app.root.querySelector('.choices') !== null);
}

async function openPractise(): Promise<void> {
  await openSheet();
  app.find('.practise > summary').click();
  await app.until(() => app.root.querySelector('.practise[open]') !== null);
}

describe('practising', () => {
  test('offers every fault once, in reach of a gloved finger, and passes axe', async () => {
    app = await renderApp(onPhantom());
    await openPractise();
    expect(faultGroups.flatMap(({ faults }) => faults).toSorted()).toEqual([...phantomFaults].toSorted());
    const buttons = [...app.root.querySelectorAll('.practise-faults button')];
    expect(buttons).toHaveLength(phantomFaults.length);
    for (const button of buttons) {
      const { width, height } = button.getBoundingClientRect();
      expect(Math.min(width, height), button.textContent).toBeGreaterThanOrEqual(48);
    }
    const { violations } = await axe.run(app.root);
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });

  test('says what a fault is and what to look for, makes it happen on request only, and gives the picture free', async () => {
    app = await renderApp(onPhantom());
    await openPractise();
    press('excitation off');
    await app.until(() => app.find('.practise-about').textContent.includes('Look for'));
    expect(app.find('.practise-about').textContent).toContain('does not mean no tumour');
    expect(app.conductor.asked.some(({ name }) => name === 'provoke')).toBe(false);
    press('Make it happen');
    expect(app.conductor.asked).toContainEqual({ name: 'provoke', with: ['excitation-off'] });
    await app.until(() => app.root.querySelector('dialog') === null);
  });

  test('is said above the picture, under no veil, while it lasts, and is ended there by a press', async () => {
    app = await renderApp(onPhantom('black'));
    app.conductor.stores.readout.setState(({ liveness }) => ({
      liveness: { ...liveness, state: 'identical' },
    }));
    await app.until(() => app.root.querySelector('.veil') !== null);
    const mark = app.find('.practise-mark');
    expect(mark.textContent).toContain('PRACTICE: black picture');
    const { left, top, width, height } = mark.getBoundingClientRect();
    const front = document.elementFromPoint(left + width / 2, top + height / 2);
    expect(mark.contains(front)).toBe(true);
    const end = app.find('.practise-mark button');
    expect(end.getBoundingClientRect().height).toBeGreaterThanOrEqual(48);
    end.click();
    expect(app.conductor.asked).toContainEqual({ name: 'provoke', with: [null] });
    onPhantom(null)(app.conductor);
    await app.until(() => app.root.querySelector('.practise-mark') === null);
  });

  test('is offered for no other source', async () => {
    app = await renderApp();
    await openSheet();
    expect(app.root.querySelector('.practise')).toBeNull();
  });
});
