/** Screens in Chinese: whatever of them is still English was handed to nobody. */
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ReadingCommands, ReadingState } from '#conductor/reading-api.ts';
import type { ReviewState } from '#conductor/review-api.ts';
import { notGiven } from '#model/analysis.ts';
import type { TimeCurve } from '#model/time-curve/time-curve.ts';
import { calibrations, layouts, phantoms, presets, protocols, targets } from '#study/seeds.ts';
import { englishIn } from '#test/support/english-in.ts';
import { fakeAnalysis, fakeCavity, fakeEdge } from '#test/support/fake-analysis.ts';
import { createFakeConductor, type FakeConductor } from '#test/support/fake-conductor.ts';
import { fakeReadingCommands, noReading } from '#test/support/fake-reading.ts';
import { createFakeReview, fakeIndex, fakePinned, fakeRows, tableOf } from '#test/support/fake-review.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { gammaVariate, noisyCurve } from '#test/support/time-curves.ts';
import { drawn, until } from '#test/support/waiting.ts';
import { CurvesPanel } from '#ui/curves/CurvesPanel.tsx';
import { analysisTabs } from '#ui/desk.ts';
import { createHouse, HouseContext } from '#ui/house.ts';
import { ReadingSheet } from '#ui/reading/ReadingSheet.tsx';
import { ReadingContext } from '#ui/reading/reading-context.ts';
import { ReplayBar } from '#ui/replay/ReplayBar.tsx';
import { ComparePane } from '#ui/review/ComparePane.tsx';
import { CompareSide } from '#ui/review/CompareSide.tsx';
import { RemeasurePanel } from '#ui/review/RemeasurePanel.tsx';
import { createReviewRoom, ReviewContext, type ReviewView } from '#ui/review/review-room.ts';
import { Timeline } from '#ui/review/Timeline.tsx';
import { speak } from '#words/words.ts';
import '@fontsource-variable/inter';
import '#ui/tokens.css';
import '#ui/controls/controls.css';
import '#ui/app.css';

const seeds = { protocols, presets, layouts, phantoms, calibrations, targets };

let app: RenderedApp | null = null;
let root: Root | null = null;
let element: HTMLElement | null = null;

beforeEach(() => speak('zh'));
afterEach(async () => {
  app?.unmount();
  app = null;
  root?.unmount();
  root = null;
  element?.remove();
  element = null;
  await speak('en');
});

/** Names that stay, marked as English. */
const registries: ReadonlySet<string> = new Set(protocols.map(({ source }) => source.registry));

const circle = (x: number, y: number, radiusPx = 30) =>
  ({ kind: 'circle', centre: { x, y }, radiusPx }) as const;

const withRegions = ({ commands, tick }: FakeConductor) => {
  commands.addRegion({ role: 'tumour', tissue: null, shape: circle(398, 226, 90) });
  commands.addRegion({ role: 'background', tissue: 'muscle', shape: circle(150, 180) });
  commands.addRegion({ role: 'background', tissue: 'liver parenchyma', shape: circle(200, 320) });
  commands.addRegion({ role: 'edge', tissue: null, shape: fakeEdge });
  commands.addRegion({ role: 'cavity', tissue: null, shape: fakeCavity });
  tick();
};

const withAnalysis = (conductor: FakeConductor) => {
  withRegions(conductor);
  conductor.commands.setAnalysis({
    signal: { rule: { by: 'tbr', times: 2 }, reach: 1, smallestPx: 50, fillsHoles: true },
    margin: true,
    rimOf: 'T1',
    peaksApartMm: 5,
    applicatorMm: 5,
  });
  conductor.tick();
  conductor.analyse();
};

/** What is left of English in the parts that match. */
const left = (selector: string): readonly string[] => {
  const parts = [...(app?.root ?? document).querySelectorAll(selector)];
  expect(parts, selector).not.toEqual([]);
  return parts.flatMap(englishIn);
};

function show(content: React.ReactNode): void {
  element = document.createElement('main');
  element.id = 'root';
  element.style.width = '1280px';
  element.style.height = '720px';
  document.body.append(element);
  root = createRoot(element);
  root.render(content);
}

