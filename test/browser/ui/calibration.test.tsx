import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { CalibrationRun } from '#model/calibration.ts';
import { curveSegments } from '#model/curve-table.ts';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import {
  sampleBadChart,
  sampleChart,
  sampleControls,
  sampleDark,
  sampleFits,
  sampleFlat,
  sampleMarks,
  samplePairs,
  samplePoints,
  sampleProfile,
  sampleRun,
} from '#test/support/sample-readings.ts';
import { drawn } from '#test/support/waiting.ts';

let app: RenderedApp;

afterEach(() => app.unmount());

const calibrating = () => app.conductor.stores.calibrating.getState();
const run = (): CalibrationRun => {
  const { run: current } = calibrating();
  if (!current) throw new Error('Nobody calibrates.');
  return current;
};
const scene = () => app.conductor.stores.scene.getState();
const asked = (name: string) => app.conductor.asked.filter(each => each.name === `calibrate.${name}`);
const shown = () => asked('show').map(each => each.with[0]);
const panel = () => app.find('.calibrate');
const text = (selector: string) => app.find(selector).textContent;

/** The button of the page (sheets too) whose words begin so. */
const button = (words: string) =>
  [...document.querySelectorAll<HTMLButtonElement>('button')].find(each =>
    (each.getAttribute('aria-label') ?? each.textContent).startsWith(words),
  );

async function press(words: string): Promise<void> {
  await app.until(() => button(words) !== undefined);
  button(words)?.click();
}

