/** A newcomer's first minutes: three doors that are in nobody's way, and a tour that watches what is done. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { tourSteps } from '#ui/welcome/tour-steps.ts';
import { speak } from '#words/words.ts';

let app: RenderedApp;

beforeEach(() => {
  localStorage.removeItem('rimlight.keys');
  localStorage.removeItem('rimlight.tour-seen');
});
afterEach(async () => {
  app.unmount();
  await speak('en');
});

const isPhantom = ({ stores }: FakeConductor) =>
  stores.feed.setState(({ description }) => ({
    description: description && { ...description, kind: 'phantom', name: 'Sarcoma bed' },
  }));

const page = () => app.root.querySelector('.welcome');
const card = () => app.root.querySelector('.tour');
const button = (name: string | RegExp, within: ParentNode = app.root) => {
  const found = [...within.querySelectorAll('button')].find(each => {
    const text = each.getAttribute('aria-label') ?? each.textContent ?? '';
    return typeof name === 'string' ? text.startsWith(name) : name.test(text);
  });
  if (!found) throw new Error(`There is no button ${name}.`);
  return found;
};
const step = () => card()?.querySelector('.tour-title')?.textContent ?? '';
const isAtStep = (id: string) => {
  const index = tourSteps.findIndex(each => each.id === id);
  return app.until(() => step().startsWith(`${index + 1}/`));
};
const sheet = () => document.querySelector('dialog h2')?.textContent ?? null;
const closeSheet = async () => {
  button('Close', document.querySelector('dialog') ?? undefined).click();
  await app.until(() => sheet() === null);
};

describe('the start page', () => {
  test('has three doors of at least 96 pixels under the picture, none of them over it or in a dialog', async () => {
    app = await renderApp(isPhantom);
    await app.until(() => page() !== null);
    const doors = [...app.root.querySelectorAll('.door')];
    expect(doors.map(each => each.querySelector('strong')?.textContent)).toEqual([
      'Look at the phantom',
      'Connect a camera',
      'Open a recording',
    ]);
    const picture = app.find('.viewport').getBoundingClientRect();
    for (const door of doors) {
      const { width, height, top } = door.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(96);
      expect(top).toBeGreaterThanOrEqual(picture.bottom - 1);
    }
    expect(picture.height).toBeGreaterThan(180);
    expect(document.querySelector('dialog[open]')).toBeNull();
  });

  test('lets every key through, and goes for good once somebody draws', async () => {
    app = await renderApp(isPhantom);
    await app.until(() => page() !== null);
    app.press('2');
    expect(app.conductor.stores.scene.getState().display.mode).toBe('overlay');
    app.press('t');
    app.press('Enter');
    await app.until(() => page() === null);
    app.press('z');
    expect(app.conductor.stores.regions.getState().regions).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(page()).toBeNull();
  });

  test('goes for good by Esc', async () => {
    app = await renderApp(isPhantom);
    await app.until(() => page() !== null);
    app.press('Escape');
    await app.until(() => page() === null);
  });

  test.each(['camera', 'replay', 'remote', 'file'] as const)('never stands beside a %s', async kind => {
    app = await renderApp(({ stores }) =>
      stores.feed.setState(({ description }) => ({ description: description && { ...description, kind } })),
    );
    expect(page()).toBeNull();
    isPhantom(app.conductor);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(page()).toBeNull();
  });

  test.each([
    ['Connect a camera', { key: '@', code: 'Digit2' }, 'Camera'],
    ['Open a recording', { key: '#', code: 'Digit3' }, 'Recorded'],
  ] as const)('leads by “%s” and by its key to that kind of source', async (name, { key, code }, way) => {
    app = await renderApp(isPhantom);
    await app.until(() => page() !== null);
    button(name).click();
    await app.until(() => sheet() === 'Source');
    const pressed = () => document.querySelector('dialog fieldset [aria-pressed="true"]')?.textContent;
    expect(pressed()).toBe(way);
    await closeSheet();
    expect(page()).toBeNull();
    app.press(key, { code, shiftKey: true });
    await app.until(() => sheet() === 'Source');
    expect(pressed()).toBe(way);
  });
});

describe('the tour', () => {
  const begin = async () => {
    app = await renderApp(isPhantom);
    await app.until(() => page() !== null);
    button('Look at the phantom').click();
    await isAtStep('light');
  };
  const showMe = () => button('Show me', card() ?? undefined).click();

  test('begins with the first look at the phantom, is under the picture, and is not forced on who has seen it', async () => {
    await begin();
    expect(card()?.getBoundingClientRect().top).toBeGreaterThanOrEqual(
      app.find('.viewport').getBoundingClientRect().bottom - 1,
    );
    expect(document.querySelector('dialog[open]')).toBeNull();
    app.unmount();
    app = await renderApp(isPhantom);
    await app.until(() => page() !== null);
    button('Look at the phantom').click();
    await app.until(() => page() === null);
    expect(card()).toBeNull();
    app.press('$', { code: 'Digit4', shiftKey: true });
    await isAtStep('light');
  });

  test('goes on when the user does what it says, to the end', async () => {
    await begin();
    button('Next', card() ?? undefined).click();
    await isAtStep('hide');
    app.press(' ');
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(step()).toMatch(/^2\//);
    app.release('Space');
    await isAtStep('tumour');
    app.press('t');
    app.press('Enter');
    await isAtStep('background');
    app.press('b');
    app.press('1');
    app.press('Enter');
    await isAtStep('tbr');
    app.press('d');
    await app.until(() => sheet() === 'What each figure is');
    await closeSheet();
    await isAtStep('calibration');
    app.press('U', { shiftKey: true });
    await app.until(() => sheet() !== null);
    await closeSheet();
    await isAtStep('line');
    app.conductor.commands.setDisplay({ thresholds: [2] });
    await isAtStep('fault');
    button('Cover the lens').click();
    expect(app.conductor.asked).toContainEqual({ name: 'provoke', with: ['lens-covered'] });
    app.conductor.stores.feed.setState({ fault: 'lens-covered' });
    await isAtStep('fault-over');
    button('End practice', card() ?? undefined).click();
    expect(app.conductor.asked).toContainEqual({ name: 'provoke', with: [null] });
    app.conductor.stores.feed.setState({ fault: null });
    await isAtStep('still');
    app.conductor.stores.library.setState({
      stills: [{ id: 's', takenAtS: 1, caseLabel: '', station: 'bed', thumbnailUrl: 'data:,' }],
    });
    await isAtStep('library');
    app.press('i');
    await app.until(() => sheet() !== null);
    await closeSheet();
    await app.until(() => step() === 'That was the tour.');
    button('Close the tour').click();
    await app.until(() => card() === null);
  });

  test('goes back, lets who did a step go on, and does a step for who asks', async () => {
    await begin();
    button('Next', card() ?? undefined).click();
    await isAtStep('hide');
    app.press(' ');
    app.release('Space');
    await isAtStep('tumour');
    showMe();
    await isAtStep('background');
    expect(app.conductor.stores.regions.getState().regions).toMatchObject([
      { role: 'tumour', shape: { kind: 'circle', centre: { x: expect.closeTo(256, 0) } } },
    ]);
    button('Back', card() ?? undefined).click();
    await isAtStep('tumour');
    button('Next', card() ?? undefined).click();
    await isAtStep('background');
    showMe();
    await isAtStep('tbr');
  });

  test('ends by Esc, takes back the fault that it made, and can begin again from the keys', async () => {
    await begin();
    app.conductor.stores.feed.setState({ fault: 'lens-covered' });
    app.press('Escape');
    await app.until(() => card() === null);
    expect(app.conductor.asked).toContainEqual({ name: 'provoke', with: [null] });
    app.press('?', { code: 'Slash', shiftKey: true });
    await app.until(() => sheet() === 'All keys');
    button('Guided tour', document).click();
    await isAtStep('light');
    expect(sheet()).toBeNull();
  });

  test('ends when another source is opened, and leaves no camera for the phantom', async () => {
    await begin();
    app.conductor.stores.feed.setState(({ description }) => ({
      description: description && { ...description, kind: 'camera' },
    }));
    await app.until(() => card() === null);
    app.press('$', { code: 'Digit4', shiftKey: true });
    await app.until(() => sheet() === 'Source');
    expect(card()).toBeNull();
    expect(app.conductor.asked.filter(({ name }) => name === 'openPhantom')).toEqual([]);
  });

  test('is spoken in a live region, and in the language of the screen', async () => {
    await begin();
    const spoken = () => card()?.querySelector('[role="status"]')?.textContent ?? '';
    expect(spoken()).toContain('White light and fluorescence');
    await speak('nl');
    await app.until(() => spoken().startsWith('Wit licht en fluorescentie'));
    await speak('zh');
    await app.until(() => spoken().startsWith('白光与荧光'));
    button('下一步').click();
    await app.until(() => spoken().includes('空格'));
  });

  test('folds on a small screen to what is to be done', async () => {
    app = await renderApp(isPhantom, { width: 640, height: 360 });
    await app.until(() => page() !== null);
    button('Look at the phantom').click();
    await isAtStep('light');
    button('Next', card() ?? undefined).click();
    await isAtStep('hide');
    expect(card()?.querySelector('.tour-text')).toBeNull();
    expect(card()?.querySelector('.tour-task')?.textContent).toContain('Hold Space');
    button('Why').click();
    await app.until(() => card()?.querySelector('.tour-text') !== null);
  });
});

test('the age of the picture says what it is', async () => {
  app = await renderApp(isPhantom);
  app.find('.freshness').click();
  await app.until(() => sheet() === 'What each figure is');
  expect(document.querySelector('.definition[aria-current] h3')?.textContent).toBe('Frame age');
});

describe('an empty place is drawn, says what to do, and has a button that does it:', () => {
  const empty = () => document.querySelector('dialog .empty');
  const openWay = async (way: string) => {
    app.press('n');
    await app.until(() => sheet() === 'Source');
    button(way, document.querySelector('dialog') ?? undefined).click();
  };
  const isDrawn = async (says: string) => {
    await app.until(() => empty()?.textContent?.includes(says) ?? false);
    expect(empty()?.querySelector('svg.drawing path')).not.toBeNull();
  };
  const asked = (name: string) => app.conductor.asked.filter(each => each.name === name).length;

  test('no camera', async () => {
    app = await renderApp(isPhantom);
    await openWay('Camera');
    await isDrawn('No camera found.');
    const before = asked('listCameras');
    button('Look again', empty() ?? undefined).click();
    expect(asked('listCameras')).toBe(before + 1);
  });

  test('a camera that may not be used', async () => {
    app = await renderApp(conductor => {
      isPhantom(conductor);
      conductor.stores.problems.setState({
        problems: [
          {
            id: 'camera-refused',
            severity: 'stop',
            text: 'The browser was told not to use the camera.',
            tip: 'Allow the camera beside the address bar, then press Retry.',
          },
        ],
      });
    });
    await openWay('Camera');
    await isDrawn('The browser was told not to use the camera.');
    button('Retry', empty() ?? undefined).click();
    expect(asked('retry')).toBe(1);
  });

  test('no still', async () => {
    app = await renderApp(isPhantom);
    app.press('i');
    await isDrawn('No still was kept on this device yet.');
    button('Keep a still', empty() ?? undefined).click();
    expect(asked('takeStill')).toBe(1);
  });

  test('no session', async () => {
    app = await renderApp(isPhantom);
    await openWay('Recorded');
    await isDrawn('Nothing was recorded on this device yet.');
    button('Record', empty() ?? undefined).click();
    await app.until(() => app.conductor.stores.recording.getState().status === 'recording');
    expect(sheet()).toBeNull();
  });

  test('no reading', async () => {
    app = await renderApp(isPhantom);
    app.press('B', { shiftKey: true });
    await isDrawn('No set was made on this device yet.');
    button('New set', empty() ?? undefined).click();
    await isDrawn('No still was kept on this device yet.');
  });

  test('no display', async () => {
    app = await renderApp(isPhantom);
    app.press('D', { shiftKey: true });
    await isDrawn('No display is open.');
    expect(button('Open a theatre display', empty() ?? undefined).disabled).toBe(false);
  });
});
