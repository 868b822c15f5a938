import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { drawn } from '#test/support/waiting.ts';

let app: RenderedApp | null = null;

afterEach(() => {
  app?.unmount();
  app = null;
});

const withRegions = (conductor: FakeConductor) => {
  const { commands } = conductor;
  const at = (x: number, y: number) => ({ kind: 'circle', centre: { x, y }, radiusPx: 30 }) as const;
  commands.addRegion({ role: 'tumour', tissue: null, shape: at(300, 200) });
  commands.addRegion({ role: 'background', tissue: 'muscle', shape: at(100, 200) });
  commands.addRegion({ role: 'leak', tissue: null, shape: at(500, 300) });
  conductor.tick();
};

const uncalibrated = ({ stores, commands }: FakeConductor) =>
  commands.setProfile({ ...stores.scene.getState().profile, transfer: { kind: 'unknown' } });

type State = {
  readonly name: string;
  readonly prepare: (conductor: FakeConductor) => void;
  readonly key?: string;
};

const states: readonly State[] = [
  { name: 'live, with numbers', prepare: withRegions },
  { name: 'numbers withheld', prepare: () => undefined },
  {
    name: 'no signal',
    prepare: ({ stores }) =>
      stores.readout.setState(({ liveness }) => ({
        liveness: { ...liveness, state: 'no-signal', ageS: 2.4 },
      })),
  },
  { name: 'frozen', prepare: ({ commands }) => commands.freeze(true) },
  {
    name: 'uncalibrated, treated',
    prepare: conductor => {
      withRegions(conductor);
      uncalibrated(conductor);
      conductor.commands.setCase({ neoadjuvant: true });
    },
  },
  {
    name: 'replay, with problems, recording',
    prepare: ({ stores, commands }) => {
      const { description } = stores.feed.getState();
      stores.feed.setState({
        description: description && { ...description, kind: 'replay', live: false },
        playhead: {
          isPlaying: false,
          frameIndex: 3,
          frameCount: 90,
          positionS: 0.1,
          durationS: 3,
          speed: 1,
          loop: null,
        },
      });
      stores.problems.setState({
        problems: [
          { id: 'camera-busy', severity: 'stop', text: 'Camera in use.', tip: 'Press Retry.' },
          { id: 'little-room', severity: 'caution', text: 'Little room.', tip: 'Delete sessions.' },
        ],
      });
      void commands.startRecording();
    },
  },
  { name: 'the start bar', prepare: ({ stores }) => setKind(stores, 'phantom') },
  { name: 'asking for the tissue', prepare: () => undefined, key: 'b' },
  { name: 'big numbers', prepare: withRegions, key: 'g' },
  { name: 'analysis', prepare: withRegions, key: 'y' },
  { name: 'the start-of-day check', prepare: ({ commands }) => commands.check.open() },
  { name: 'the outline tool', prepare: withRegions, key: 'e' },
  { name: 'sources', prepare: () => undefined, key: 'n' },
  { name: 'iso-lines', prepare: uncalibrated, key: 'm' },
  { name: 'definitions', prepare: withRegions, key: 'd' },
  { name: 'library', prepare: () => undefined, key: 'i' },
  { name: 'blinded reading', prepare: () => undefined, key: 'B' },
  { name: 'keys', prepare: () => undefined, key: '?' },
];

function setKind(stores: FakeConductor['stores'], kind: 'phantom') {
  const { description } = stores.feed.getState();
  stores.feed.setState({ description: description && { ...description, kind } });
}

async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document, {
    // The test page is not ours: its frame and language belong to the runner.
    rules: { 'meta-viewport': { enabled: false } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

describe('axe finds nothing', () => {
  test.each(states)('in the state: $name', async ({ prepare, key }) => {
    app = await renderApp(prepare);
    if (key) app.press(key, { shiftKey: key === '?' || key !== key.toLowerCase() });
    await drawn();
    expect(await violations()).toEqual([]);
  });

  test.each(['case', 'profile', 'layout', 'pairs'])('in the sheet: %s', async name => {
    app = await renderApp(withRegions);
    if (name === 'pairs') app.find('[aria-label="All pairs and regions"]').click();
    if (name === 'case') app.find('.status-item.case').click();
    if (name === 'profile')
      [...app.root.querySelectorAll<HTMLElement>('.status-item')]
        .find(b => b.textContent.includes('Calibrated'))
        ?.click();
    if (name === 'layout') {
      app.press('n');
      await app.until(() => document.querySelector('dialog') !== null);
      [...document.querySelectorAll('button')].find(b => b.textContent.startsWith('Layout'))?.click();
    }
    await app.until(() => document.querySelector('dialog h2') !== null);
    expect(await violations()).toEqual([]);
  });
});

describe('the screen fits', () => {
  test.each([
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ])('at $width × $height, with controls of at least 48 pixels and nothing cut off', async size => {
    app = await renderApp(conductor => {
      withRegions(conductor);
      uncalibrated(conductor);
    }, size);
    app.conductor.commands.selectRegion('B1');
    await app.until(() => document.querySelector('.region-details') !== null);
    const { scrollWidth, scrollHeight } = document.documentElement;
    expect([scrollWidth, scrollHeight]).toEqual([size.width, size.height]);
    const cut = [...app.root.querySelectorAll<HTMLElement>('.status, .rail, .numbers, .bottom, .bar-row')]
      .filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
      .map(e => e.className);
    expect(cut).toEqual([]);
    const small = [...app.root.querySelectorAll<HTMLElement>('button, select, input[type="range"]')]
      .map(element => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 48 || box.height < 48)
      .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}×${box.height}`);
    expect(small).toEqual([]);
    const outside = [...app.root.querySelectorAll('button, select, output')]
      .map(element => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.right > size.width + 0.5 || box.bottom > size.height + 0.5)
      .map(({ element }) => element.outerHTML.slice(0, 80));
    expect(outside).toEqual([]);
  });
});
