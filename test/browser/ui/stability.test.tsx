/** The stability log on the screen: what it says, draws and leaves blank, over a conductor without a house. */
import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { StabilityState } from '#conductor/stability-api.ts';
import type { StabilityRow } from '#model/stability/row.ts';
import { fakeStabilityRows, noStability } from '#test/support/fake-stability.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { drawn } from '#test/support/waiting.ts';

let app: RenderedApp | null = null;
afterEach(() => {
  app?.unmount();
  app = null;
});

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

async function openLog(change: Partial<StabilityState>, size: { width: number; height: number } = sizes[0]) {
  const opened = await renderApp(
    ({ stores }) => stores.stability.setState({ ...noStability, ...change }),
    size,
  );
  app = opened;
  opened.press('K', { shiftKey: true });
  await opened.until(() => document.querySelector('.stability') !== null);
  await drawn();
  return {
    ...opened,
    says: () => document.querySelector('.stability-whose')?.textContent ?? '',
    figure: (name: string) =>
      [...document.querySelectorAll('.stability-whole div')]
        .find(each => each.querySelector('dt')?.textContent === name)
        ?.querySelector('dd')?.textContent,
    csv: () => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'CSV')!,
  };
}

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, { rules: { 'meta-viewport': { enabled: false } } });
  return found.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

/** Share of the plot's columns in which this colour stands. */
function columnsWith(canvas: HTMLCanvasElement, colour: readonly [number, number, number]): number {
  const { data, width, height } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  const found = new Set<number>();
  for (let i = 0; i < width * height; i++)
    if (data[4 * i + 3]! > 100 && colour.every((value, k) => Math.abs(data[4 * i + k]! - value) < 12))
      found.add(i % width);
  return found.size / width;
}

const rows = fakeStabilityRows();

describe('the stability log', () => {
  test.each(sizes)(
    'fits at $width × $height with its figures, plots and lists, and axe finds nothing',
    async size => {
      const { says, figure } = await openLog({ of: 'session', sessionId: 'session-0001', rows }, size);
      expect(says()).toBe('Of the open session, as it was recorded.');
      expect(figure('Frame age, worst')).toBe(
        `${Math.round(Math.max(...rows.map(row => row.ageMs?.max ?? 0)))} ms`,
      );
      expect(figure('Numbers withheld')).toBe('1.1 % of the time');
      expect(figure('Gain, × the start')).toBe('1 to 1.26');
      expect(figure('Dropped here, never came')).toBe('360, 300');
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>('.stability-strip canvas')];
      expect(canvases).toHaveLength(4);
      // The median is drawn, and not where the recording paused: two fifths of the time.
      const share = columnsWith(canvases[0]!, [0xf4, 0xf6, 0xf8]);
      expect(share).toBeGreaterThan(0.3);
      expect(share).toBeLessThan(0.75);
      const told = [...document.querySelectorAll('.stability-told li')].map(each => each.textContent);
      expect(told).toEqual([
        'A Ambient light came onto the NIR picture: its darkest part moved by 5.6 codes. 20.0 s',
        'B All NIR light became 1.26 times what it was within a second. 10.0 s',
        'C The camera was unplugged. 9.4 s',
      ]);
      expect(document.querySelector('.stability-unknown')?.textContent).toContain(
        'Temperature of the camera',
      );
      document.querySelector<HTMLDetailsElement>('.stability-rows')!.open = true;
      await drawn();
      expect(document.querySelectorAll('.stability-table tbody tr')).toHaveLength(60);
      const body = document.querySelector('.sheet-body')!;
      expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
      const cut = [...document.querySelectorAll<HTMLElement>('.stability-names, .stability-whole dd')].filter(
        each => each.scrollWidth > each.clientWidth + 1,
      );
      expect(cut.map(({ textContent }) => textContent)).toEqual([]);
      expect(await violations()).toEqual([]);
    },
  );

  test('shows a dash, not a 0, for what was not readable', async () => {
    const blank: StabilityRow = {
      ...rows[0]!,
      delivered: 0,
      drawn: 0,
      ageMs: null,
      ageCounts: [],
      longestGapS: null,
      gain: null,
      ambientCodes: null,
      darkCodes: null,
    };
    const { figure } = await openLog({ of: 'live', rows: [blank], isGoingOn: true });
    for (const name of ['Frame age, median', 'Gain, × the start', 'Darkest NIR, codes'])
      expect(figure(name), name).toBe('–');
    expect(figure('Frames drawn')).toBe('0');
  });

  test('grows while it is looked at', async () => {
    const opened = await openLog({ of: 'recording', rows: rows.slice(0, 2), isGoingOn: true });
    expect(opened.figure('Watched for')).toBe('20.0 s');
    opened.conductor.stores.stability.setState({ rows: rows.slice(0, 3) });
    await drawn();
    expect(opened.figure('Watched for')).toBe('30.0 s');
  });

  test.each<[what: string, state: Partial<StabilityState>, says: RegExp]>([
    ['nothing live', {}, /^Nothing live is shown/],
    ['a live picture of a moment ago', { of: 'live' }, /^The first row comes/],
    ['a session that is being read', { of: 'session', isReading: true }, /^Reading what was recorded/],
    ['a session without rows', { of: 'session' }, /^This session has no stability log/],
  ])('of %s says so, and has no file to give', async (_, state, says) => {
    const opened = await openLog(state);
    expect(opened.says()).toMatch(says);
    expect(opened.csv().disabled).toBe(true);
    expect(document.querySelector('.stability-strips')).toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('asks for what a session kept when it is opened, and says how many rows were none', async () => {
    const { conductor } = await openLog({ of: 'session', rows, refused: 3 });
    expect(conductor.asked.map(({ name }) => name)).toContain('readStability');
    expect(document.querySelector('.stability .caution')?.textContent).toBe(
      '3 rows could not be read and are left out.',
    );
  });
});
