/** The page of the start-of-day check: by key and by hand, what is shown, refused, kept, compared and deleted. */
import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { sampleHistory, sampleMarks, sampleReport } from '#test/support/sample-checks.ts';
import { drawn } from '#test/support/waiting.ts';

let app: RenderedApp;
afterEach(() => app.unmount());

const checking = () => app.conductor.stores.checking.getState();
const asked = (name: string) => app.conductor.asked.filter(each => each.name === `check.${name}`);
const body = () => app.find('#check-body');
const isOpen = () => app.root.querySelector('.day-check') !== null;

const button = (words: string) =>
  [...document.querySelectorAll<HTMLButtonElement>('button')].find(each =>
    (each.getAttribute('aria-label') ?? each.textContent).startsWith(words),
  );
async function press(words: string): Promise<void> {
  await app.until(() => button(words) !== undefined);
  button(words)?.click();
}
function type(field: Element | null, value: string): void {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
    throw new Error('There is no such field.');
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
const fieldOf = (label: string) =>
  [...document.querySelectorAll<HTMLLabelElement>('label')].find(each => each.textContent.startsWith(label))
    ?.control ?? null;
const tab = async (name: string) => {
  app.find(`#check-${name}`).click();
  await app.until(() => app.find(`#check-${name}`).getAttribute('aria-selected') === 'true');
};

async function open(
  prepare: (conductor: FakeConductor) => void = () => undefined,
  size?: { width: number; height: number },
) {
  app = await renderApp(prepare, size);
  app.press('Y', { shiftKey: true });
  await app.until(isOpen);
}
const withHistory = ({ stores }: FakeConductor) => stores.checking.setState({ reports: sampleHistory() });

describe('the check', () => {
  test('opens by key beside the picture, and is left with Escape as it was', async () => {
    await open(({ stores }) => {
      const { description } = stores.feed.getState();
      stores.feed.setState({ description: description && { ...description, kind: 'phantom' } });
    });
    expect(document.activeElement?.textContent).toBe('Start-of-day check');
    expect(app.find('.viewport').getBoundingClientRect().width).toBeGreaterThan(700);
    app.press('Enter');
    await app.until(() => checking().report !== null);
    app.press('Escape');
    await app.until(() => !isOpen());
    expect(app.find('.numbers')).toBeTruthy();
    await app.betweenPresses();
    app.press('Y', { shiftKey: true });
    await app.until(isOpen);
    expect(body().textContent).toContain('Exponent');
  });

  test('gives way to a calibration, and waits while one is on', async () => {
    await open();
    app.press('q');
    await app.until(() => app.root.querySelector('.step-rail') !== null);
    expect(checking().isOpen).toBe(false);
    await app.betweenPresses();
    app.press('Y', { shiftKey: true });
    expect(checking().isOpen).toBe(false);
    await app.until(() => app.root.textContent.includes('The check waits until the calibration is left.'));
  });

  test('goes through its parts by arrows', async () => {
    await open();
    app.find('#check-concentration').focus();
    app.press('ArrowRight');
    await app.until(() => document.activeElement?.id === 'check-depth');
    app.press('ArrowDown');
    await app.until(() => document.activeElement?.id === 'check-stability');
    app.press('End');
    await app.until(() => document.activeElement?.id === 'check-history');
    expect(body().textContent).toContain('No check was kept');
  });

  test('shows why a reading was refused, in the part it belongs to', async () => {
    await open(({ stores }) =>
      stores.checking.setState({
        readingPart: 'dark',
        refused: {
          id: 'x',
          severity: 'caution',
          text: 'The source is one picture.',
          tip: 'Open the camera.',
        },
      }),
    );
    expect(body().querySelector('[role="alert"]')).toBeNull();
    await tab('dark');
    expect(body().querySelector('[role="alert"]')?.textContent).toBe(
      'The source is one picture. Open the camera.',
    );
  });
});

describe('wells', () => {
  const read = async (prepare?: (conductor: FakeConductor) => void) => {
    await open(prepare);
    app.press('Enter');
    await app.until(() => app.root.querySelectorAll('.check-handle').length === 9);
  };
  const handle = (n: number) => {
    const found = app.root.querySelectorAll<HTMLElement>('.check-handle')[n - 1];
    if (!found) throw new Error(`No well ${n}.`);
    return found;
  };
  const centreOf = (n: number) => checking().series.concentration.placed[n - 1]!.centre;

  test('stand on the picture with numbers; the plot and figures with definitions stand beside it', async () => {
    await read();
    expect([...app.root.querySelectorAll('.check-handle')].map(each => each.textContent)).toEqual([
      ...'123456789',
    ]);
    expect(body().querySelector('svg[role="img"]')?.getAttribute('aria-label')).toContain('8 wells');
    const figure = app.find('[data-figure="concentration.limit"]');
    expect(figure.textContent).toContain('Lowest detected');
    expect(figure.textContent).toContain(
      'lowest concentration with (mean − control) / SD of the control ≥ 3',
    );
  });

  test('are carried by hand, and the picture’s scale counts', async () => {
    await read();
    const well = handle(2);
    const before = centreOf(2);
    const scale = Number(app.find('.picture-pane canvas').dataset.scale) / 2;
    const point = { button: 0, bubbles: true, pointerId: 1 };
    well.dispatchEvent(new PointerEvent('pointerdown', { ...point, clientX: 400, clientY: 300 }));
    well.dispatchEvent(new PointerEvent('pointermove', { ...point, clientX: 440, clientY: 290 }));
    well.dispatchEvent(new PointerEvent('pointerup', { ...point, clientX: 440, clientY: 290 }));
    await app.until(() => centreOf(2).x !== before.x);
    expect(centreOf(2).x - before.x).toBeCloseTo(40 / scale, 6);
    expect(centreOf(2).y - before.y).toBeCloseTo(-10 / scale, 6);
    expect(checking().series.concentration.placed[1]!.from).toBe('hand');
  });

  test('are nudged by arrows, made larger, taken off, and put where the picture is pressed by keys', async () => {
    await read();
    handle(3).focus();
    const before = centreOf(3);
    app.press('ArrowRight');
    await app.until(() => centreOf(3).x === before.x + 1);
    app.press('ArrowDown', { shiftKey: true });
    await app.until(() => centreOf(3).y === before.y + 10);
    const radius = checking().series.concentration.placed[2]!.radiusPx;
    await press('Larger');
    expect(checking().series.concentration.placed[2]!.radiusPx).toBeGreaterThan(radius);
    app.press('Delete');
    await app.until(() => app.root.querySelectorAll('.check-handle').length === 8);
    expect(document.activeElement?.tagName).toBe('CANVAS');
    app.press('Enter');
    await app.until(() => app.root.querySelectorAll('.check-handle').length === 9);
    expect(asked('read')).toHaveLength(1);
  });

  test('are typed in the table, and the grid is laid through two by hand', async () => {
    await read();
    app.find('.check-wells').setAttribute('open', '');
    const x = () => app.root.querySelector('[aria-label="x of Well 4, 60 nM, pixels"]');
    type(x(), '300.5');
    await app.until(() => centreOf(4).x === 300.5);
    expect(button('Lay the grid')?.disabled).toBe(true);
    type(app.root.querySelector('[aria-label="y of Well 9, control, pixels"]'), '650');
    await app.until(() => button('Lay the grid through 2 by hand') !== undefined);
    await press('Lay the grid through 2');
    await app.until(() => checking().series.concentration.placed[0]!.from === 'grid');
    expect(centreOf(4).x).toBe(300.5);
  });

  test('that were not found say why, and the table stands open', async () => {
    await read();
    const { report } = checking();
    app.conductor.stores.checking.setState({
      report: report && {
        ...report,
        parts: {
          ...report.parts,
          concentration: {
            madeAtS: 1,
            conditions: null,
            result: { withheld: 'no-wells', detail: 'No round wells on a grid were found.' },
          },
        },
      },
    });
    await app.until(() => app.root.querySelector('.check-withheld') !== null);
    expect(app.find('.check-withheld').textContent).toBe('Series — No round wells on a grid were found.');
    expect(app.find('.check-wells').hasAttribute('open')).toBe(true);
  });

  test('give the live picture back, and come again', async () => {
    await read();
    await press('Live picture');
    await app.until(() => app.root.querySelector('.picture-layer') === null);
    expect(app.find('.stage').hasAttribute('inert')).toBe(false);
    await press('Show the picture that was read');
    await app.until(() => app.root.querySelector('.picture-layer') !== null);
  });
});

test('another target is typed, row by row, and refused in words while it is none', async () => {
  await open();
  await press('Type another');
  const area = () => app.root.querySelector('textarea');
  type(area(), '100 10 1');
  await app.until(() => body().textContent.includes('One well must be the control'));
  expect(button('Use this target')?.disabled).toBe(true);
  type(area(), '100 10 1\n0.5 0.1 control');
  await app.until(() => body().textContent.includes('2 rows, 3 columns.'));
  await press('Use this target');
  await app.until(() => checking().series.concentration.target.id.startsWith('own-'));
  expect(checking().series.concentration.target).toMatchObject({ rows: 2, columns: 3, unit: 'nM' });
});

test('lines across bars are drawn by keys, element after element, and removed', async () => {
  await open();
  await tab('resolution');
  app.press('Enter');
  await app.until(() => app.root.querySelector('.picture-pane canvas') !== null);
  app.find('.picture-pane canvas').focus();
  app.press('Enter');
  await app.until(() => body().textContent.includes('press behind its last bar'));
  app.press('ArrowRight', { shiftKey: true });
  app.press('Enter');
  await app.until(() => checking().marks.length === 1);
  const [mark] = checking().marks;
  expect(mark).toMatchObject({ name: 'G0 E1', linePairsPerMm: 1, bars: 3 });
  expect(mark!.to.x).toBeGreaterThan(mark!.from.x + 20);
  await app.until(() => body().textContent.includes('G0 E2'));
  expect(body().querySelector('.check-bars')?.textContent).toContain('±');
  await press('Remove the line across G0 E1');
  await app.until(() => checking().marks.length === 0);
});

test('stability shows the time left, ends early with A, is discarded with Escape', async () => {
  await open();
  await tab('stability');
  const busy = { words: 'Watching', share: 0.3, leftS: 84 };
  app.conductor.stores.checking.setState({ busy, readingPart: 'stability' });
  await app.until(() => body().textContent.includes('1:24 left'));
  expect(app.find('#check-dark').matches(':disabled')).toBe(true);
  app.press('a');
  await app.until(() => checking().busy === null);
  expect(asked('endReading')).toHaveLength(1);
  app.conductor.stores.checking.setState({ busy });
  await app.until(() => body().textContent.includes('Discard'));
  app.press('Escape');
  await app.until(() => checking().busy === null);
  expect(asked('stopReading')).toHaveLength(1);
  expect(isOpen()).toBe(true);
});

describe('the report', () => {
  test('says what is farthest from the camera’s own history, is kept with A, and is in the history then', async () => {
    await open(conductor => {
      withHistory(conductor);
      conductor.stores.checking.setState({ report: { ...sampleReport(), id: 'now' } });
    });
    await tab('report');
    expect(app.find('.check-farthest li').textContent).toMatch(/^Dark 17\.420 ± 0\.010 codes .* MAD away/);
    expect(body().textContent).not.toMatch(/\b(passed|failed|OK)\b/i);
    type(fieldOf('Note'), 'After the lamp was changed.');
    app.find('#check-report').focus();
    app.press('a');
    await app.until(() => checking().isKept);
    await app.until(() => button('Kept')?.disabled === true);
    await tab('history');
    expect(app.root.querySelectorAll('.check-reports > li')).toHaveLength(9);
    app.find('.check-reports summary').click();
    await app.until(() => body().textContent.includes('After the lamp was changed.'));
  });

  test('is deleted at once, and taken back', async () => {
    await open(withHistory);
    await tab('history');
    const listed = () => app.root.querySelectorAll('.check-reports > li').length;
    const before = listed();
    app.find('.check-reports summary').click();
    await press('Delete');
    await app.until(() => listed() === before - 1);
    expect(checking().reports).toHaveLength(8);
    app.find('.undo-line button').click();
    await app.until(() => listed() === before);
  });

  test('of another camera is found in the history, apart from this one’s', async () => {
    await open(({ stores }) =>
      stores.checking.setState({
        reports: [...sampleHistory(3), { ...sampleReport(), id: 'other', device: 'Tower B' }],
      }),
    );
    await tab('history');
    const cameras = app.root.querySelector('select');
    expect([...(cameras?.options ?? [])].map(({ text }) => text)).toEqual([
      'Tower A, 0°, 10 mm (this one)',
      'Tower B, 0°, 10 mm',
    ]);
    expect(app.root.querySelectorAll('.check-reports > li')).toHaveLength(3);
  });

  test('of nothing says what to do', async () => {
    await open();
    await tab('report');
    expect(body().textContent).toContain('Nothing was read yet.');
    app.press('a');
    expect(asked('keep')).toHaveLength(0);
  });
});

async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document, { rules: { 'meta-viewport': { enabled: false } } });
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}
const tabs = ['concentration', 'depth', 'uniformity', 'resolution', 'dark', 'stability', 'report', 'history'];