function type(field: HTMLInputElement, value: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

const fieldOf = (label: string) =>
  [...document.querySelectorAll<HTMLLabelElement>('label')].find(each => each.textContent.startsWith(label))
    ?.control;

const isPhantom = ({ stores }: FakeConductor) => {
  const { description } = stores.feed.getState();
  stores.feed.setState({ description: description && { ...description, kind: 'phantom' } });
};

const at = (change: Partial<CalibrationRun>) => (conductor: FakeConductor) =>
  conductor.stores.calibrating.setState({ run: sampleRun(change) });

const openProfiles = async () => {
  app.root.querySelector<HTMLElement>('[aria-haspopup="dialog"][title="Tower A, power 2.2"]')?.click();
  await app.until(() => document.querySelector('dialog h2') !== null);
};

describe('a calibration', () => {
  test('begins from the start bar, beside the picture and not over it', async () => {
    app = await renderApp(isPhantom);
    const picture = app.find('.viewport');
    await press('Calibrate');
    await app.until(() => app.root.querySelector('.calibrate') !== null);
    expect(picture.isConnected).toBe(true);
    expect(picture.getBoundingClientRect().width).toBeGreaterThan(700);
    expect(panel().getBoundingClientRect().left).toBeGreaterThanOrEqual(
      picture.getBoundingClientRect().right - 1,
    );
    expect(document.querySelector('dialog[open]')).toBeNull();
    expect(app.root.querySelector('.start')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Signal path: the chart');
    expect(text('.status')).toContain('Calibrating');
  });

  test('is left with Escape, offered again, and resumed as it was', async () => {
    app = await renderApp(isPhantom);
    app.press('q');
    await app.until(() => app.root.querySelector('.calibrate') !== null);
    app.press('Enter');
    await app.until(() => run().chart !== null);
    app.press('Escape');
    await app.until(() => app.root.querySelector('.calibrate') === null);
    expect(asked('leave')).toHaveLength(1);
    await app.until(() => button('Resume calibration') !== undefined);
    app.press('q');
    await app.until(() => app.root.querySelector('.calibrate') !== null);
    expect(run().chart).toBe(sampleChart);
    expect(panel().textContent).toContain('219 of 219');
  });

  test('is discarded at once and taken back by Undo; a new run, or a moment, and nothing of it is left', async () => {
    app = await renderApp();
    const before = scene();
    app.press('q');
    await app.until(() => app.root.querySelector('.calibrate') !== null);
    app.press('Enter');
    await app.until(() => button('Accept this curve') !== undefined);
    app.press('a');
    await app.until(() => run().states.path === 'done');
    app.press('Q', { shiftKey: true });
    await app.until(() => app.root.querySelector('.calibrate') === null);
    expect(button('Resume calibration')).toBeUndefined();
    app.press('z');
    await app.until(() => app.root.querySelector('.calibrate') !== null);
    expect(run().states.path).toBe('done');
    app.press('Q', { shiftKey: true });
    await app.until(() => app.root.querySelector('.calibrate') === null);
    await app.until(() => asked('discard').length === 1);
    await app.until(() => app.root.querySelector('.undo-line') === null);
    expect(calibrating()).toMatchObject({ run: null, canResume: false, profiles: [] });
    expect(scene()).toMatchObject({ profile: before.profile, calibration: before.calibration });
    expect(app.find('.numbers')).toBeTruthy();
  });

  test('goes through its steps by keys alone: read, accept, next, back, skip', async () => {
    app = await renderApp(at({}));
    app.press('Enter');
    await app.until(() => button('Accept this curve') !== undefined);
    app.press('a');
    await app.until(() => run().states.path === 'done');
    expect(run().draft.transfer).toEqual(sampleChart.fits[0]?.transfer);
    // What is accepted leads on; the chart has given the curve, so the step target is passed over, both ways.
    expect(run().step).toBe('dark');
    await app.until(() => text('.calibrate h3').startsWith('Dark'));
    app.press('u');
    await app.until(() => text('.calibrate h3').startsWith('Signal path: the chart'));
    expect(panel().textContent).toContain('Accepted.');
    app.press('v');
    await app.until(() => text('.calibrate h3').startsWith('Dark'));
    app.press('w');
    await app.until(() => run().states.dark === 'skipped' && run().step === 'flat');
    expect(scene().profile.id).toBe('calibrated');
  });

  test('Escape stops a reading before it leaves, and nothing else can be pressed meanwhile', async () => {
    app = await renderApp(at({}));
    app.conductor.stores.calibrating.setState({ busy: { words: 'Reading the chart', share: 0.6 } });
    await app.until(() => app.root.querySelector('.calibrate progress') !== null);
    expect(app.find('.calibrate [role="status"]').textContent).toBe('Reading the chart, 50 per cent');
    for (const key of ['v', 'w', 'Enter']) app.press(key);
    expect(run().step).toBe('path');
    expect(asked('readChart')).toEqual([]);
    app.press('Escape');
    expect(asked('stopReading')).toHaveLength(1);
    expect(calibrating().run).not.toBeNull();
  });

  test('says why a reading was refused and what to do, and speaks results', async () => {
    app = await renderApp(at({}));
    app.conductor.stores.calibrating.setState({
      refused: {
        id: 'no-chart',
        severity: 'caution',
        text: 'The chart is not there.',
        tip: 'Fill the picture.',
      },
    });
    await app.until(() => app.root.querySelector('.refusal') !== null);
    expect(text('.refusal')).toBe('The chart is not there. Fill the picture.');
    expect(app.find('.refusal').getAttribute('role')).toBe('alert');
    app.press('Enter');
    await app.until(() => app.root.querySelector('.refusal') === null);
    await app.until(() =>
      app.find('.calibrate [role="status"]').textContent.includes('Best curve: BT.709, left over'),
    );
  });

  test('every step is reached from the rail, which says how each stands', async () => {
    app = await renderApp(
      at({
        states: { ...sampleRun().states, registration: 'not-needed', path: 'done', steps: 'skipped' },
      }),
    );
    const words = [...app.root.querySelectorAll('.step-rail button')].map(each => each.textContent);
    expect(words).toEqual([
      'Chart, done',
      'Steps, skipped',
      'Dark, to do',
      'Flat, to do',
      'Align, not needed here',
      'Scale, to do',
      'Verdict, to do',
    ]);
    for (const each of app.root.querySelectorAll<HTMLElement>('.step-rail button')) {
      each.click();
      await app.until(() => each.getAttribute('aria-current') === 'step');
    }
    expect(run().step).toBe('verdict');
  });
});

describe('readings', () => {
  test('a chart shows its table, its findings and its curves, and another curve can be taken', async () => {
    app = await renderApp(at({ chart: sampleChart }));
    for (const words of ['16.10, 234.8', 'Limited', 'BT.709', '4:2:0', '219 of 219', 'Whole'])
      expect(text('.facts') + panel().textContent).toContain(words);
    expect(app.root.querySelectorAll('.findings li')).toHaveLength(3);
    expect(app.root.querySelectorAll('.curve-plot .fitted')).toHaveLength(1);
    const choice = app.root.querySelector<HTMLSelectElement>('.calibrate select');
    if (!choice) throw new Error('There is no choice of curves.');
    choice.value = '1';
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await app.until(() => choice.value === '1');
    await press('Accept this curve');
    await app.until(() => run().states.path === 'done');
    expect(run().draft.transfer).toEqual(sampleChart.fits[1]?.transfer);
  });

  test('what must not be used cannot be accepted, by hand or by key', async () => {
    app = await renderApp(at({ chart: sampleBadChart }));
    expect(button('Accept this curve')?.disabled).toBe(true);
    expect(panel().textContent).toContain('Not to be used');
    app.press('a');
    expect(run().states.path).toBe('to-do');
  });

  test('the chart is shown full screen, at the screen’s own pixels, until Escape', async () => {
    app = await renderApp(at({}));
    app.press('h');
    await app.until(() => document.querySelector('dialog.chart-screen canvas') !== null);
    const canvas = document.querySelector<HTMLCanvasElement>('dialog.chart-screen canvas')!;
    await app.until(() => canvas.width === Math.round(innerWidth * devicePixelRatio));
    expect(
      new Set(canvas.getContext('2d')?.getImageData(0, canvas.height / 4, canvas.width, 1).data).size,
    ).toBeGreaterThan(5);
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await app.until(() => document.querySelector('dialog.chart-screen') === null);
    expect(calibrating().run).not.toBeNull();
  });

  test('a step target is read point by point; points can be taken away, four give a curve', async () => {
    app = await renderApp(at({ step: 'steps' }));
    expect(button('Read this step')?.disabled).toBe(true);
    for (const { light } of samplePoints.slice(0, 4)) {
      const field = fieldOf('Relative light');
      if (!(field instanceof HTMLInputElement)) throw new Error('There is no field for the light.');
      type(field, String(light));
      await app.until(() => button('Read this step')?.disabled === false);
      await press('Read this step');
      await app.until(() => run().curvePoints.some(point => point.light === light));
    }
    expect(asked('readStep').map(each => each.with)).toEqual([[0.025], [0.05], [0.1], [0.2]]);
    await app.until(() => app.root.querySelector('.curve-plot') !== null);
    await press('Take away the step of light 0.05');
    await app.until(() => run().curvePoints.length === 3);
    await press('Accept this curve');
    await app.until(() => run().states.steps === 'done');
    expect(run().draft).toMatchObject({
      transfer: sampleFits[0]?.transfer,
      darkCodes: sampleFits[0]?.darkCodes,
    });
  });

  test.each([
    { words: 'One dark for all pixels', field: null },
    { words: 'Each pixel its own', field: { hash: sampleDark.field?.hash } },
  ])('a dark is accepted as: $words', async ({ words, field }) => {
    app = await renderApp(at({ step: 'dark' }));
    app.press('Enter');
    await press(words);
    app.press('a');
    await app.until(() => run().states.dark === 'done');
    if (field) expect(run().draft.darkField).toMatchObject(field);
    else expect(run().draft.darkField).toBeNull();
    expect(run().draft.darkCodes).toBe(sampleDark.darkCodes);
  });

  test('a flat field shows before and after, its table, and what it does not correct', async () => {
    app = await renderApp(at({ step: 'flat' }));
    await press('Every pixel as it is');
    await press('Read the target');
    expect(asked('readFlat')).toMatchObject([{ with: ['mean'] }]);
    await app.until(() => app.root.querySelectorAll('.before-after canvas').length === 2);
    expect(text('.figures-table')).toContain('61.2 %');
    expect(text('.figures-table')).toContain('99.8 %');
    expect(panel().textContent).toContain('corrects the instrument, not the tissue');
    app.press('a');
    await app.until(() => run().draft.flatField?.hash === sampleFlat.field.hash);
  });

  test('a simulated camera is shown what the step needs, and tissue again when it is left', async () => {
    app = await renderApp(conductor => {
      isPhantom(conductor);
      at({})(conductor);
    });
    await press('The chart');
    expect(shown()).toEqual([{ kind: 'chart' }]);
    app.press('v');
    await app.until(() => run().step === 'steps');
    await app.until(() => shown().length === 2);
    expect(shown().at(-1)).toEqual({ kind: 'tissue' });
    await press('0.4');
    const field = fieldOf('Relative light');
    await app.until(() => field instanceof HTMLInputElement && field.value === '0.4');
    expect(shown().at(-1)).toEqual({ kind: 'uniform', radiance: 0.4 });
    for (const [step, words, target] of [
      ['dark', 'The cap', { kind: 'cap' }],
      ['flat', 'An even target', { kind: 'uniform', radiance: 0.5 }],
      ['registration', 'The grid of dots', { kind: 'grid' }],
      ['scale', 'The ruler', { kind: 'ruler' }],
    ] as const) {
      app.conductor.commands.calibrate.goTo(step);
      await press(words);
      expect(shown().at(-1)).toEqual(target);
    }
    app.press('Escape');
    await app.until(() => app.root.querySelector('.calibrate') === null);
    expect(shown().at(-1)).toEqual({ kind: 'tissue' });
  });

  test('settings that the camera may change by itself are named and locked', async () => {
    app = await renderApp(conductor => {
      at({ step: 'dark' })(conductor);
      conductor.stores.controls.setState({ controls: sampleControls });
    });
    expect(text('.camera-controls summary')).toContain('exposure, gain, focus');
    await press('Lock gain');
    await app.until(() => button('Free gain') !== undefined);
    app.conductor.stores.controls.setState({ controls: [] });
    await app.until(() =>
      panel().textContent.includes('Lock exposure, gain and white balance on the device'),
    );
  });
});

describe('the verdict', () => {
  const made = ({ stores, commands }: FakeConductor) => {
    stores.calibrating.setState({ run: sampleRun({ chart: sampleChart }) });
    commands.calibrate.acceptCurve(sampleChart.fits[0]!);
    commands.calibrate.goTo('dark');
    commands.calibrate.acceptDark(false);
    commands.calibrate.goTo('verdict');
  };

  test('says what is calibrated, until when, what each step is worth and what stays relative', async () => {
    app = await renderApp(made);
    expect(text('.verdict')).toContain('numbers are calibrated');
    const rows = [...app.root.querySelectorAll('.verdict-table tbody tr')].map(row => row.textContent);
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatch(/codes rms.*Until \d+ \w+ \d{4}.*1\.\d\d$/);
    expect(rows[2]).toContain('Not measured');
    expect(text('.stays-relative')).toContain('Lengths: they are in pixels');
    expect(text('.stays-relative')).toContain('Compare ratios, not brightness');
  });

  test('keeps the profile under its name and scope and puts it in force', async () => {
    app = await renderApp(made);
    const [name, scope] = ['Name of the profile', 'Scope or lens'].map(fieldOf);
    if (!(name instanceof HTMLInputElement && scope instanceof HTMLInputElement))
      throw new Error('There are no fields.');
    type(name, 'Tower A');
    type(scope, '30° no. 2');
    app.find('.calibrate').focus();
    await press('Keep and use');
    await app.until(() => app.root.querySelector('.calibrate') === null);
    expect(asked('finish')).toMatchObject([{ with: ['Tower A', '30° no. 2'] }]);
    expect(scene()).toMatchObject({ profile: { name: 'Tower A' }, calibration: 'calibrated' });
  });

  test('of a run that measured nothing says that numbers stay relative', async () => {
    app = await renderApp(at({ step: 'verdict' }));
    expect(text('.verdict')).toContain('relative, uncalibrated');
    expect(text('.stays-relative')).toContain('Every ratio: the curve is not known');
  });
});

describe('profiles', () => {
  const withProfiles = ({ stores }: FakeConductor) =>
    stores.calibrating.setState({
      canResume: true,
      profiles: [
        { profile: sampleProfile('Monday', 2), hash: 'a', faults: [] },
        { profile: sampleProfile('Old', 40), hash: 'b', faults: [{ kind: 'expired', part: 'dark' }] },
        {
          profile: sampleProfile('Tower B', 2),
          hash: 'c',
          faults: [{ kind: 'other-device' }, { kind: 'other-size' }],
        },
      ],
    });

  test('say what they do not fit; one is used and then said of on the picture and in the strip', async () => {
    app = await renderApp(withProfiles);
    await openProfiles();
    const rows = [...document.querySelectorAll('.profile')].map(row => row.textContent);
    expect(rows[0]).toContain('30° no. 2');
    expect(rows[1]).toContain('Dark has expired');
    expect(rows[2]).toContain('another camera');
    expect(rows[2]).toContain('another picture size');
    await press('Use: Old');
    await app.until(() => text('.tags').includes('CALIBRATION EXPIRED'));
    expect(text('.status')).toContain('Relative, calibration expired');
    await press('Use: Tower B');
    await app.until(() => text('.tags').includes('CALIBRATION OF ANOTHER CAMERA'));
    expect(text('.status')).toContain('other camera’s calibration');
  });

  test('are deleted at once and taken back, and the scope is exchanged', async () => {
    app = await renderApp(withProfiles);
    await openProfiles();
    const listed = () => document.querySelectorAll('.profile').length;
    document.querySelector<HTMLElement>('[aria-label^="Delete: "]')?.click();
    await app.until(() => listed() === 2);
    document.querySelector<HTMLElement>('.undo-line button')?.click();
    await app.until(() => listed() === 3);
    expect(calibrating().profiles).toHaveLength(3);
    type(document.querySelector<HTMLInputElement>('[aria-label="Name of the new scope"]')!, '0° no. 1');
    await app.until(() => button('Exchange')?.disabled === false);
    await press('Exchange');
    expect(asked('exchangeScope')).toMatchObject([{ with: ['0° no. 1'] }]);
  });

  test('a profile’s file dropped on the window is kept, not opened as a source', async () => {
    app = await renderApp();
    const files = new DataTransfer();
    files.items.add(new File(['{}'], 'tower.calibration.json', { type: 'application/json' }));
    app.root.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
    expect(asked('importProfile')).toHaveLength(1);
    expect(app.conductor.asked.some(({ name }) => name === 'openFiles')).toBe(false);
  });

  test('the fields by hand stay within reach, and resuming is offered', async () => {
    app = await renderApp(withProfiles);
    await openProfiles();
    document.querySelector<HTMLElement>('.by-hand > summary')?.click();
    const field = fieldOf('Dark, codes');
    if (!(field instanceof HTMLInputElement)) throw new Error('There is no field for the dark.');
    type(field, '21.5');
    await app.until(() => scene().profile.darkCodes === 21.5);
    await press('Resume the calibration');
    await app.until(() => app.root.querySelector('.calibrate') !== null);
    expect(document.querySelector('dialog')).toBeNull();
  });
});

describe('TBR’s uncertainty', () => {
  const withSd = (sd: number | null) => (conductor: FakeConductor) => {
    const circle = (x: number) => ({ kind: 'circle', centre: { x, y: 200 }, radiusPx: 30 }) as const;
    conductor.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(300) });
    conductor.commands.addRegion({ role: 'background', tissue: 'muscle', shape: circle(100) });
    conductor.tick();
    const { measurement } = conductor.stores.readout.getState();
    if (measurement)
      conductor.stores.readout.setState({
        measurement: {
          ...measurement,
          pairs: measurement.pairs.map(pair => ({ ...pair, tbrProfileSd: sd })),
        },
      });
  };

  test('stands beside it, doubled and rounded, and says that it is the calibration’s only', async () => {
    app = await renderApp(withSd(0.21));
    expect(text('.tbr')).toBe('3.6');
    expect(text('.plus-minus')).toContain('± 0.5');
    expect(app.find('.plus-minus').title).toContain('calibration only');
    app.find('.plus-minus').click();
    await app.until(() => document.querySelector('dialog [aria-current="true"]') !== null);
    expect(document.querySelector('dialog [aria-current="true"]')?.textContent).toContain('calibration only');
  });

  test('is not there where the profile states none', async () => {
    app = await renderApp(withSd(null));
    expect(text('.tbr')).toBe('3.60');
    expect(app.root.querySelector('.plus-minus')).toBeNull();
  });
});

