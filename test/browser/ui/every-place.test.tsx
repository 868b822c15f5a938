/**
 * Every sheet, every part and every state of the screen, at the sizes it is made for: nothing that axe finds (WCAG 2.2 AA), every control large
 * and apart enough, nothing cut off. The rows are checked against the app's own lists, so that a new sheet or part cannot be forgotten.
 */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { stepNames } from '#model/calibration.ts';
import { checkPartNames } from '#model/check.ts';
import { defaultTheatreSettings } from '#model/theatre.ts';
import { cutTexts, nearControls, sidewaysScrolls, smallControls } from '#test/support/control-faults.ts';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { fakeIndex, fakePinned } from '#test/support/fake-review.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { sampleHistory } from '#test/support/sample-checks.ts';
import { sampleProfile } from '#test/support/sample-readings.ts';
import { sampleSessions } from '#test/support/sample-sessions.ts';
import { drawn } from '#test/support/waiting.ts';
import { analysisTabs, type SheetName, sheetNames } from '#ui/desk.ts';
import * as lateParts from '#ui/lazy-parts.ts';

let app: RenderedApp;
beforeEach(() => {
  localStorage.removeItem('rimlight.keys');
  localStorage.removeItem('rimlight.tour-seen');
});

const named = (name: string) =>
  [...document.querySelectorAll<HTMLElement>('button, summary')].find(each =>
    (each.getAttribute('aria-label') ?? each.textContent).trim().startsWith(name),
  );
const press = async (name: string) => {
  await app.until(() => named(name) !== undefined);
  named(name)!.click();
};
const key = (name: string) => app.press(name, { shiftKey: /[A-Z?]/.test(name) });

/** As much as a busy day leaves. */
function fill({ commands, stores, tick, analyse }: FakeConductor): void {
  const at = (x: number, y: number) => ({ kind: 'circle', centre: { x, y }, radiusPx: 30 }) as const;
  commands.addRegion({ role: 'tumour', tissue: null, shape: at(300, 200) });
  commands.addRegion({ role: 'background', tissue: 'muscle', shape: at(100, 200) });
  commands.addRegion({ role: 'background', tissue: 'fat', shape: at(100, 300) });
  commands.addRegion({ role: 'leak', tissue: null, shape: at(500, 300) });
  tick();
  analyse();
  commands.setCase({ label: 'K-017', neoadjuvant: true });
  const thumbnailUrl = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
  stores.library.setState({
    stills: ['one', 'two', 'three'].map(id => ({
      id,
      takenAtS: 1.8e9,
      caseLabel: id,
      station: 'tumour bed',
      thumbnailUrl,
    })),
    freeBytes: 3e9,
  });
  stores.sessions.setState({ sessions: sampleSessions(), retentionDays: 30 });
  stores.calibrating.setState({
    profiles: [{ profile: sampleProfile('Tower A', 3), hash: '0123456789abcdef', faults: [] }],
  });
  stores.checking.setState({ reports: sampleHistory() });
  stores.updates.setState({ ready: 'abcdef0', isOffline: true });
  stores.displays.setState({
    displays: [
      { id: 'one', settings: defaultTheatreSettings, report: null, isGone: false },
      { id: 'two', settings: defaultTheatreSettings, report: null, isGone: true },
    ],
    patternOn: 'one',
    checks: [],
  });
  stores.layouts.setState(({ layouts }) => ({
    layouts: [...layouts, { ...layouts[0]!, id: 'own', name: 'Our tower' }],
  }));
  stores.reading.setState({
    sets: [
      {
        id: 'set-1',
        madeAtS: 1.76e9,
        picture: 'nirLinear',
        cases: 3,
        showings: 4,
        readers: [
          { reader: 1, answered: 2, isFinished: false },
          { reader: 2, answered: 4, isFinished: true },
        ],
      },
    ],
    unreadable: ['0123456789'],
  });
}

type Place = {
  readonly name: string;
  /** Before the page is rendered; `fill` unless given. */
  readonly prepare?: (conductor: FakeConductor) => void;
  readonly go?: () => void | Promise<void>;
  /** Proof that the place is there. */
  readonly shows: string;
};

