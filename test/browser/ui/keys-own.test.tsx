/** Own keys, floods of keys, the lock, the way back of a deletion, and that no control is without a key. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { allBindings } from '#ui/keys/all-bindings.ts';
import { sameKey } from '#ui/keys/inputs.ts';

let app: RenderedApp;
const errors: string[] = [];
const onError = (event: ErrorEvent) => errors.push(event.message);

beforeEach(() => {
  localStorage.removeItem('rimlight.keys');
  errors.length = 0;
  window.addEventListener('error', onError);
});
afterEach(() => {
  window.removeEventListener('error', onError);
  localStorage.removeItem('rimlight.keys');
  app.unmount();
});

const display = () => app.conductor.stores.scene.getState().display;
const state = () => app.conductor.stores.readout.getState().liveness.state;
const later = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
const named = (name: string) =>
  [...document.querySelectorAll<HTMLButtonElement>('button')].find(
    button => (button.getAttribute('aria-label') ?? button.textContent) === name,
  );
const press = async (name: string) => {
  await app.until(() => named(name) !== undefined);
  named(name)!.click();
};
const openKeys = async () => {
  app.press('?', { shiftKey: true });
  await app.until(() => document.querySelector('dialog kbd') !== null);
};
const closeSheet = async () => {
  await press('Close');
  await app.until(() => document.querySelector('dialog') === null);
};
const does = (id: string) => allBindings.find(({ binding }) => binding.id === id)!.binding.does;
const give = async (id: string, key: string, more: KeyboardEventInit = {}) => {
  await press(`Change: ${does(id)}`);
  await app.until(() => document.querySelector('[data-waiting="true"]') !== null);
  app.press(key, more);
};

describe('own keys', () => {
  test('take the place of the first ones, outlive the page, and go back', async () => {
    app = await renderApp();
    await openKeys();
    await give('picture.freeze', 'F13');
    await app.until(() => [...document.querySelectorAll('kbd')].some(kbd => kbd.textContent === 'F13'));
    await closeSheet();
    app.press('f');
    expect(state()).toBe('live');
    app.press('F13');
    expect(state()).toBe('frozen');
    app.unmount();
    app = await renderApp();
    app.press('F13');
    expect(state()).toBe('frozen');
    await openKeys();
    await press('Back to the first keys');
    await closeSheet();
    app.press('f');
    expect(state()).toBe('live');
  });

  test('that others have are swapped only with a word', async () => {
    app = await renderApp();
    await openKeys();
    await give('picture.freeze', 's');
    await app.until(() => document.body.textContent.includes('S is taken: Keep a still.'));
    await press('Keep as it was');
    await give('picture.freeze', 's');
    await press('Swap');
    await closeSheet();
    app.press('s');
    expect(state()).toBe('frozen');
    app.press('f');
    expect(app.conductor.asked.filter(({ name }) => name === 'takeStill')).toHaveLength(1);
  });

  test('are never Esc or Tab: Esc cancels and the sheet stays, Tab is refused', async () => {
    app = await renderApp();
    await openKeys();
    await give('picture.freeze', 'Escape');
    await app.until(() => document.querySelector('[data-waiting="true"]') === null);
    expect(document.querySelector('dialog')?.open).toBe(true);
    await give('picture.freeze', 'Tab');
    await app.until(() => document.body.textContent.includes('Esc and Tab stay what they are.'));
    expect(localStorage.getItem('rimlight.keys')).toBeNull();
  });

  test('of a damaged setting are as if there were none', async () => {
    localStorage.setItem('rimlight.keys', '{"keys":{"picture.freeze":["(.*)"]}}');
    app = await renderApp();
    app.press('f');
    expect(state()).toBe('frozen');
  });

  test('can be given to every function, and press it and not what had the key', async () => {
    const given = Object.fromEntries(
      allBindings.map(({ binding }, index) => [binding.id, [`Control+Alt+F${index + 1}`]]),
    );
    localStorage.setItem(
      'rimlight.keys',
      JSON.stringify({ format: 'rimlight-keys', version: 1, keys: given, pedals: [] }),
    );
    app = await renderApp(({ stores }) =>
      stores.feed.setState(({ description }) => ({
        description,
        playhead: {
          frameIndex: 3,
          frameCount: 100,
          positionS: 0.1,
          durationS: 3,
          isPlaying: false,
          speed: 1,
          loop: null,
        },
      })),
    );
    const ran: string[] = [];
    for (const { binding } of allBindings) {
      const { run } = binding;
      Object.assign(binding, { run: () => ran.push(binding.id) });
      try {
        app.press(given[binding.id]![0]!.split('+').at(-1)!, { ctrlKey: true, altKey: true });
        app.release(given[binding.id]![0]!.split('+').at(-1)!);
      } finally {
        Object.assign(binding, { run });
      }
    }
    expect(ran).toEqual(allBindings.map(({ binding }) => binding.id));
  });
});

describe('a flood of keys', () => {
  test('of two hundred presses of every first key breaks nothing, records once at a time, and keeps one still at a time', async () => {
    let starts = 0;
    let isStarting = false;
    let stills = 0;
    let atOnce = 0;
    let mostAtOnce = 0;
    app = await renderApp(conductor => {
      const { commands, stores } = conductor;
      const { startRecording } = commands;
      Object.assign(commands, {
        startRecording: async () => {
          if (isStarting || stores.recording.getState().status !== 'idle')
            throw new Error('A second recording.');
          isStarting = true;
          starts++;
          stores.recording.setState({ status: 'starting' });
          await later(20);
          await startRecording();
          isStarting = false;
        },
        takeStill: async () => {
          stills++;
          mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          await later(30);
          atOnce--;
          return 'still';
        },
      });
    });
    const rejections: unknown[] = [];
    const onRejection = (event: PromiseRejectionEvent) => rejections.push(event.reason);
    window.addEventListener('unhandledrejection', onRejection);
    for (const { binding } of allBindings.filter(({ layer }) => layer === 'usual')) {
      const parts = binding.keys[0]!.split(/\b\+/);
      const key = parts
        .pop()!
        .replace(/^Digit/, '')
        .replace(/^Space$/, ' ');
      const held = { shiftKey: parts.includes('Shift'), altKey: parts.includes('Alt') };
      for (let count = 0; count < 200; count++) {
        app.press(key, { ...held, ...(key.startsWith('Bracket') ? { code: key } : {}) });
        if (count % 2) app.release(key);
        // A sheet that opened would take the keys of all that follow.
        document.querySelector<HTMLButtonElement>('dialog button[aria-label="Close"]')?.click();
      }
      app.press('Escape');
      await later(5);
      app.press('Escape');
      document.querySelector<HTMLButtonElement>('dialog button[aria-label="Close"]')?.click();
      await later(5);
    }
    window.dispatchEvent(new Event('blur'));
    await later(100);
    window.removeEventListener('unhandledrejection', onRejection);
    expect(errors).toEqual([]);
    expect(rejections).toEqual([]);
    expect(starts).toBe(1);
    expect(stills).toBe(1);
    expect(mostAtOnce).toBe(1);
    expect(display().overlayVisible).toBe(true);
  });

  test('of auto-repeat presses only what goes on by itself', async () => {
    app = await renderApp();
    const before = display().thresholdShare;
    for (let count = 0; count < 5; count++) app.press(']', { repeat: count > 0 });
    expect(display().thresholdShare).toBeCloseTo(before + 0.05, 9);
    for (let count = 0; count < 50; count++) app.press('f', { repeat: count > 0 });
    expect(state()).toBe('frozen');
  });

  test('holds the overlay hidden until the last of two keys is let go, and says that it is hidden', async () => {
    localStorage.setItem(
      'rimlight.keys',
      JSON.stringify({
        format: 'rimlight-keys',
        version: 1,
        keys: { 'picture.hide-overlay': ['Space', 'F14'] },
        pedals: [],
      }),
    );
    app = await renderApp();
    app.press(' ');
    app.press('F14');
    await app.until(() => app.root.querySelector('.overlay-hidden') !== null);
    app.release('Space');
    expect(display().overlayVisible).toBe(false);
    app.release('F14');
    expect(display().overlayVisible).toBe(true);
    await app.until(() => app.root.querySelector('.overlay-hidden') === null);
  });
});

describe('the lock', () => {
  const mouse = async (type: 'mousePressed' | 'mouseReleased', element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const frame = window.frameElement?.getBoundingClientRect() ?? { left: 0, top: 0 };
    await cdp().send('Input.dispatchMouseEvent', {
      type,
      x: frame.left + left + width / 2,
      y: frame.top + top + height / 2,
      button: 'left',
      clickCount: 1,
    });
  };
  const locked = () => document.querySelector('.locked');
  const clicked = async (element: Element) => {
    await mouse('mousePressed', element);
    await mouse('mouseReleased', element);
    await later(50);
  };

  test('takes no mouse, goes on with keys, and is undone only by holding', async () => {
    app = await renderApp();
    const mirror = app.find('[aria-label="Mirror"]');
    const isMirrored = () => app.conductor.stores.scene.getState().view.flipX;
    await clicked(mirror);
    expect(isMirrored()).toBe(true);
    await clicked(app.find('[aria-label="Lock against touch"]'));
    await app.until(() => locked() !== null);
    await clicked(mirror);
    expect(isMirrored()).toBe(true);
    app.press('x');
    expect(isMirrored()).toBe(false);
    await clicked(locked()!);
    await later(100);
    expect(locked()?.getAttribute('data-unlocking')).toBe('false');
    await mouse('mousePressed', locked()!);
    await app.until(() => locked() === null);
    await mouse('mouseReleased', mirror);
    await clicked(mirror);
    expect(isMirrored()).toBe(true);
  });

  test('works by its key, held, and shows its target over a sheet that a key opened', async () => {
    app = await renderApp();
    app.press('L', { shiftKey: true });
    app.release('KeyL');
    await app.until(() => locked() !== null);
    app.press('i');
    await app.until(() => document.querySelector('dialog') !== null);
    await later(400);
    await mouse('mousePressed', locked()!);
    await app.until(() => locked() === null);
    await mouse('mouseReleased', document.body);
    expect(document.querySelector('dialog')).not.toBeNull();
  });
});

describe('deleting', () => {
  const stills = ['one', 'two', 'three'].map(id => ({
    id,
    takenAtS: 1.8e9,
    caseLabel: id,
    station: 'tumour bed',
    thumbnailUrl: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
  }));
  const library = () => app.conductor.stores.library.getState().stills.map(({ id }) => id);
  const listed = () => document.querySelectorAll('.stills li').length;
  const deleteFirst = async () => {
    app.press('i');
    await app.until(() => listed() === 3);
    document.querySelector<HTMLInputElement>('.stills input')!.click();
    await app.until(() => named('Delete')?.disabled === false);
    await press('Delete');
    await app.until(() => listed() === 2);
  };

  test('acts at once without a question, and Z in the sheet takes it back', async () => {
    app = await renderApp(({ stores }) => stores.library.setState({ stills }));
    await deleteFirst();
    expect(document.querySelector('.undo-line')?.textContent).toContain('Deleted one still.');
    expect(library()).toHaveLength(3);
    app.press('z');
    await app.until(() => listed() === 3);
    expect(document.querySelector('.undo-line')).toBeNull();
  });

  test('is taken back on the screen too; Z takes what was done last, a region drawn after it first', async () => {
    app = await renderApp(({ stores }) => stores.library.setState({ stills }));
    await deleteFirst();
    await closeSheet();
    expect(app.root.querySelector('.undo-line')).not.toBeNull();
    app.conductor.commands.addRegion({
      role: 'tumour',
      tissue: null,
      shape: { kind: 'circle', centre: { x: 9, y: 9 }, radiusPx: 5 },
    });
    app.press('z');
    expect(app.conductor.stores.regions.getState().regions).toEqual([]);
    expect(app.root.querySelector('.undo-line')).not.toBeNull();
    app.press('z');
    await app.until(() => app.root.querySelector('.undo-line') === null);
    expect(library()).toHaveLength(3);
  });
});

describe('every control on the screen', () => {
  /** Accessible names of controls to the function that does the same by key. */
  const functionOf: readonly (readonly [RegExp, string])[] = [
    [/^Source: /, 'screen.sources'],
    [/^Frame age|dropped$/, 'screen.definitions'],
    [/Calibrat|Relative|^Resume|^Begin anew/, 'screen.profile'],
    [/^Case: /, 'screen.case'],
    [/^Library/, 'screen.library'],
    [/^Theatre displays/, 'screen.displays'],
    [/^All keys/, 'screen.keys'],
    [/^Lock against touch/, 'screen.lock'],
    [/^Select and move/, 'screen.let-go'],
    [/^Tumour region/, 'regions.tumour'],
    [/^Background region/, 'regions.background'],
    [/^Leak, excluded/, 'regions.leak'],
    [/^Edge or cavity/, 'regions.edge'],
    [/^Shape: /, 'regions.next-shape'],
    [/^Undo/, 'regions.undo'],
    [/^Remove /, 'regions.remove'],
    [/^100 %$/, 'regions.reference'],
    [/^Whole picture/, 'picture.whole'],
    [/^Mirror/, 'picture.mirror'],
    [/^Turn by 90°/, 'picture.turn'],
    [/^(Gross|Bed|Cross|Other): /, 'screen.station'],
    [/^1? ?White$/, 'picture.mode-white-light'],
    [/^2? ?Overlay$/, 'picture.mode-overlay'],
    [/^3? ?Map$/, 'picture.mode-intensity-map'],
    [/^4? ?NIR$/, 'picture.mode-monochrome'],
    [/^5? ?Contour$/, 'picture.mode-contour'],
    [/^6? ?Side$/, 'picture.mode-side-by-side'],
    [/^7? ?Inset$/, 'picture.mode-picture-in-picture'],
    [/^Freeze/, 'picture.freeze'],
    [/^Hid/, 'picture.hide-overlay'],
    [/^(Still|Keeping)/, 'keep.still'],
    [/^(Record|Stop|Closing)/, 'keep.record'],
    [/^(Pause|Go on)/, 'keep.pause'],
    [/^Mark$/, 'keep.mark'],
    [/^Window, dark end/, 'display.dark-lower'],
    [/^Window, bright end/, 'display.bright-lower'],
    [/^Threshold/, 'display.threshold-lower'],
    [/^Opacity/, 'display.opacity-less'],
    [/^Curve/, 'display.curve'],
    [/^Colours/, 'display.colours'],
    [/^Iso-lines/, 'display.iso-lines'],
    [/Analysis$/, 'screen.analysis'],
    [/^Clip/, 'display.clip'],
    [/^Signed/, 'display.signed'],
    [/^All pairs and regions/, 'screen.pairs'],
    [/^Big numbers/, 'screen.big-numbers'],
    [/^(TBR|CNR|SNR|Pixels|± )/, 'screen.definitions'],
    [/^Check$/, 'screen.check'],
    [/^Guided tour/, 'start.tour'],
    [/^Look at the phantom/, 'start.phantom'],
    [/^Connect a camera/, 'start.camera'],
    [/^Open a recording/, 'start.recording'],
    [/^Retry/, 'screen.retry'],
    [/^Dismiss/, 'screen.dismiss'],
    [/^About/, 'screen.about'],
  ];
  /** Controls without a key of their own, and why. */
  const exceptions: readonly (readonly [RegExp, string])[] = [
    [/^Close the start page/, 'puts it away; Esc does, and nothing depends on it'],
    [/^Tissue of /, 'asked for when a background is drawn, and answered by a digit'],
    [/^[TBLEC]\d+/, 'one for each region: Tab on the picture goes from region to region'],
  ];
  const nameOf = (control: Element) =>
    (
      control.getAttribute('aria-label') ??
      control.closest('label')?.querySelector('span')?.textContent ??
      [...control.childNodes]
        .filter(node => !(node instanceof Element && node.getAttribute('aria-hidden')))
        .map(node => node.textContent)
        .join(' ')
    ).trim();

  test('does what a function with a key does, or is listed with the reason why not', async () => {
    app = await renderApp(({ commands, stores, tick }) => {
      for (const role of ['tumour', 'background'] as const)
        commands.addRegion({
          role,
          tissue: role === 'background' ? 'muscle' : null,
          shape: { kind: 'circle', centre: { x: 100, y: 100 }, radiusPx: 20 },
        });
      tick();
      stores.recording.setState({ status: 'recording', startedAtS: Date.now() / 1000 });
      stores.problems.setState({
        problems: [{ id: 'source', severity: 'stop', text: 'The camera went.', tip: 'Retry.' }],
      });
      stores.feed.setState(({ description }) => ({
        description: description && { ...description, kind: 'phantom' },
      }));
    });
    const names = [
      ...app.root.querySelectorAll(
        'button, select, input, a[href], summary, [role="button"], [role="slider"]',
      ),
    ].map(nameOf);
    expect(names.length).toBeGreaterThan(40);
    const known = [...functionOf, ...exceptions];
    expect(names.filter(name => !known.some(([pattern]) => pattern.test(name)))).toEqual([]);
    const ids = new Set(allBindings.map(({ binding }) => binding.id));
    expect(functionOf.filter(([, id]) => !ids.has(id))).toEqual([]);
  });

  test('has a function with an id of its own and a key that no other in its layer has', async () => {
    app = await renderApp();
    const ids = allBindings.map(({ binding }) => binding.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const layer of ['usual', 'replay']) {
      const keys = allBindings
        .filter(each => each.layer === layer)
        .flatMap(({ binding }) => [...new Set(binding.keys.map(sameKey))]);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });
});