const both = (...prepare: readonly ((conductor: FakeConductor) => void)[]) => {
  return (conductor: FakeConductor) => {
    for (const each of prepare) each(conductor);
  };
};

const table = {
  ...sampleFits[0]!,
  transfer: {
    kind: 'table' as const,
    linear: Array.from({ length: curveSegments + 1 }, (_, i) => (i / curveSegments) ** 2),
  },
};

const states: readonly { name: string; prepare: (conductor: FakeConductor) => void }[] = [
  { name: 'path, to be read', prepare: both(isPhantom, at({})) },
  { name: 'path, read', prepare: both(isPhantom, at({ chart: sampleChart })) },
  { name: 'path, not to be used', prepare: at({ chart: sampleBadChart }) },
  {
    name: 'reading',
    prepare: both(at({}), ({ stores }) =>
      stores.calibrating.setState({ busy: { words: 'Reading the chart', share: 0.4 } }),
    ),
  },
  {
    name: 'refused',
    prepare: both(at({ step: 'dark' }), ({ stores }) =>
      stores.calibrating.setState({
        refused: { id: 'light-on', severity: 'stop', text: 'The light is on.', tip: 'Switch it off.' },
      }),
    ),
  },
  { name: 'steps, to be read', prepare: both(isPhantom, at({ step: 'steps' })) },
  {
    name: 'steps, read',
    prepare: both(
      isPhantom,
      at({ step: 'steps', curvePoints: samplePoints, curveFits: [table, ...sampleFits] }),
    ),
  },
  {
    name: 'dark, camera automatic',
    prepare: both(at({ step: 'dark' }), ({ stores }) =>
      stores.controls.setState({ controls: sampleControls }),
    ),
  },
  { name: 'dark, read', prepare: at({ step: 'dark', dark: sampleDark }) },
  { name: 'flat, to be read', prepare: both(isPhantom, at({ step: 'flat' })) },
  { name: 'flat, read', prepare: at({ step: 'flat', flat: sampleFlat }) },
  { name: 'registration', prepare: both(isPhantom, at({ step: 'registration', pairs: samplePairs })) },
  { name: 'scale', prepare: both(isPhantom, at({ step: 'scale', marks: sampleMarks })) },
  { name: 'verdict', prepare: at({ step: 'verdict' }) },
];

