/** Deleting that is taken back, for each kind of thing that has no test of its own file: what was undone stays when its time is over. */
import { afterEach, describe, expect, test } from 'vitest';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { sampleSessions } from '#test/support/sample-sessions.ts';

let app: RenderedApp;
afterEach(() => app.unmount());

const buttons = (name: string) =>
  [...document.querySelectorAll<HTMLButtonElement>('button')].filter(each =>
    (each.getAttribute('aria-label') ?? each.textContent).trim().startsWith(name),
  );
const press = async (name: string, index = 0) => {
  await app.until(() => buttons(name)[index] !== undefined);
  buttons(name)[index]!.click();
};
const count = (selector: string) => document.querySelectorAll(selector).length;
const line = () => document.querySelector('.undo-line')?.textContent ?? '';
/** By the deletion's own button: the rail has one for regions. */
const takeBack = async () => {
  await app.until(() => count('dialog .undo-line button') === 1);
  document.querySelector<HTMLElement>('dialog .undo-line button')!.click();
};
const asked = (name: string) => app.conductor.asked.filter(each => each.name === name);
const openSessions = async () => {
  app.press('i');
  await press('Sessions');
};

describe('a deletion is taken back', () => {
  test('of a recorded session: it is listed again and stays, while the next one goes for good', async () => {
    app = await renderApp(({ stores }) => stores.sessions.setState({ sessions: sampleSessions() }));
    await openSessions();
    await app.until(() => count('.session') === 2);
    await press('Delete');
    await app.until(() => count('.session') === 1 && line().startsWith('Deleted the session of'));
    expect(asked('deleteSession')).toEqual([]);
    await takeBack();
    await app.until(() => count('.session') === 2 && line() === '');
    await press('Delete', 1);
    await app.until(() => asked('deleteSession').length > 0);
    expect(asked('deleteSession')).toEqual([{ name: 'deleteSession', with: [sampleSessions()[1]!.id] }]);
  });

  test('of a layout: it is listed again and stays, while the next one goes for good', async () => {
    app = await renderApp(({ stores }) =>
      stores.layouts.setState(({ layouts }) => ({
        layouts: [...layouts, ...['A', 'B'].map(id => ({ ...layouts[0]!, id, name: `Tower ${id}` }))],
      })),
    );
    const kept = () => app.conductor.stores.layouts.getState().layouts.map(({ id }) => id);
    app.press('n');
    await press('Layout');
    await press('Delete: Tower A');
    await app.until(() => buttons('Delete: Tower A').length === 0 && line().startsWith('Deleted Tower A.'));
    expect(kept()).toContain('A');
    await takeBack();
    await app.until(() => buttons('Delete: Tower A').length === 1 && line() === '');
    await press('Delete: Tower B');
    await app.until(() => !kept().includes('B'));
    expect(kept()).toContain('A');
  });

  test('of white light’s detail: it is thinned only where nobody took that back', async () => {
    app = await renderApp(({ stores }) => stores.library.setState({ freeBytes: 1e9 }));
    await openSessions();
    const isOffered = () => buttons('Keep white light lossy')[0]?.disabled === false;
    await press('Keep white light lossy');
    await app.until(() => line().startsWith('White light of kept recordings is about to lose detail'));
    expect(isOffered()).toBe(false);
    expect(asked('thinWhite')).toEqual([]);
    await takeBack();
    await app.until(() => isOffered() && line() === '');
    await press('Keep white light lossy');
    // The second press is over: what the first would have done was due before it.
    await app.until(() => isOffered() && line() === '' && asked('thinWhite').length > 0);
    expect(asked('thinWhite')).toHaveLength(1);
  });
});