const nothing = () => undefined;

const sheetPlaces = {
  feeds: { go: () => key('n') },
  case: { go: () => key('P') },
  profile: { go: () => key('U') },
  layout: {
    go: async () => {
      key('n');
      await press('Layout');
    },
  },
  library: { go: () => key('i') },
  margins: { go: () => key('m') },
  figures: { go: () => key('d') },
  'analysis-figures': {
    go: async () => {
      key('y');
      app.conductor.commands.setAnalysis({ margin: true });
      await app.until(() => document.querySelector('.analysis [role="tab"]') !== null);
      document.querySelectorAll<HTMLElement>('.analysis [role="tab"]')[1]?.click();
      await app.until(() => document.querySelector('.found button') !== null);
      document.querySelector<HTMLElement>('.found button')!.click();
    },
  },
  pairs: { go: () => key('F') },
  marks: { go: () => key('N') },
  reading: { go: () => key('B') },
  displays: { go: () => key('D') },
  stability: { go: () => key('K') },
  keys: { go: () => key('?') },
  about: { go: () => app.press('5', { shiftKey: true }) },
} as const satisfies Record<SheetName, { readonly go: () => void | Promise<void> }>;

const sheets: readonly Place[] = sheetNames.flatMap(name => [
  { name: `sheet ${name}, full`, go: sheetPlaces[name].go, shows: 'dialog .sheet-body' },
]);
/** Sheets that look otherwise when there is nothing to show. */
const emptySheets: readonly Place[] = (
  ['library', 'profile', 'reading', 'displays', 'figures', 'pairs', 'marks'] as const
).map(name => ({
  name: `sheet ${name}, empty`,
  prepare: nothing,
  go: sheetPlaces[name].go,
  shows: 'dialog .sheet-body',
}));
const tabsOfSheets: readonly Place[] = [
  {
    name: 'sheet library, sessions',
    shows: '.session',
    go: async () => {
      key('i');
      await press('Sessions');
    },
  },
  {
    name: 'sheet library, sessions, empty',
    prepare: nothing,
    shows: 'dialog .empty',
    go: async () => {
      key('i');
      await press('Sessions');
    },
  },
  ...['Camera', 'Network stream', 'Files', 'Recorded'].map(way => ({
    name: `sheet feeds, ${way}`,
    shows: 'dialog .sheet-body',
    go: async () => {
      key('n');
      await app.until(() => document.querySelector('dialog .sheet-body button') !== null);
      named(way)?.click();
    },
  })),
];

const playhead = {
  isPlaying: false,
  frameIndex: 3,
  frameCount: 1800,
  positionS: 0.1,
  durationS: 60,
  speed: 1,
  loop: null,
};
const replaying = ({ stores }: FakeConductor) => {
  const { description } = stores.feed.getState();
  stores.feed.setState({
    description: description && { ...description, kind: 'replay', live: false },
    playhead,
  });
  stores.review.setState({ index: fakeIndex() });
};