describe.each([
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
])('at $width × $height', size => {
  test('axe finds nothing in any part, nothing but the panel scrolls, and every control takes a finger', async () => {
    await open(conductor => {
      withHistory(conductor);
      conductor.stores.checking.setState({ marks: sampleMarks });
    }, size);
    for (const name of tabs) {
      await tab(name);
      app.press('Enter');
      await drawn();
      for (const folded of app.root.querySelectorAll('.day-check details')) folded.setAttribute('open', '');
      await drawn();
      expect([name, await violations()]).toEqual([name, []]);
      const { scrollWidth, scrollHeight } = document.documentElement;
      expect([scrollWidth, scrollHeight]).toEqual([size.width, size.height]);
      const wide = [
        ...app.root.querySelectorAll<HTMLElement>('.day-check, #check-body, #check-body *'),
      ].filter(
        element =>
          !element.closest('svg, .visually-hidden, select, input') &&
          element.scrollWidth > element.clientWidth + 1 &&
          element.clientWidth > 0,
      );
      expect([name, wide.map(element => element.outerHTML.slice(0, 90))]).toEqual([name, []]);
      const small = [
        ...app.root.querySelectorAll<HTMLElement>(
          '.day-check button, .day-check select, .day-check input, .day-check summary, .picture-layer button',
        ),
      ]
        .map(element => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < 47.5 || box.height < 47.5))
        .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}×${box.height}`);
      expect([name, small]).toEqual([name, []]);
    }
  });
});