async function violations(): Promise<string[]> {
  const found = await axe.run(document, { rules: { 'meta-viewport': { enabled: false } } });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

describe('axe finds nothing and nothing is cut off', () => {
  test.each(states)('in the state: $name', async ({ prepare }) => {
    for (const size of [
      { width: 1920, height: 1080 },
      { width: 1280, height: 720 },
    ]) {
      app = await renderApp(prepare, size);
      await drawn();
      const { scrollWidth, scrollHeight } = document.documentElement;
      expect([scrollWidth, scrollHeight]).toEqual([size.width, size.height]);
      const wide = [...app.root.querySelectorAll<HTMLElement>('.calibrate, .calibrate *')]
        .filter(
          each =>
            !each.closest('.visually-hidden, canvas') &&
            each.getBoundingClientRect().right > size.width + 0.5,
        )
        .map(each => each.outerHTML.slice(0, 80));
      expect(wide).toEqual([]);
      const small = [...app.root.querySelectorAll<HTMLElement>('.calibrate :is(button, select, input)')]
        .filter(
          each => each.checkVisibility() && !(each instanceof HTMLInputElement && each.type === 'checkbox'),
        )
        .map(each => ({ each, box: each.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 48 || box.height < 48)
        .map(({ each, box }) => `${each.outerHTML.slice(0, 80)} ${box.width}×${box.height}`);
      expect(small).toEqual([]);
      if (size.width === 1920) app.unmount();
    }
    expect(await violations()).toEqual([]);
  });

  test('in the sheet of profiles', async () => {
    app = await renderApp(({ stores }) =>
      stores.calibrating.setState({
        canResume: true,
        profiles: [
          { profile: sampleProfile('Old', 40), hash: 'b', faults: [{ kind: 'expired', part: 'dark' }] },
        ],
      }),
    );
    await openProfiles();
    document.querySelector<HTMLElement>('.by-hand > summary')?.click();
    expect(await violations()).toEqual([]);
  });
});