/** By the name of the part that is fetched late; several where it has several faces. */
const partPlaces = {
  AnalysisPanel: analysisTabs.map(tab => ({
    name: `analysis, ${tab}`,
    shows: '.analysis',
    go: async () => {
      key('y');
      await app.until(() => document.querySelector('.analysis [role="tab"]') !== null);
      document.querySelectorAll<HTMLElement>('.analysis [role="tab"]')[analysisTabs.indexOf(tab)]?.click();
    },
  })),
  CalibratePanel: stepNames.flatMap(step =>
    [false, true].map(isRead => ({
      name: `calibration, ${step}${isRead ? ', read' : ''}`,
      shows: '.calibrate',
      go: async () => {
        const { calibrate } = app.conductor.commands;
        calibrate.begin();
        if (isRead) {
          await calibrate.readChart();
          await calibrate.readDark();
          await calibrate.readFlat('mean');
          await calibrate.takePictures();
        }
        calibrate.goTo(step);
      },
    })),
  ),
  CheckPanel: [...checkPartNames, 'report', 'history'].map((part, index) => ({
    name: `check, ${part}`,
    shows: '.day-check',
    go: async () => {
      app.conductor.commands.check.open();
      await app.until(() => document.querySelector('.day-check [role="tab"]') !== null);
      document.querySelectorAll<HTMLElement>('.day-check [role="tab"]')[index]?.click();
      const name = checkPartNames[index];
      if (name) await app.conductor.commands.check.read(name);
    },
  })),
  LayoutEditor: [
    {
      name: 'drawing a layout',
      shows: '.layout-panel',
      go: async () => {
        await sheetPlaces.layout.go();
        await press('Draw a layout');
      },
    },
  ],
  LayoutPanel: [],
  BlankEditor: [
    {
      name: 'drawing black places',
      shows: '.drag-rect.blank',
      go: async () => {
        key('n');
        await press('Black places');
        await press('Add a place');
      },
    },
  ],
  BlankPanel: [],
  Timeline: [{ name: 'replay with its timeline', shows: '.timeline', go: () => replaying(app.conductor) }],
  ReplayBar: [],
  RemeasurePanel: [
    {
      name: 'measuring again',
      shows: '.remeasure',
      go: async () => {
        replaying(app.conductor);
        await app.until(() => document.querySelector('.timeline') !== null);
        await press('Measure again');
      },
    },
  ],
  ComparePane: [
    {
      name: 'comparing',
      shows: '.timeline',
      go: async () => {
        replaying(app.conductor);
        app.conductor.stores.review.setState({ pinned: await fakePinned(), compare: 'side' });
      },
    },
  ],
  CompareSide: [],
  TourCard: [
    {
      name: 'the tour',
      prepare: ({ stores }: FakeConductor) => asPhantom(stores),
      shows: '.tour',
      go: () => app.press('4', { shiftKey: true }),
    },
  ],
  PractiseMark: [
    {
      name: 'practice',
      shows: '.practise-mark',
      go: () => app.conductor.stores.feed.setState({ fault: 'lens-covered' }),
    },
  ],
} as const satisfies Record<keyof typeof lateParts, readonly Place[]>;

function asPhantom(stores: FakeConductor['stores']): void {
  stores.feed.setState(({ description }) => ({
    description: description && { ...description, kind: 'phantom' },
  }));
}

const liveness = (change: object) => () =>
  app.conductor.stores.readout.setState(readout => ({ liveness: { ...readout.liveness, ...change } }));

const states: readonly Place[] = [
  { name: 'live', shows: '.numbers' },
  { name: 'nothing drawn', prepare: nothing, shows: '.numbers' },
  { name: 'the start page', prepare: ({ stores }) => asPhantom(stores), shows: '.welcome' },
  {
    name: 'no source',
    shows: '.veil',
    go: () => app.conductor.stores.feed.setState({ status: 'closed', description: null, formats: null }),
  },
  { name: 'no signal', shows: '.veil', go: liveness({ state: 'no-signal', ageS: 2.4 }) },
  { name: 'late', shows: '.tags', go: liveness({ state: 'late', ageS: 0.3 }) },
  { name: 'frozen', shows: '.frozen-frame', go: () => app.conductor.commands.freeze(true) },
  { name: 'recording', shows: '.recording', go: () => app.conductor.commands.startRecording() },
  {
    name: 'problems',
    shows: '.problem',
    go: () =>
      app.conductor.stores.problems.setState({
        problems: (['stop', 'caution', 'caution', 'caution'] as const).map((severity, index) => ({
          id: `problem-${index}`,
          severity,
          text: 'Camera in use by another program.',
          tip: 'Close it there, then press Retry.',
        })),
      }),
  },
  {
    name: 'what was recovered',
    shows: '.recovered',
    go: () => app.conductor.stores.sessions.setState({ recovered: ['session-0001'] }),
  },
  {
    name: 'a calibration that was left',
    shows: '.start',
    go: () => app.conductor.stores.calibrating.setState({ canResume: true }),
  },
  { name: 'overlay hidden', shows: '.overlay-hidden', go: () => app.press(' ') },
  { name: 'locked', shows: '.locked', go: () => key('L') },
  { name: 'big numbers', shows: '[data-big="true"]', go: () => key('g') },
  { name: 'asking for the tissue', shows: '.tissues, .rail', go: () => key('b') },
  { name: 'the outline tool', shows: '.rail', go: () => key('e') },
];

