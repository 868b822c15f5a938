/** The review room over a conductor without a house: timeline, transport, measuring again, comparing. */
import axe from 'axe-core';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { useStore } from 'zustand';
import type { ReviewState } from '#conductor/review-api.ts';
import { profileHash } from '#model/profile-hash.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import { rowsAsShown } from '#model/rows.ts';
import { calibrations, layouts, phantoms, presets, protocols, targets } from '#study/seeds.ts';
import { createFakeConductor, type FakeConductor } from '#test/support/fake-conductor.ts';
import {
  createFakeReview,
  type FakeReview,
  fakeIndex,
  fakePinned,
  fakeRows,
  tableOf,
} from '#test/support/fake-review.ts';
import { drawn, later, until } from '#test/support/waiting.ts';
import { BottomBar } from '#ui/controls/BottomBar.tsx';
import { ToolRail } from '#ui/controls/ToolRail.tsx';
import { createHouse, type House, HouseContext } from '#ui/house.ts';
import { Numbers } from '#ui/measure/Numbers.tsx';
import { ReplayBar } from '#ui/replay/ReplayBar.tsx';
import { hasReplayKeys, replayBindings } from '#ui/replay/replay-keys.ts';
import { ComparePane } from '#ui/review/ComparePane.tsx';
import { CompareSide } from '#ui/review/CompareSide.tsx';
import { RemeasurePanel } from '#ui/review/RemeasurePanel.tsx';
import { createReviewRoom, ReviewContext, type ReviewRoom, type ReviewView } from '#ui/review/review-room.ts';
import { Timeline } from '#ui/review/Timeline.tsx';
import { StatusStrip } from '#ui/status/StatusStrip.tsx';
import { Viewport } from '#ui/viewport/Viewport.tsx';
import type { Playhead } from '#workers/feed/api.ts';
import '@fontsource-variable/inter';
import '#ui/tokens.css';
import '#ui/controls/controls.css';
import '#ui/app.css';

let root: Root | null = null;
/** What a session holds of stills, where a test has one that does. */
let sessionStill: FakeConductor['commands']['sessionStill'] | null = null;
let element: HTMLElement;
let conductor: FakeConductor;
let review: FakeReview;
let room: ReviewRoom;
let house: House;

afterEach(() => {
  root?.unmount();
  element.remove();
  root = null;
  sessionStill = null;
});

/** As the theatre puts the parts together. */
function Theatre({ room }: { readonly room: ReviewRoom }) {
  const panelOpen = useStore(room.view, view => view.panelOpen);
  return (
    <div className="theatre" data-big={false} data-calibrating={false} data-analysing={panelOpen}>
      <StatusStrip />
      <ToolRail />
      <main className="theatre-main">
        <div className="compare-row">
          <CompareSide />
          <Viewport>
            <ComparePane />
          </Viewport>
        </div>
        <Timeline />
        <ReplayBar />
      </main>
      {panelOpen ? <RemeasurePanel /> : <Numbers />}
      <BottomBar isShort={false} />
      <footer className="notice">
        <span>For research.</span>
      </footer>
    </div>
  );
}

async function render(
  state: Partial<ReviewState> = {},
  more: {
    size?: { width: number; height: number };
    differences?: readonly string[];
    view?: Partial<ReviewView>;
  } = {},
) {
  const { width, height } = more.size ?? { width: 1280, height: 720 };
  await page.viewport(width, height);
  conductor = createFakeConductor();
  if (sessionStill) Object.assign(conductor.commands, { sessionStill });
  review = createFakeReview(state, more.differences ?? []);
  const index = review.store.getState().index;
  const { description } = conductor.stores.feed.getState();
  conductor.stores.feed.setState({
    description: description && { ...description, kind: 'replay', live: false, name: 'Session K-017' },
    playhead: {
      isPlaying: false,
      frameIndex: 372,
      frameCount: index?.frameAtS.length ?? 0,
      positionS: 37.2,
      durationS: index?.frameAtS.at(-1) ?? 0,
      speed: 1,
      loop: null,
    },
  });
  house = createHouse(conductor, { protocols, presets, layouts, phantoms, calibrations, targets });
  room = createReviewRoom(review);
  if (more.view) room.view.setState(more.view);
  element = document.createElement('div');
  element.id = 'root';
  document.body.append(element);
  document.documentElement.lang = 'en';
  document.title = 'Rimlight';
  root = createRoot(element);
  root.render(
    <HouseContext value={house}>
      <ReviewContext value={room}>
        <Theatre room={room} />
      </ReviewContext>
    </HouseContext>,
  );
  await until(() => element.querySelector('.replay') !== null);
  await document.fonts.ready;
  await drawn();
}

