/** Recordings on the screen: found, saved elsewhere, checked, recovered; marks, pauses and black places. */

import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { sampleSessions } from '#test/support/sample-sessions.ts';

let app: RenderedApp | null = null;
afterEach(() => {
  app?.unmount();
  app = null;
});

const kept = sampleSessions();

const withSessions = ({ stores }: FakeConductor) => stores.sessions.setState({ sessions: kept });

const openList = async (prepare: (conductor: FakeConductor) => void = withSessions) => {
  app = await renderApp(prepare);
  app.press('i');
  await app.until(() => document.querySelector('dialog') !== null);
  press('Sessions');
  return app;
};

const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find(
    each => each.textContent.trim() === name || each.getAttribute('aria-label') === name,
  );
  if (!found) throw new Error(`There is no button ${name}.`);
  return found;
};
const press = (name: string) => button(name).click();
const cards = () => [...document.querySelectorAll('.session')].map(each => each.textContent);

const fill = (label: string, value: string) => {
  const field = [...document.querySelectorAll('label')]
    .find(each => each.textContent.startsWith(label))
    ?.querySelector('input');
  if (!field) throw new Error(`There is no field ${label}.`);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

async function violations(): Promise<string[]> {
  const found = await axe.run(document, { rules: { 'meta-viewport': { enabled: false } } });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

describe('the list of sessions', () => {
  test('is searched by label, station and protocol, and says when nothing is like that', async () => {
    const { until } = await openList();
    await until(() => cards().length === 2);
    fill('Search', 'k-009');
    await until(() => cards().length === 1);
    expect(cards()[0]).toContain('cross-sectioned specimen');
    fill('Search', 'nothing of the kind');
    await until(
      () => document.querySelector('dialog')?.textContent.includes('No session is like that.') === true,
    );
    fill('Search', 'NL7674 tower');
    await until(() => cards().length === 1);
  });

  test('points out what is older than the user keeps, and deletes nothing by itself', async () => {
    const { until, conductor } = await openList();
    fill('Point out sessions', '30');
    await until(
      () =>
        document.querySelector('dialog')?.textContent.includes('One session is older than 30 days') === true,
    );
    expect(conductor.asked.some(({ name }) => name === 'deleteSession')).toBe(false);
    expect(conductor.stores.sessions.getState().retentionDays).toBe(30);
  });

  test('saves a session only when a passphrase was typed twice alike, or none was', async () => {
    const { until, conductor } = await openList();
    press('Export');
    await until(() => document.querySelector('.session-form') !== null);
    expect(button('Save the file').disabled).toBe(false);
    fill('Passphrase, to seal', 'short');
    await until(() => button('Save the file').disabled);
    fill('Passphrase, to seal', 'long enough');
    fill('The same again', 'long enougX');
    await until(() => button('Save the file').disabled);
    fill('The same again', 'long enough');
    await until(() => !button('Save the file').disabled);
    press('Save the file');
    await until(() => conductor.asked.some(({ name }) => name === 'exportSession'));
    expect(conductor.asked.find(({ name }) => name === 'exportSession')?.with).toEqual([
      'session-0001',
      'long enough',
    ]);
  });

  test('shows progress of one task, which can be stopped, and what a check found', async () => {
    const { until, conductor } = await openList();
    conductor.stores.sessions.setState({
      task: { words: 'Checking every byte', share: 0.42, givesWay: false },
    });
    await until(() => document.querySelector('.task')?.textContent.includes('42 %') === true);
    expect(button('Check every byte').disabled).toBe(true);
    press('Stop');
    expect(conductor.asked.at(-1)?.name).toBe('cancelTask');
    conductor.stores.sessions.setState({
      task: null,
      examined: {
        id: 'session-0001',
        findings: [
          { part: 'main-0001.webm', kind: 'part-changed', atBytes: null, words: 'Its sum is another.' },
        ],
      },
    });
    await until(() => cards()[0]?.includes('One place is not as written') === true);
    conductor.stores.sessions.setState({ examined: { id: 'session-0001', findings: [] } });
    await until(() => cards()[0]?.includes('Every byte is as it was written.') === true);
  });

  test('axe finds nothing, with an export, an import and findings open', async () => {
    const { until, conductor } = await openList();
    press('Export');
    press('Import');
    conductor.stores.sessions.setState({
      packing: { status: 'packing', backlogBytes: 2e9, ratio: 0.4, bytesPerS: 1e7 },
      task: { words: 'Exporting', share: 0.1, givesWay: true },
      examined: {
        id: 'session-0001',
        findings: [
          { part: 'records-0001.rlr', kind: 'record-damaged', atBytes: 12, words: 'Frame 3 of main.' },
        ],
      },
    });
    await until(() => document.querySelector('.task') !== null);
    expect(await violations()).toEqual([]);
  });
});

describe('after a crash', () => {
  test('the next start offers what was saved, and either answer puts the offer away', async () => {
    app = await renderApp(conductor => {
      withSessions(conductor);
      conductor.stores.sessions.setState({ recovered: ['session-0001'] });
    });
    const bar = app.find('[aria-label="Recovered recording"]');
    expect(bar.textContent).toContain('was not closed');
    expect(bar.textContent).toContain('900 frames were saved');
    expect(await violations()).toEqual([]);
    press('Replay it');
    expect(app.conductor.asked.at(-1)).toEqual({ name: 'openSession', with: ['session-0001'] });
    await app.until(() => document.querySelector('[aria-label="Recovered recording"]') === null);
  });
});

describe('while it records', () => {
  test('it can be paused and marked, by key and by button, and the strip says so', async () => {
    app = await renderApp();
    app.press('r');
    await app.until(() => document.querySelector('.recording')?.textContent.includes('REC') === true);
    app.press('R', { shiftKey: true });
    await app.until(() => document.querySelector('.recording')?.textContent.includes('PAUSED') === true);
    press('Go on');
    await app.until(() => document.querySelector('.recording')?.textContent.includes('REC') === true);
    app.press('N', { shiftKey: true });
    await app.until(() => document.querySelector('dialog') !== null);
    fill('Dose of radiotherapy', '15');
    press('IORT start');
    await app.until(
      () => document.querySelector('.marks')?.textContent.includes('IORT start 15 Gy') === true,
    );
    expect(await violations()).toEqual([]);
  });

  test('the strip says before how long there is room, and when another window records', async () => {
    app = await renderApp(({ stores }) => stores.recording.setState({ secondsLeft: 41 * 60 + 5 }));
    expect(app.find('.status').textContent).toContain('room for 41 min');
    app.conductor.stores.recording.setState({ isElsewhere: true });
    await app.until(
      () => document.querySelector('.status')?.textContent.includes('Another window records') === true,
    );
    expect(button('Record').disabled).toBe(true);
  });
});

describe('black places', () => {
  test('are drawn on the whole frame and only in force when used', async () => {
    app = await renderApp();
    app.press('n');
    await app.until(() => document.querySelector('dialog') !== null);
    press('Black places: hide what the tower writes');
    await app.until(() => document.querySelector('[aria-label="Black places"]') !== null);
    press('Add a place');
    await app.until(() => document.querySelector('.drag-rect.blank') !== null);
    expect(await violations()).toEqual([]);
    expect(app.conductor.stores.recording.getState().blanks).toEqual([]);
    press('Use');
    await app.until(() => app?.conductor.stores.recording.getState().blanks.length === 1);
    expect(document.querySelector('[aria-label="Black places"]')).toBeNull();
  });
});
