import { afterEach, describe, expect, test } from 'vitest';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { fakeMeasurement } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';

let app: RenderedApp;

afterEach(() => app.unmount());

const withRegions = (conductor: FakeConductor) => {
  const at = (x: number) => ({ kind: 'circle', centre: { x, y: 200 }, radiusPx: 30 }) as const;
  conductor.commands.addRegion({ role: 'tumour', tissue: null, shape: at(300) });
  conductor.commands.addRegion({ role: 'background', tissue: 'muscle', shape: at(100) });
  conductor.commands.addRegion({ role: 'background', tissue: 'skin', shape: at(500) });
  conductor.commands.selectRegion(null);
  conductor.tick();
};

const text = (selector: string) => app.find(selector).textContent;
const numbers = () => text('.numbers');

const say = (conductor: FakeConductor, state: 'late' | 'identical' | 'live' | 'still', ageS = 0) =>
  conductor.stores.readout.setState(({ liveness }) => ({ liveness: { ...liveness, state, ageS } }));

describe('numbers', () => {
  test('TBR stands first, with its background and the range over backgrounds', async () => {
    app = await renderApp(withRegions);
    expect(text('.tbr')).toBe('3.60');
    expect(text('.background-name')).toBe('to B1 muscle');
    expect(text('.range')).toBe('3.60 – 3.80 over 2 backgrounds');
  });

  test('the selected background is the one that TBR refers to', async () => {
    app = await renderApp(withRegions);
    app.conductor.commands.selectRegion('B2');
    await app.until(() => text('.tbr') === '3.80');
    expect(text('.background-name')).toBe('to B2 skin');
  });

  test('a withheld number is a dash in the same place, with the reason in words', async () => {
    app = await renderApp(withRegions);
    const size = () => getComputedStyle(app.find('.tbr')).fontSize;
    const shown = [size(), app.find('.tbr').getBoundingClientRect().top];
    const { regions } = app.conductor.stores.regions.getState();
    const measured = fakeMeasurement(regions);
    const withheld = { withheld: 'clipped', detail: 'T1 clipped 4.1 % > 1 %' } as const;
    app.conductor.stores.readout.setState({
      measurement: {
        ...measured,
        pairs: measured.pairs.map(pair => ({ ...pair, tbr: withheld, cnr: withheld })),
      },
    });
    await app.until(() => text('.tbr') === '—');
    expect(text('.withheld').replaceAll('\u00a0', ' ')).toBe('T1 clipped 4.1 % > 1 %');
    expect([size(), app.find('.tbr').getBoundingClientRect().top]).toEqual(shown);
  });

  test('without regions they say which key draws one', async () => {
    app = await renderApp();
    expect(text('.withheld')).toContain('press T');
  });

  test('of an old frame are withheld while the picture is live, and kept while it stands still', async () => {
    app = await renderApp(withRegions);
    app.conductor.stores.readout.setState({ measurementAgeS: 0.8 });
    await app.until(() => text('.tbr') === '—');
    expect(text('.withheld')).toBe('frame 0.8 s old');
    say(app.conductor, 'still');
    await app.until(() => text('.tbr') === '3.60');
  });

  test('every figure says what it is, one press away', async () => {
    app = await renderApp(withRegions);
    app.find('button.figure-name').click();
    await app.until(() => document.querySelector('dialog') !== null);
    const current = document.querySelector('dialog [aria-current="true"]');
    expect(current?.textContent).toContain('Tumour-to-background ratio');
    expect(current?.textContent).toContain('3.60');
    expect(current?.textContent).toContain('10.1007/s11307-018-1220-0');
  });

  test('are labelled relative while the curve is unknown, on the picture and beside it', async () => {
    app = await renderApp(withRegions);
    const { profile } = app.conductor.stores.scene.getState();
    app.conductor.commands.setProfile({ ...profile, transfer: { kind: 'unknown' } });
    await app.until(() => numbers().includes('relative, uncalibrated'));
    expect(text('.tags')).toContain('UNCALIBRATED');
    expect(text('.status')).toContain('Relative, uncalibrated');
  });
});