const find = (selector: string): HTMLElement => {
  const found = element.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`Nothing matches ${selector}.`);
  return found;
};
const button = (name: string): HTMLButtonElement => {
  const found = [...element.querySelectorAll('button')].find(
    each => (each.getAttribute('aria-label') ?? each.textContent) === name,
  );
  if (!found) throw new Error(`No button says ${name}.`);
  return found;
};
const seeks = () => conductor.asked.filter(({ name }) => name === 'seek').map(each => each.with[0]);
const askedLast = (name: string) => review.asked.findLast(each => each.name === name)?.with;
const slider = () => find('.timeline-surface');
const key = (on: HTMLElement, name: string, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
/** A pointer on the timeline, at a share of its width. */
const pointer = (type: string, share: number) => {
  const box = slider().getBoundingClientRect();
  slider().dispatchEvent(
    new PointerEvent(type, {
      clientX: box.left + share * box.width,
      clientY: box.top + 80,
      pointerId: 1,
      button: 0,
      bubbles: true,
    }),
  );
};

const index = fakeIndex();
const recomputed = tableOf(fakeRows(index, { every: 6, factor: 1.15 }));
const result = {
  range: { from: 0, to: 1799 },
  every: 6,
  settings: 'now',
  differences: ['T1 has another place or shape'],
  summary: { frames: 300, equal: 0, unequal: 0, unverifiable: 0, damaged: 0 },
} as const satisfies ReviewState['result'];

/** Black for a while, covered for a moment inside a change of ambient light. */
const wrong: ReplayIndex['hazards'] = [
  { problemId: 'picture-black', from: 300, to: 520, words: 'The picture is black.', withholds: true },
  {
    problemId: 'ambient-changed',
    from: 1000,
    to: 1250,
    words: 'Ambient light came onto the NIR picture: its darkest part moved by 4 codes.',
    withholds: false,
  },
  { problemId: 'lens-covered', from: 1100, to: 1140, words: 'The lens seems covered.', withholds: true },
];
async function hazardous(): Promise<Partial<ReviewState>> {
  const withWrong = { ...index, hazards: wrong };
  return { index: withWrong, recorded: tableOf(rowsAsShown(fakeRows(index), withWrong)) };
}

const states: readonly {
  readonly name: string;
  readonly state?: () => Promise<Partial<ReviewState>>;
  readonly more?: Parameters<typeof render>[1];
}[] = [
  { name: 'timeline' },
  { name: 'three-lanes', more: { view: { lanes: ['tbr', 'cnr', 'light'], marksOpen: true } } },
  {
    name: 'recomputed',
    state: async () => ({ recomputed, result }),
    more: { view: { panelOpen: true }, differences: ['T1 has another place or shape', 'B3 is new'] },
  },
  {
    name: 'pass',
    state: async () => ({ recomputed, pass: { from: 0, to: 1799, share: 0.43, settings: 'recorded' } }),
    more: { view: { panelOpen: true } },
  },
  {
    name: 'proved',
    state: async () => ({
      recomputed,
      result: {
        ...result,
        settings: 'recorded',
        differences: [],
        summary: { frames: 1800, equal: 1203, unequal: 1, unverifiable: 2, damaged: 1 },
      },
    }),
    more: { view: { panelOpen: true } },
  },
  { name: 'wipe', state: async () => ({ pinned: await fakePinned(), compare: 'wipe' }) },
  { name: 'side', state: async () => ({ pinned: await fakePinned(), compare: 'side' }) },
  { name: 'hazards', state: hazardous },
  { name: 'hazards-listed', state: hazardous, more: { view: { marksOpen: true } } },
  { name: 'collapsed', more: { view: { timelineOpen: false } } },
  { name: 'no-rows', state: async () => ({ recorded: tableOf([]) }) },
];

describe('in the state', () => {
  test.each(states)('$name: axe finds nothing, and controls are large enough', async ({ state, more }) => {
    await render(await state?.(), more);
    const found = await axe.run(document, {
      rules: { 'meta-viewport': { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(
      found.violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`)),
    ).toEqual([]);
    const small = [
      ...element.querySelectorAll<HTMLElement>('button, select, input[type="range"], [role="slider"]'),
    ]
      .map(each => ({ each, box: each.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 48 || box.height < 48)
      .map(({ each, box }) => `${each.outerHTML.slice(0, 90)} ${box.width}×${box.height}`);
    expect(small).toEqual([]);
    expect(element.textContent).not.toMatch(/NaN|Infinity|undefined/);
  });

  test.each([
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ])('of measuring again the screen of $width × $height is not left', async size => {
    await render({ recomputed, result }, { size, view: { panelOpen: true } });
    const { scrollWidth, scrollHeight } = document.documentElement;
    expect([scrollWidth, scrollHeight]).toEqual([size.width, size.height]);
    const outside = [...element.querySelectorAll('.timeline button, .replay button, .replay select')]
      .map(each => ({ each, box: each.getBoundingClientRect() }))
      .filter(({ box }) => box.right > size.width || box.bottom > size.height)
      .map(({ each }) => each.outerHTML.slice(0, 80));
    expect(outside).toEqual([]);
    expect(find('.viewport').clientHeight).toBeGreaterThan(100);
  });
});

describe('the transport', () => {
  /** What a key of the table does, as the screen's keys would call it. */
  const press = (key: string) => {
    const binding = replayBindings(() => room).find(({ keys }) => keys.includes(key));
    if (!binding) throw new Error(`No key is ${key}.`);
    binding.run(house);
  };
  const asked = (name: string) =>
    conductor.asked.filter(each => each.name === name).map(each => each.with[0]);
  const setPlayhead = (change: Partial<Playhead>) =>
    conductor.stores.feed.setState(({ playhead }) => ({ playhead: playhead && { ...playhead, ...change } }));

  test('shuttles with J, K and L, faster each time', async () => {
    await render();
    press('l');
    setPlayhead({ isPlaying: true, speed: 1 });
    press('l');
    setPlayhead({ speed: 2 });
    press('j');
    setPlayhead({ speed: -1 });
    press('j');
    expect(asked('play')).toEqual([1, 2, -1, -2]);
    press('k');
    expect(asked('pause')).toHaveLength(1);
    await until(() => button('Play backwards, again faster').getAttribute('aria-pressed') === 'true');
    expect(find('.replay select')).toHaveProperty('value', '-1');
  });

  test('steps by one and by ten, and goes to the ends', async () => {
    await render();
    for (const each of [',', '.', 'Shift+Comma', 'Shift+Period']) press(each);
    expect(asked('step')).toEqual([-1, 1, -10, 10]);
    press('Home');
    press('End');
    expect(seeks()).toEqual([0, 1799]);
  });

  test('loops from I to O, until Shift+I', async () => {
    await render();
    press('i');
    expect(askedLast('loop')).toEqual([{ from: 372, to: 1799 }]);
    setPlayhead({ loop: { from: 372, to: 1799 }, frameIndex: 500 });
    press('o');
    expect(askedLast('loop')).toEqual([{ from: 372, to: 500 }]);
    setPlayhead({ loop: { from: 372, to: 500 } });
    await until(() => element.querySelector('.loop-shade') !== null);
    press('Shift+I');
    expect(askedLast('loop')).toEqual([null]);
  });

  test('goes from mark to mark with the arrows and says which, but moves a region that is selected', async () => {
    await render();
    press('ArrowDown');
    expect(seeks()).toEqual([640]);
    expect(house.desk.store.getState().said).toBe('1.8 times as bright at once, 1:06.0.');
    conductor.commands.addRegion({
      role: 'tumour',
      tissue: null,
      shape: { kind: 'circle', centre: { x: 100, y: 100 }, radiusPx: 20 },
    });
    press('ArrowUp');
    expect(seeks()).toEqual([640]);
    expect(conductor.stores.regions.getState().regions[0]?.shape).toMatchObject({
      centre: { x: 100, y: 99 },
    });
  });

  test('names no key twice, and has its keys only while there is something to steer', async () => {
    await render();
    const keys = replayBindings(() => room).flatMap(binding => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(hasReplayKeys(house)).toBe(true);
    conductor.stores.feed.setState({ playhead: null });
    expect(hasReplayKeys(house)).toBe(false);
  });
});

describe('the timeline', () => {
  test('says place, frame and time since the injection, which a pause does not stop', async () => {
    await render();
    expect(slider().getAttribute('aria-valuetext')).toBe('37.2 s, frame 373, T+23:57');
    expect(slider().getAttribute('aria-valuenow')).toBe('372');
    conductor.stores.feed.setState(({ playhead }) => ({
      playhead: playhead && { ...playhead, frameIndex: 1400, positionS: 142 },
    }));
    await until(() => slider().getAttribute('aria-valuetext') === '2:22.0, frame 1401, T+35:42');
  });

  test('is dragged through: every place shows the frame that is nearest, and playing goes on afterwards', async () => {
    await render();
    conductor.stores.feed.setState(({ playhead }) => ({
      playhead: playhead && { ...playhead, isPlaying: true },
    }));
    slider().setPointerCapture = () => undefined;
    pointer('pointerdown', 0.25);
    await until(() => seeks().length === 1);
    pointer('pointermove', 0.75);
    await until(() => seeks().length === 2);
    pointer('pointerup', 0.75);
    const { frameAtS } = fakeIndex();
    for (const [at, share] of [0.25, 0.75].entries()) {
      const shownS = frameAtS[Number(seeks()[at])]!;
      expect(Math.abs(shownS - share * frameAtS.at(-1)!)).toBeLessThan(0.4);
    }
    expect(
      conductor.asked.filter(({ name }) => name === 'pause' || name === 'play').map(({ name }) => name),
    ).toEqual(['pause', 'play']);
  });

  test('goes by keys: arrows step, plus and minus zoom, and nothing else hears them', async () => {
    await render();
    expect(key(slider(), 'ArrowRight')).toBe(false);
    key(slider(), 'ArrowLeft', { shiftKey: true });
    expect(conductor.asked.filter(({ name }) => name === 'step').map(each => each.with[0])).toEqual([1, -10]);
    key(slider(), '+');
    await until(() => room.view.getState().window !== null);
    const { fromS, toS } = room.view.getState().window!;
    expect(toS - fromS).toBeCloseTo(181.9 / 2, 1);
    expect(fromS).toBeLessThan(37.2);
    expect(toS).toBeGreaterThan(37.2);
    button('All').click();
    expect(room.view.getState().window).toBe(null);
  });

  test('zooms by the wheel about the pointer, and a shifted wheel moves along', async () => {
    await render();
    const box = slider().getBoundingClientRect();
    const wheel = (more: WheelEventInit) =>
      slider().dispatchEvent(
        new WheelEvent('wheel', {
          clientX: box.left + box.width / 4,
          cancelable: true,
          bubbles: true,
          ...more,
        }),
      );
    wheel({ deltaY: -300 });
    await until(() => room.view.getState().window !== null);
    const zoomed = room.view.getState().window!;
    const durationS = fakeIndex().frameAtS.at(-1)!;
    expect(zoomed.toS - zoomed.fromS).toBeCloseTo(durationS / 2, 0);
    expect(zoomed.fromS + (zoomed.toS - zoomed.fromS) / 4).toBeCloseTo(durationS / 4, 0);
    await drawn();
    wheel({ deltaY: 100, shiftKey: true });
    await until(() => room.view.getState().window!.fromS > zoomed.fromS);
  });

  test('reads every curve at the frame shown, under the pointer, and why a number is withheld', async () => {
    await render({ recomputed, result });
    const names = () => find('.lane-names').textContent;
    expect(names()).toMatch(/T1 \/ B1 [\d.]+ ⇢ [\d.]+/);
    const { frameAtS } = fakeIndex();
    pointer('pointermove', frameAtS[1100]! / frameAtS.at(-1)!);
    await until(() => names().includes('– clipped'));
    expect(find('.hover-words').textContent).toMatch(/^1:5\d\.\d · frame 1[01]\d\d · T\+/);
    pointer('pointermove', frameAtS[900]! / frameAtS.at(-1)!);
    await until(() => find('.hover-words').textContent.includes('IORT start 15 Gy'));
  });

  test('has a band for what was wrong for a while, its words under the pointer and for keys, and a way there', async () => {
    await render(await hazardous());
    const { frameAtS } = index;
    const durationS = frameAtS.at(-1)!;
    const strip = find('.hazard-strip');
    const bands = [...strip.querySelectorAll<SVGGraphicsElement>('.band')].map(band => band.getBBox());
    expect(bands).toHaveLength(3);
    const { width } = strip.getBoundingClientRect();
    for (const [at, { from, to }] of wrong.entries()) {
      const { x, width: bandPx } = bands[at]!;
      expect(Math.abs(x / width - frameAtS[from]! / durationS)).toBeLessThan(0.01);
      expect(Math.abs((x + bandPx) / width - frameAtS[to + 1]! / durationS)).toBeLessThan(0.01);
    }
    // What withholds and what does not differ by more than their colour.
    expect(find('.band-withheld').textContent).toBe('no numbers');
    expect(find('.band-withheld rect').getAttribute('fill')).not.toBe(
      find('.band-stands').getAttribute('fill'),
    );

    pointer('pointermove', frameAtS[1120]! / durationS);
    await until(
      () => element.querySelector('.hover-words')?.textContent.includes('The lens seems covered.') === true,
    );
    const said = find('.hover-words').textContent;
    expect(said).toMatch(/The lens seems covered\. \(4\.1 s, numbers withheld\)/);
    expect(said).toMatch(/Ambient light .* \(25\.1 s\)/);
    await until(() => find('.lane-names').textContent.includes('– picture not to be trusted'));
    pointer('pointerleave', 0.5);
    await until(() => element.querySelector('.hover-words') === null);

    // Frame 372, where it stands, was black.
    expect(slider().getAttribute('aria-valuetext')).toMatch(
      /T\+23:57, The picture is black\. \(22\.1 s, numbers withheld\)$/,
    );
    slider().focus();
    await until(
      () => element.querySelector('.hover-words')?.textContent.includes('The picture is black.') === true,
    );

    button('Marks 13').click();
    await until(() => element.querySelector('.mark-list') !== null);
    const there = [...element.querySelectorAll<HTMLButtonElement>('.mark-list button')].find(each =>
      each.textContent.startsWith('The lens seems covered.4.1 s, numbers withheld'),
    );
    there?.click();
    expect(seeks()).toEqual([1100]);
  });

  test('loads pictures of what is in view only, each once', async () => {
    await render();
    await until(() => review.asked.length > 10);
    await later(200);
    const first = review.asked.map(each => Number(each.with[0]));
    expect(new Set(first).size).toBe(first.length);
    expect(first.length).toBeLessThan(40);
    room.view.setState({ window: { fromS: 100, toS: 110 } });
    await until(() => review.asked.length > first.length + 5);
    await later(200);
    const { frameAtS } = fakeIndex();
    for (const { with: given } of review.asked.slice(first.length)) {
      const atS = frameAtS[Number(given[0])]!;
      expect(atS).toBeGreaterThan(97);
      expect(atS).toBeLessThan(113);
    }
  });

  test('lists its marks as buttons that go there, gaps of the recording among them', async () => {
    await render();
    button('Marks 10').click();
    await until(() => element.querySelector('.mark-list') !== null);
    const listed = [...element.querySelectorAll<HTMLButtonElement>('.mark-list button')];
    expect(listed).toHaveLength(10);
    expect(find('.mark-list').textContent).toContain('gap of 2.1 s in the recording');
    listed.find(each => each.textContent.startsWith('resection end'))?.click();
    expect(seeks()).toEqual([1500]);
  });

  test('shows the still behind a mark, where it is a part of the session, in small and large', async () => {
    const pictures: string[] = [];
    const asked: unknown[][] = [];
    sessionStill = async (...of) => {
      asked.push(of);
      const canvas = new OffscreenCanvas(1280, 820);
      canvas.getContext('2d')!.fillRect(0, 0, 1280, 820);
      const url = URL.createObjectURL(await canvas.convertToBlob());
      pictures.push(url);
      return url;
    };
    await render({}, { view: { marksOpen: true } });
    await until(() => element.querySelector('.mark-still img') !== null);
    expect(asked).toEqual([['session-0001', 'still-0001']]);
    const pressed = find('button.mark-still');
    expect(pressed.getAttribute('aria-label')).toMatch(/^Show the still of \d/);
    const { width, height } = pressed.getBoundingClientRect();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(48);
    const dialog = element.querySelector<HTMLDialogElement>('.mark-still-large')!;
    for (const isLarge of [false, true]) {
      if (isLarge) pressed.click();
      expect(dialog.open).toBe(isLarge);
      const found = await axe.run(document, {
        rules: { 'meta-viewport': { enabled: false }, 'page-has-heading-one': { enabled: false } },
      });
      expect(found.violations.map(({ id }) => id)).toEqual([]);
    }
    const image = dialog.querySelector('img')!;
    await until(() => image.naturalWidth === 1280);
    const box = dialog.getBoundingClientRect();
    expect([box.left >= 0, box.top >= 0, box.right <= 1280, box.bottom <= 720]).toEqual(Array(4).fill(true));
    dialog.querySelector('button')?.click();
    expect(dialog.open).toBe(false);
    root?.unmount();
    for (const url of pictures) await expect(fetch(url)).rejects.toThrow();
    root = createRoot(element);
  });

  test('shows the loop, and all again', async () => {
    await render();
    conductor.stores.feed.setState(({ playhead }) => ({
      playhead: playhead && { ...playhead, loop: { from: 300, to: 400 } },
    }));
    await until(() => !button('Loop').disabled);
    button('Loop').click();
    const { fromS, toS } = room.view.getState().window!;
    expect(fromS).toBeCloseTo(29.5, 5);
    expect(toS).toBeCloseTo(40.5, 5);
  });
});

describe('measuring again', () => {
  const panel = { view: { panelOpen: true } };

  test('says in what the settings differ, and runs with what was chosen', async () => {
    await render({}, { ...panel, differences: ['T1 has another place or shape'] });
    expect(find('.remeasure').textContent).toContain('T1 has another place or shape');
    button('With the settings now').click();
    expect(askedLast('remeasure')).toEqual([{ what: 'whole', every: 1, settings: 'now' }]);
    room.view.setState({ window: { fromS: 10, toS: 20 } });
    const choice = element.querySelector<HTMLSelectElement>('.remeasure select')!;
    choice.value = 'visible';
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await drawn();
    button('As recorded, to prove it').click();
    expect(askedLast('remeasure')).toEqual([
      { what: { from: 100, to: 200 }, every: 1, settings: 'recorded' },
    ]);
  });

  test('shows how far it is, and stops', async () => {
    await render({ pass: { from: 0, to: 99, share: 0.43, settings: 'now' } }, panel);
    expect(find('.pass').textContent).toContain('Frames 1 to 100: 43 %');
    button(' Stop').click();
    expect(askedLast('stopPass')).toEqual([]);
  });

  test('says whether the recording came out to the last bit', async () => {
    const summary = { frames: 1204, equal: 1204, unequal: 0, unverifiable: 0, damaged: 0 };
    await render({ recomputed, result: { ...result, settings: 'recorded', summary } }, panel);
    expect(find('.summary-words').textContent).toBe(
      'As recorded: 1,204 of 1,204 measurements came out to the last bit.',
    );
    review.store.setState({
      result: { ...result, settings: 'recorded', summary: { ...summary, equal: 1200, unequal: 4 } },
    });
    await until(() => find('.summary-words').textContent.includes('4 measurements are different'));
  });

  test('sets recorded and recomputed side by side, pair by pair', async () => {
    await render({ recomputed, result }, panel);
    const rows = [...element.querySelectorAll('.remeasure-table tbody tr')];
    expect(rows).toHaveLength(4);
    expect(rows[0]!.textContent).toMatch(/^TBRT1 \/ B1[\d.]+[\d.]+ to [\d.]+5\.5 % withheld[\d.]+/);
    expect(rows[0]!.textContent).toMatch(/\+0\.\d+284 frames$/);
  });

  test('saves either as a file', async () => {
    await render({ recomputed, result }, panel);
    button('recomputed as CSV').click();
    expect(askedLast('exportRows')).toEqual(['csv', 'recomputed']);
  });
});

describe('comparing', () => {
  test('puts the moment shown aside as A, paused, and takes it away', async () => {
    await render();
    button('Keep as A').click();
    await until(() => review.store.getState().pinned !== null);
    expect(conductor.asked.some(({ name }) => name === 'pause')).toBe(true);
    await until(() => house.desk.store.getState().said === 'Put aside as A.');
    button('Wipe').click();
    await until(() => element.querySelector('.wipe-handle') !== null);
    button('No A').click();
    await until(() => element.querySelector('.wipe-handle') === null);
  });

  test('wipes by hand and by the arrows', async () => {
    await render({ pinned: await fakePinned(), compare: 'wipe' });
    const handle = find('.wipe-handle');
    expect(handle.getAttribute('aria-valuetext')).toBe('50 % A');
    key(handle, 'ArrowRight', { shiftKey: true });
    await until(() => handle.getAttribute('aria-valuenow') === '60');
    key(handle, 'Home');
    await until(() => find('.compare-clip').style.clipPath === 'inset(0px 100% 0px 0px)');
  });

  test('says when A is not on the scale of what is shown', async () => {
    const pinned = await fakePinned();
    await render({ pinned, compare: 'side' });
    const { display, view, scene, layout, calibration, profile } = conductor.stores.scene.getState();
    const shownAs = {
      display,
      view,
      scene,
      layout,
      calibration,
      profileHash: profileHash(profile),
      profileName: profile.name,
    };
    review.store.setState({ pinned: { ...pinned, shownAs } });
    await until(() => find('.scale-words').textContent === 'A and now: same scale, same place.');
    conductor.commands.setDisplay({ windowHigh: 0.4 });
    await until(() => find('.scale-words').textContent.includes('window: A 0 to 0.6, now 0 to 0.4'));
  });
});