const places: readonly Place[] = [
  ...states,
  ...Object.values(partPlaces).flat(),
  ...sheets,
  ...emptySheets,
  ...tabsOfSheets,
];

const sizes = [
  { width: 1280, height: 720 },
  { width: 640, height: 360 },
  { width: 810, height: 1080 },
];
/** 1280 pixels at 400 %. */
const smallest = { width: 320, height: 256 };

/** Selectors of controls that may be smaller, and why. */
const mayBeSmall: Readonly<Record<string, string>> = {
  '.window-track': 'two handles on one line: each takes 24 × 48 pixels of it, and both have keys',
};
/** The same for controls nearer than 8 pixels. */
const mayBeNear: Readonly<Record<string, string>> = {
  '.window-track': 'two handles on one line',
};
/** What a reader may set who reads better so: WCAG 1.4.12. */
const wideText = document.createElement('style');
wideText.textContent = `#root, #root * {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
#root p { margin-bottom: 2em !important; }`;

/** The sheet, or the whole screen. Behind a sheet everything is inert. */
const place = (): Element => document.querySelector('dialog[open]') ?? app.root;

const inSheet = () => [
  ...nearControls(place(), Object.keys(mayBeNear)),
  ...cutTexts(place()),
  ...sidewaysScrolls(place()),
];

async function axeFinds(): Promise<string[]> {
  const { violations } = await axe.run(
    document.querySelector('dialog[open]')
      ? { include: '#root dialog' }
      : // What blinks is pale half of the time, on purpose.
        { include: '#root', exclude: '.blinking' },
    {
      rules: {
        // The test page is not ours: its frame and language belong to the runner.
        'meta-viewport': { enabled: false },
        // WCAG 2.2's own, which axe leaves off.
        'target-size': { enabled: true },
      },
    },
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

describe('the rows', () => {
  test('are of every sheet and every part of the app', () => {
    expect(Object.keys(sheetPlaces).toSorted()).toEqual([...sheetNames].toSorted());
    expect(Object.keys(partPlaces).toSorted()).toEqual(Object.keys(lateParts).toSorted());
  });
});

describe('every place', () => {
  afterEach(() => app.unmount());

  test.each(places)('is without a fault, at each size: $name', async ({ prepare = fill, go, shows }) => {
    app = await renderApp(prepare);
    await go?.();
    await app.until(() => document.querySelector(shows) !== null);
    const isSheet = document.querySelector('dialog[open]') !== null;
    const found: string[] = [];
    for (const size of sizes) {
      await page.viewport(size.width, size.height);
      await drawn();
      const all = [
        ...(await axeFinds()),
        ...smallControls(place(), Object.keys(mayBeSmall)),
        ...(isSheet ? inSheet() : cutTexts(place())),
      ];
      found.push(...all.map(each => `${size.width}: ${each}`));
    }
    for (const size of sizes) {
      await page.viewport(size.width, size.height);
      document.head.append(wideText);
      await drawn();
      found.push(...cutTexts(place()).map(each => `${size.width}, wide text: ${each}`));
      wideText.remove();
    }
    // The screen itself needs two dimensions for its picture (1.4.10 excepts that); what is read stands in sheets.
    await page.viewport(smallest.width, smallest.height);
    await drawn();
    found.push(
      ...(isSheet
        ? [...cutTexts(place()), ...sidewaysScrolls(place())]
        : // What it must never be without, however small it is.
          [...document.querySelectorAll('.notice, .veil')].flatMap(each => cutTexts(each))
      ).map(each => `${smallest.width}: ${each}`),
    );
    expect(found).toEqual([]);
  });
});