describe('a picture that is not live', () => {
  test('says NO SIGNAL by itself when nothing is heard any more, counts, and takes the numbers away', async () => {
    app = await renderApp(withRegions);
    expect(app.root.querySelector('.veil')).toBeNull();
    await app.until(() => app.root.querySelector('.veil-word')?.textContent === 'NO SIGNAL');
    expect(text('.tbr')).toBe('—');
    expect(text('.withheld')).toBe('no signal');
    const age = text('.veil-age');
    await app.until(() => text('.veil-age') !== age);
    expect(text('[role="alert"]')).not.toContain(' s.');
    app.conductor.tick();
    await app.until(() => app.root.querySelector('.veil') === null);
    expect(text('.tbr')).toBe('3.60');
  });

  test('says LATE with its age, and IDENTICAL FRAMES under a veil', async () => {
    app = await renderApp(withRegions);
    say(app.conductor, 'late', 0.31);
    await app.until(() => text('.tags').includes('LATE 310 ms'));
    expect(app.root.querySelector('.veil')).toBeNull();
    say(app.conductor, 'identical');
    await app.until(() => app.root.querySelector('.veil-word')?.textContent === 'IDENTICAL FRAMES');
    expect(text('.withheld')).toBe('identical frames');
  });

  test('frozen has a frame and the word, keeps its numbers, and never turns into no signal', async () => {
    app = await renderApp(withRegions);
    app.press('f');
    await app.until(() => app.root.querySelector('.frozen-frame') !== null);
    await new Promise(resolve => setTimeout(resolve, 800));
    expect(text('.tags')).toContain('FROZEN');
    expect(app.root.querySelector('.veil')).toBeNull();
    expect(text('.tbr')).toBe('3.60');
  });

  test('replay has the word, another strip and its own controls', async () => {
    app = await renderApp(withRegions);
    const { stores } = app.conductor;
    const { description } = stores.feed.getState();
    stores.feed.setState({
      description: description && { ...description, kind: 'replay', live: false },
      playhead: {
        isPlaying: true,
        frameIndex: 10,
        frameCount: 90,
        positionS: 0.3,
        durationS: 3,
        speed: 1,
        loop: null,
      },
    });
    say(app.conductor, 'still');
    await app.until(() => app.root.querySelector('.replay') !== null);
    expect(text('.tags')).toContain('REPLAY');
    expect(app.find('.status').dataset.past).toBe('true');
    app.find('.replay [aria-label="Pause"]').click();
    app.find('.replay [aria-label="One frame on"]').click();
    expect(app.conductor.asked.slice(-2)).toEqual([
      { name: 'pause', with: [] },
      { name: 'step', with: [1] },
    ]);
  });
});

describe('margins and the case', () => {
  test('iso-lines ship off, and a preset says where it is from and that it is not validated here', async () => {
    app = await renderApp(withRegions);
    expect(app.conductor.stores.scene.getState().display.thresholds).toEqual([]);
    app.press('m');
    await app.until(() => document.querySelector('dialog .preset') !== null);
    const preset = [...document.querySelectorAll('dialog .preset')].find(each =>
      each.textContent.includes('TBR ≥ 2.7'),
    );
    for (const words of ['not validated here', 'cetuximab', 'Timing', 'Dose'])
      expect(preset?.textContent).toContain(words);
    preset?.querySelector('button')?.click();
    expect(app.conductor.stores.scene.getState().display.thresholds).toEqual([2.7]);
  });

  test('iso-lines from relative numbers are held until the user accepts that', async () => {
    app = await renderApp(withRegions);
    const { stores, commands } = app.conductor;
    commands.setProfile({ ...stores.scene.getState().profile, transfer: { kind: 'unknown' } });
    commands.setDisplay({ thresholds: [2] });
    await app.until(() => text('.margins').includes('held'));
    app.press('m');
    await app.until(() => document.querySelector('dialog .ask button') !== null);
    document.querySelector<HTMLElement>('dialog .ask button')?.click();
    await app.until(() => text('.margins').includes('2'));
    expect(stores.scene.getState().display.acceptsRelative).toBe(true);
  });

  test('a case label that looks like a name is refused with the rule, and the old one stays', async () => {
    app = await renderApp(({ commands }) => commands.setCase({ label: 'K-017' }));
    app.find('.status-item.case').click();
    await app.until(() => document.querySelector('#label-rule') !== null);
    const field = document.querySelector<HTMLInputElement>('dialog input[aria-describedby="label-rule"]')!;
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    setter?.call(field, 'Jane Doe');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await app.until(() => field.getAttribute('aria-invalid') === 'true');
    expect(app.conductor.stores.caseStrip.getState().case.label).toBe('K-017');
  });

  test('treated tumour is warned about, and the notice always stands', async () => {
    app = await renderApp(({ commands }) => commands.setCase({ neoadjuvant: true }));
    expect(text('.notice')).toContain('Not a cleared device');
    expect(text('.notice')).toContain('Dark does not mean no tumour');
    expect(text('.notice')).toContain('Treated tumour may stay dark');
  });
});

describe('layouts', () => {
  test('a rectangle dragged by its corner becomes the layout, kept by name', async () => {
    app = await renderApp();
    app.press('n');
    const press = async (words: string) => {
      const find = () =>
        [...document.querySelectorAll<HTMLElement>('button')].find(b => b.textContent.startsWith(words));
      await app.until(() => find() !== undefined);
      find()?.click();
    };
    await press('Layout');
    await press('Draw a layout');
    await app.until(() => app.root.querySelector('.drag-rect.nir') !== null);
    expect(app.conductor.stores.scene.getState().layout?.id).toBe('whole-frame-main');
    const frame = app.find('.layout-frame').getBoundingClientRect();
    const corner = app.find('.drag-rect.nir .bottom-right');
    const at = (x: number, y: number) => ({
      clientX: frame.left + x * frame.width,
      clientY: frame.top + y * frame.height,
      bubbles: true,
      pointerId: 1,
    });
    corner.dispatchEvent(new PointerEvent('pointerdown', at(1, 1)));
    await app.until(() => corner.isConnected);
    corner.dispatchEvent(new PointerEvent('pointermove', at(0.9, 0.503)));
    corner.dispatchEvent(new PointerEvent('pointerup', at(0.9, 0.503)));
    await press('Use');
    const { layout, display } = app.conductor.stores.scene.getState();
    expect(layout?.nir?.rect).toMatchObject({ x: 0.5, y: 0, width: expect.closeTo(0.4, 3), height: 0.5 });
    expect(display.mode).toBe('side-by-side');
  });
});
