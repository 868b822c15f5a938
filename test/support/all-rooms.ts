/** The rest of the console, place by place: start page and tour, layouts, replay, stills, stability, blinded reading. As `all-screens.ts`. */
import type { ReadingRun } from '#conductor/reading-api.ts';
import { noAnswer } from '#model/reading.ts';
import { madeStill } from '#test/browser/export/made-still.ts';
import { tourSteps } from '#ui/welcome/tour-steps.ts';
import { close, type Look, open, press, withWork } from './all-screens.ts';
import type { FakeConductor } from './fake-conductor.ts';
import { fakeIndex, fakePinned } from './fake-review.ts';
import { fakeStabilityRows, noStability } from './fake-stability.ts';
import { type RenderedApp, renderApp } from './render-app.tsx';
import { drawn } from './waiting.ts';

const emptyPicture = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];

/** Presses the one of these that stands at `index`, and waits for what comes. */
async function choose(app: RenderedApp, selector: string, index = 0): Promise<void> {
  await app.until(() => all(selector)[index] !== undefined);
  all(selector).at(index)?.click();
  await drawn();
}

function setKind({ stores }: FakeConductor, kind: 'phantom' | 'replay'): void {
  stores.feed.setState(({ description }) => ({
    description: description && { ...description, kind, live: kind === 'phantom' },
  }));
}

/** Start page, and the tour step by step. */
export async function lookAtWelcome(look: Look): Promise<void> {
  localStorage.removeItem('rimlight.tour-seen');
  const app = await renderApp(conductor => setKind(conductor, 'phantom'));
  try {
    await app.until(() => app.root.querySelector('.welcome') !== null);
    await look('start page');
    app.press('4', { shiftKey: true });
    for (const { id } of tourSteps) {
      await app.until(() => app.root.querySelector('.tour .primary') !== null);
      await look(`tour-${id}`);
      // Shows it, and goes on; a step that was shown goes on by itself, or with the next press.
      const before = app.find('.tour-title').textContent;
      app.find('.tour .primary').click();
      await drawn();
      if (document.querySelector('dialog[open]')) await close(app);
      if (app.root.querySelector('.tour-title')?.textContent === before) {
        app.root.querySelector<HTMLElement>('.tour .primary')?.click();
        await drawn();
      }
    }
  } finally {
    app.unmount();
  }
}

/** Layouts, their editor, black places; stability; the library's stills and one of them. */
export async function lookAtRooms(look: Look): Promise<void> {
  const app = await renderApp(conductor => {
    withWork(conductor);
    conductor.stores.layouts.setState(({ layouts }) => ({
      layouts: [...layouts, { ...layouts[0]!, id: 'own', name: 'Tower A' }],
    }));
    conductor.stores.stability.setState({
      ...noStability,
      of: 'session',
      sessionId: 'session-0001',
      rows: fakeStabilityRows(),
      refused: 2,
    });
    const still = madeStill();
    conductor.stores.library.setState({
      stills: [
        {
          id: still.id,
          takenAtS: still.takenAtS,
          caseLabel: 'K-017',
          station: 'tumour bed',
          thumbnailUrl: emptyPicture,
        },
      ],
    });
    Object.assign(conductor.commands, {
      openStill: async () => ({ ...still, files: { ...still.files, whiteLight: 'w', nirLinear: 'n' } }),
      stillPicture: async () => emptyPicture,
    } satisfies Partial<FakeConductor['commands']>);
  });
  // Cancel is the last of its buttons, in every language.
  const leaveEditor = async (): Promise<void> => {
    all('.layout-panel button').at(-1)?.click();
    await app.until(() => document.querySelector('.layout-panel') === null);
  };
  try {
    await open(app, () => press(app, 'K'));
    await look('stability');
    all('.stability-rows > summary')[0]?.click();
    await drawn();
    await look('stability, rows');
    await close(app);

    await open(app, () => press(app, 'n'));
    await choose(app, 'dialog hr + .row button', 0);
    await app.until(() => document.querySelector('.layout-row') !== null);
    await look('layouts');
    await choose(app, 'dialog .primary');
    await app.until(() => document.querySelector('.layout-panel') !== null);
    await look('layout editor');
    await leaveEditor();
    await open(app, () => press(app, 'n'));
    await choose(app, 'dialog hr + .row button', 1);
    await app.until(() => document.querySelector('.layout-panel') !== null);
    await look('black places');
    await leaveEditor();

    await open(app, () => press(app, 'i'));
    await choose(app, '.still-open');
    await app.until(() => document.querySelector('.still-large') !== null);
    const views = '.library-head + .stack > .row > fieldset button';
    const ways = all(views).length;
    for (let index = 0; index < ways; index++) {
      await choose(app, views, index);
      await look(`still-${index}`);
    }
  } finally {
    app.unmount();
  }
}

/** Replay with its timeline, marks, measuring again and comparing. */
export async function lookAtReview(look: Look): Promise<void> {
  const app = await renderApp(conductor => {
    withWork(conductor);
    setKind(conductor, 'replay');
    conductor.stores.feed.setState({
      playhead: {
        isPlaying: false,
        frameIndex: 3,
        frameCount: 1800,
        positionS: 0.1,
        durationS: 60,
        speed: 1,
        loop: null,
      },
    });
    conductor.stores.review.setState({ index: fakeIndex() });
    conductor.stores.problems.setState({ problems: [] });
    conductor.stores.sessions.setState({ recovered: [] });
  });
  const { stores } = app.conductor;
  try {
    await app.until(() => app.root.querySelector('.timeline') !== null);
    await look('timeline');
    await choose(app, '.timeline-head [aria-expanded]');
    await look('marks of the timeline');
    await choose(app, '.timeline-head [aria-expanded]');
    stores.review.setState({ pinned: await fakePinned(), compare: 'side' });
    await drawn();
    await look('comparing');
    stores.review.setState({ pinned: null, compare: 'off' });
    for (const button of all('.timeline-head button').slice(-1)) button.click();
    await app.until(() => document.querySelector('.remeasure') !== null);
    await look('measuring again');
  } finally {
    app.unmount();
  }
}

const run: ReadingRun = {
  setId: 'set-1',
  reader: 2,
  place: 1,
  count: 4,
  answered: 1,
  answer: { ...noAnswer, sizePx: { widthPx: 640, heightPx: 480 } },
  pictureUrl: emptyPicture,
  isShown: true,
  isSaving: false,
  problem: null,
};

/** Blinded reading: its sets, and the room at a picture, with a fault, and at its end. */
export async function lookAtReading(look: Look): Promise<void> {
  const app = await renderApp(({ stores }) =>
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
    }),
  );
  const { reading } = app.conductor.stores;
  try {
    await open(app, () => press(app, 'B'));
    await look('reading');
    reading.setState({ run });
    await app.until(() => document.querySelector('.reading-room') !== null);
    await drawn();
    await look('reading room');
    reading.setState({
      run: {
        ...run,
        problem: {
          id: 'reading',
          severity: 'caution',
          text: 'The picture is black.',
          tip: 'Check the camera head, its light and the cable.',
        },
      },
    });
    await drawn();
    await look('reading room, a fault');
    reading.setState({ run: { ...run, place: 4, answered: 4, pictureUrl: null } });
    await drawn();
    await look('reading room, its end');
  } finally {
    app.unmount();
  }
}