describe('a search for English', () => {
  test('finds what stands, what is read out and what a menu offers, and leaves names and units', () => {
    const part = document.createElement('div');
    part.innerHTML =
      '<p aria-label="Close the panel">TBR 3.2 ± 0.1 mm</p><select><option>No region</option></select><p>像素 Son 2019</p>';
    expect(englishIn(part)).toEqual(['Close the panel', 'No region']);
  });
});

describe('in Chinese nothing is left of English', () => {
  test('in the numbers beside the picture', async () => {
    app = await renderApp(withRegions);
    app.conductor.commands.selectRegion('B1');
    app.conductor.tick();
    await app.until(() => app?.find('.tbr').dataset.withheld === 'false');
    expect(left('.numbers')).toEqual([]);
  });

  test('in the numbers that are withheld', async () => {
    app = await renderApp(({ tick }) => tick());
    await drawn();
    expect(left('.numbers')).toEqual([]);
  });

  test.each([
    ['every pair and region', 'Shift+L', 'l'],
    ['the definitions of figures', 'D', 'd'],
  ])('in %s', async (_, key, letter) => {
    app = await renderApp(withRegions);
    app.press(letter, key.startsWith('Shift') ? { shiftKey: true } : {});
    if (!document.querySelector('dialog[open]')) app.find('.numbers-head .plain[aria-haspopup]').click();
    await app.until(() => document.querySelector('dialog[open]') !== null);
    expect(left('dialog[open]')).toEqual([]);
  });

  test.each(protocols.map(({ id }) => id))('in the case of %s, with a treated tumour', async protocolId => {
    app = await renderApp(({ commands }) => commands.setCase({ protocolId, neoadjuvant: true }));
    app.find('.case-status, [class*="case"]').click();
    await app.until(() => document.querySelector('dialog[open]') !== null);
    expect(left('dialog[open]').filter(text => !registries.has(text))).toEqual([]);
  });

  test.each(analysisTabs)('in analysis at %s', async tab => {
    app = await renderApp(withAnalysis);
    app.press('y');
    await app.until(() => app?.root.querySelector('.analysis') !== null);
    app.find(`#analysis-${tab}`).click();
    await app.until(() => app?.find(`#analysis-${tab}`).getAttribute('aria-selected') === 'true');
    if (tab === 'curves') await app.until(() => app?.root.querySelector('.curves') !== null);
    app.conductor.tick();
    await drawn();
    expect(left('.analysis')).toEqual([]);
  });

  test('in analysis that is withheld, and in its definitions', async () => {
    app = await renderApp(withAnalysis);
    app.conductor.stores.analysis.setState({
      analysis: {
        ...fakeAnalysis().analysis,
        margin: notGiven('edge-outside', 'part of E1 lies outside the NIR picture: signal there is not seen'),
      },
    });
    app.press('y');
    await app.until(() => app?.root.querySelector('.analysis') !== null);
    app.find('#analysis-margin').click();
    await drawn();
    expect(left('.analysis')).toEqual([]);
    app.press('d');
    await app.until(() => document.querySelector('dialog[open]') !== null);
    expect(left('dialog[open]')).toEqual([]);
  });

  test('in the curves, with a break, and what is read off them', async () => {
    const conductor = createFakeConductor();
    const points = noisyCurve(gammaVariate({ fromS: 10, a: 3, b: 5 }), {
      base: 0.05,
      height: 0.4,
      fps: 12,
      endS: 60,
      sd: 0.015,
      seed: 1,
    });
    const breaks = [{ timeS: 45, words: 'the picture became 1.40 times as bright at once' }];
    const curve: TimeCurve = { id: 'T1', role: 'tumour', tissue: null, points, breaks };
    const short: TimeCurve = { ...curve, id: 'T2', points: points.slice(0, 40), breaks: [] };
    conductor.stores.curves.setState({ curves: [curve, short] });
    show(
      <HouseContext value={createHouse(conductor, seeds)}>
        <CurvesPanel />
      </HouseContext>,
    );
    await until(() => element?.querySelector('.parameters') !== null);
    for (const details of document.querySelectorAll('details')) details.open = true;
    expect(left('.curves')).toEqual([]);
    document.querySelectorAll<HTMLElement>('.curve-chips .chip')[1]?.click();
    await drawn();
    expect(left('.curves')).toEqual([]);
  });

  test.each<[string, Partial<ReviewState>, Partial<ReviewView>]>([
    ['the timeline with its curves', {}, { lanes: ['tbr', 'cnr', 'light'] }],
    ['the list of marks', {}, { marksOpen: true }],
    ['a comparison by a wipe', { compare: 'wipe' }, {}],
    ['a comparison side by side', { compare: 'side' }, {}],
    ['measuring again', {}, { panelOpen: true }],
  ])('in %s', async (_, state, view) => {
    await page.viewport(1280, 720);
    const conductor = createFakeConductor();
    const index = fakeIndex();
    const recorded = tableOf(fakeRows(index));
    const recomputed = tableOf(fakeRows(index, { factor: 1.2 }));
    const differences = [
      'T1 has another place or shape',
      'highlights left out from 95 % of white, were measured like the rest',
    ];
    const review = createFakeReview(
      {
        index,
        recorded,
        recomputed,
        result: {
          range: { from: 0, to: 900 },
          every: 3,
          settings: 'now',
          differences,
          summary: { frames: 301, equal: 0, unequal: 0, unverifiable: 0, damaged: 1 },
        },
        ...(state.compare ? { pinned: await fakePinned() } : {}),
        ...state,
      },
      differences,
    );
    conductor.stores.feed.setState({
      playhead: {
        isPlaying: false,
        frameIndex: 372,
        frameCount: index.frameAtS.length,
        positionS: 37.2,
        durationS: index.frameAtS.at(-1) ?? 0,
        speed: 1,
        loop: { from: 10, to: 90 },
      },
    });
    const room = createReviewRoom(review);
    room.view.setState(view);
    show(
      <HouseContext value={createHouse(conductor, seeds)}>
        <ReviewContext value={room}>
          <CompareSide />
          <ComparePane />
          <Timeline />
          <ReplayBar />
          <RemeasurePanel />
        </ReviewContext>
      </HouseContext>,
    );
    await until(() => element?.querySelector('.timeline') !== null);
    await drawn();
    expect(left('#root')).toEqual([]);
  });

  test.each<[string, Partial<ReadingState>]>([
    ['no set of readings', {}],
    [
      'sets of readings',
      {
        sets: [
          {
            id: 'set-1',
            madeAtS: 1.76e9,
            picture: 'nirLinear',
            cases: 3,
            showings: 4,
            readers: [{ reader: 1, answered: 2, isFinished: false }],
          },
        ],
        unreadable: ['0123456789'],
      },
    ],
    [
      'the room of a reader',
      {
        run: {
          setId: 'set-1',
          reader: 1,
          place: 0,
          count: 3,
          answered: 0,
          answer: {
            mark: 'positive',
            confidence: null,
            outlines: [],
            sizePx: null,
            answeredAtS: null,
            isMissing: false,
          },
          isShown: true,
          isSaving: false,
          pictureUrl: null,
          problem: null,
        },
      },
    ],
  ])('in %s', async (_, state) => {
    const commands: ReadingCommands = fakeReadingCommands(() => () => undefined);
    const { createStore } = await import('zustand/vanilla');
    const store = createStore<ReadingState>(() => ({ ...noReading, ...state }));
    show(
      <HouseContext value={createHouse(createFakeConductor(), seeds)}>
        <ReadingContext value={{ store, commands }}>
          <ReadingSheet />
        </ReadingContext>
      </HouseContext>,
    );
    await until(() => document.querySelector('dialog[open]') !== null);
    expect(left('dialog[open]')).toEqual([]);
  });

  test('in what is wrong', async () => {
    app = await renderApp(({ stores }) =>
      stores.problems.setState({
        problems: [
          {
            id: 'black',
            severity: 'caution',
            text: 'The picture is black.',
            tip: 'Check the camera head, its light and the cable.',
          },
        ],
      }),
    );
    await app.until(() => app?.root.querySelector('.problem') !== null);
    expect(left('.problems')).toEqual([]);
  });
});
