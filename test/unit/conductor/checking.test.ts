/** The check as it is conducted, over the calibrate worker's real core, the real archive in memory, and pictures of targets. */
import { afterEach, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CheckingState, FeedState, SceneState } from '#conductor/api.ts';
import { createChecking } from '#conductor/checking.ts';
import { createProblems } from '#conductor/problems.ts';
import type { ReadingRoom, ReadingTold } from '#conductor/readings.ts';
import { checkReportSchema, isChecked } from '#model/check.ts';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { FeedDescription } from '#model/feed.ts';
import { problemOf } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { profileHash } from '#model/profile-hash.ts';
import { targets } from '#study/seeds.ts';
import type { CalibrateApi } from '#workers/calibrate/api.ts';
import { createCalibrator } from '#workers/calibrate/calibrator.ts';
import type { MeasuredFrame } from '#workers/nir-codes.ts';
import { expose, proxy, wrap } from '#workers/wire.ts';
import { memoryFolder } from '../archive/memory-folder.ts';
import { formatOf, framesOf, profileOf, readingOf } from '../calibrate/field-frames.ts';
import { disc } from '../check/targets.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const size = { widthPx: 240, heightPx: 180 };
const format = formatOf(size, { format: 'Y16', bitDepth: 12, fullRange: true });
const centreOf = (index: number) => ({ x: 60 + 60 * (index % 3), y: 40 + 50 * Math.floor(index / 3) });

/** Nine wells, strongest first, over a faint ground; `hide` leaves some out. */
const wellsAt =
  (hide: readonly number[] = []) =>
  (x: number, y: number): number =>
    0.02 +
    [1000, 300, 100, 60, 30, 10, 3, 1, 0].reduce(
      (sum, nM, index) =>
        hide.includes(index) ? sum : sum + 0.0006 * nM * disc({ x, y, centre: centreOf(index) }, 18, 1.5),
      0,
    );

/** The calibrate worker without a thread: its core behind the same wire. One reading at a time, as in the house. */
function room(frames: Iterable<MeasuredFrame>): ReadingRoom {
  const wire = new MessageChannel();
  const samples = new MessageChannel();
  closing.push(() => {
    for (const { port1, port2 } of [wire, samples]) {
      port1.close();
      port2.close();
    }
  });
  const each = frames[Symbol.iterator]();
  samples.port1.onmessage = () => {
    const { value, done } = each.next();
    if (!done) samples.port1.postMessage(value);
  };
  const core = createCalibrator();
  core.connectView(samples.port2);
  expose(core, wire.port1);
  const api = wrap<CalibrateApi>(wire.port2);
  let turn = 0;
  return {
    toldTo: (tell: (told: ReadingTold) => void) => ({
      async read(words, how) {
        const mine = ++turn;
        tell({ busy: { words, share: 0 }, refused: null });
        const progress = proxy((share: number) => {
          if (mine === turn) tell({ busy: { words, share } });
        });
        try {
          const result = await how(api, progress);
          return mine === turn ? result : null;
        } catch (error) {
          if (mine === turn)
            tell({ refused: problemOf(error, { id: 'refused', severity: 'caution', tip: 'Again.' }) });
          return null;
        } finally {
          if (mine === turn) tell({ busy: null });
        }
      },
      ask: how => how(api).catch(() => null),
      stop() {
        turn++;
        void api.cancel();
        tell({ busy: null });
      },
    }),
    viewLost: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}

const { layout } = readingOf(profileOf());
const description = (kind: FeedDescription['kind'], name = 'Tower A'): FeedDescription => ({
  kind,
  name,
  nominalFps: 30,
  layout,
  profile: null,
  live: kind === 'camera',
  streams: 1,
});

function house({
  frames = framesOf({ format, light: wellsAt(), readNoise: 0.001 }, 100),
  kind = 'camera',
  disk = memoryFolder(),
}: {
  frames?: Iterable<MeasuredFrame>;
  kind?: FeedDescription['kind'];
  disk?: ReturnType<typeof memoryFolder>;
} = {}) {
  const feed = createStore<Pick<FeedState, 'status' | 'description'>>(() => ({
    status: 'open',
    description: description(kind),
  }));
  const scene = createStore<SceneState>(() => ({
    layout,
    profile: profileOf(),
    faults: [],
    calibration: 'calibrated',
    display: defaultDisplay,
    view: defaultView,
    canvas: size,
    scene: size,
  }));
  const problems = createProblems();
  let nowS = 1_800_000_000;
  let ids = 0;
  const checking = createChecking({
    readings: room(frames),
    feed,
    scene: {
      store: scene,
      subject: () => ({
        device: feed.getState().description?.name ?? '',
        nir: size,
        scene: size,
        bitDepth: 12,
        nowS,
      }),
    },
    fields: { of: () => [] },
    problems,
    folder: async () => disk,
    targets,
    clockS: () => ++nowS,
    newId: () => `report-${++ids}`,
  });
  checking.sourceChanged(kind);
  return {
    ...checking,
    problems: () => problems.store.getState().problems.map(({ id }) => id),
    state: () => checking.store.getState(),
    disk,
    later: (seconds: number) => {
      nowS += seconds;
    },
    open: (next: FeedDescription) => {
      feed.setState({ description: next });
      checking.sourceChanged(next.kind);
    },
    use: (profile: Profile) => scene.setState({ profile }),
    close: () => feed.setState({ status: 'closed' }),
  };
}

const until = (holds: () => boolean): Promise<void> => expect.poll(holds, { interval: 5 }).toBe(true);

const concentration = (state: CheckingState) => {
  const result = state.report?.parts.concentration?.result ?? null;
  if (!isChecked(result)) throw new Error(`No series: ${JSON.stringify(result)}`);
  return result;
};

test('wells are found, the law is read, and the report says of which camera and under which profile', async () => {
  const { commands, state } = house();
  await commands.read('concentration');
  const { fit } = concentration(state());
  if ('withheld' in fit) throw new Error(fit.detail);
  expect(Math.abs(fit.exponent.value - 1)).toBeLessThan(3 * fit.exponent.sd + 0.01);
  expect(state().series.concentration.placed).toHaveLength(9);
  expect(state().held).toMatchObject({ part: 'concentration', picture: { conditions: { frames: 16 } } });
  expect(state().report).toMatchObject({
    device: 'Tower A',
    profileHash: profileHash(profileOf()),
    calibration: 'calibrated',
  });
  expect(checkReportSchema.safeParse(state().report).success).toBe(true);
});

test('a well that a hand carries is read where it was put, and the newest place counts', async () => {
  const { commands, state } = house();
  await commands.read('concentration');
  const before = concentration(state()).points[0]!.net;
  for (let x = 61; x <= 90; x++) commands.placeWell('concentration', 0, { centre: { x, y: 40 } });
  expect(state().series.concentration.placed[0]).toMatchObject({ centre: { x: 90 }, from: 'hand' });
  await until(() => concentration(state()).points[0]!.net < 0.2 * before);
  expect(state().series.concentration.wells[0]!.centre).toEqual({ x: 90, y: 40 });
  commands.findWells('concentration');
  await until(() => state().series.concentration.placed[0]!.from === 'found');
  expect(concentration(state()).points[0]!.net).toBeCloseTo(before, 6);
});

test('where no wells are found it says so; two by hand and the grid through them give all', async () => {
  const { commands, state } = house({
    frames: framesOf({ format, light: wellsAt([1, 2, 3, 4, 5, 6, 7, 8]), readNoise: 0.001 }, 40),
  });
  await commands.read('concentration');
  expect(state().report?.parts.concentration?.result).toMatchObject({ withheld: 'no-wells' });
  commands.layGrid('concentration');
  expect(state().report?.parts.concentration?.result).toMatchObject({ withheld: 'wells-unclear' });
  commands.placeWell('concentration', 0, { centre: centreOf(0), radiusPx: 18 });
  commands.placeWell('concentration', 8, { centre: centreOf(8) });
  commands.layGrid('concentration');
  await until(() => state().series.concentration.wells.length === 9);
  const fifth = state().series.concentration.placed[4]!;
  expect([fifth.centre.x, fifth.centre.y]).toEqual([expect.closeTo(120, 6), expect.closeTo(90, 6)]);
});

test('a still is read from one frame, and what needs many is refused in words', async () => {
  const { commands, state } = house({ kind: 'image' });
  await commands.read('concentration');
  expect(state().held?.picture.conditions.frames).toBe(1);
  await commands.read('stability');
  expect(state()).toMatchObject({ readingPart: 'stability', refused: { id: 'check-one-picture' } });
  await commands.read('dark');
  expect(state().report?.parts).toMatchObject({ dark: null, stability: null });
});

test('without a source nothing is read, and it says what to do', async () => {
  const { commands, state, close } = house();
  close();
  await commands.read('uniformity');
  expect(state().refused?.id).toBe('check-no-source');
  expect(state().report).toBeNull();
});

test('lines across bars are read when the picture is, and whenever one is moved', async () => {
  const bars = (x: number) =>
    0.1 + (x < 120 ? 0.3 * (Math.floor(x / 10) % 2) : 0.01 * (Math.floor(x / 4) % 2));
  const { commands, state } = house({ frames: framesOf({ format, light: bars, readNoise: 0.001 }, 40) });
  const mark = { name: 'coarse', linePairsPerMm: 1, bars: 3, from: { x: 5, y: 90 }, to: { x: 65, y: 90 } };
  await commands.read('resolution');
  expect(state().report).toBeNull();
  commands.setMarks([mark]);
  await until(() => state().report !== null);
  expect(state().report?.parts.resolution?.result).toMatchObject({ finest: { name: 'coarse' } });
  commands.setMarks([
    mark,
    { ...mark, name: 'fine', linePairsPerMm: 2.5, from: { x: 130, y: 90 }, to: { x: 152, y: 90 } },
  ]);
  await until(() => state().profiles.length === 2);
  expect(state().report?.parts.resolution?.result).toMatchObject({ finest: { name: 'coarse' } });
  commands.setMarks([]);
  await until(() => state().report === null);
});

test('a stability that is ended early keeps what came; one that is stopped is none', async () => {
  const flicker = (_x: number, _y: number, frame: number) => 0.4 * (1 + 0.01 * Math.sin(frame / 7));
  const { commands, state } = house({
    frames: framesOf(
      {
        format: formatOf({ widthPx: 20, heightPx: 20 }, { format: 'Y16', bitDepth: 12, fullRange: true }),
        light: flicker,
        readNoise: 0.01,
      },
      3000,
    ),
  });
  commands.setStabilityS(60);
  const reading = commands.read('stability');
  await until(() => (state().busy?.share ?? 0) > 0.25);
  expect(state().busy?.leftS).toBeLessThan(45);
  commands.endReading();
  await reading;
  const result = state().report?.parts.stability?.result;
  expect(result && 'durationS' in result && result.durationS).toBeGreaterThan(14);
  const kept = state().report;
  const again = commands.read('stability');
  await until(() => state().busy !== null);
  commands.stopReading();
  await again;
  expect(state()).toMatchObject({ busy: null, report: kept });
});

test('what is kept is in the history after the page is loaded again, and compared with there', async () => {
  const { commands, state, disk } = house();
  await commands.read('uniformity');
  commands.setAbout({ scope: '30°', note: 'Room light off.' });
  expect(state().isKept).toBe(false);
  expect(await commands.keep()).toBe(true);
  expect(state().isKept).toBe(true);
  const next = house({ disk });
  await until(() => next.state().reports.length === 1);
  expect(next.state().reports[0]).toEqual(state().report);
  const text = await (await next.commands.exportReport('report-1', 'text'))!.text();
  expect(text).toContain('Room light off.');
  const csv = await (await next.commands.exportReport('report-1', 'csv'))!.text();
  expect(csv.split('\r\n')[0]).toContain('definition');
  expect(await next.commands.exportReport('gone', 'csv')).toBeNull();
  await next.commands.deleteReport('report-1');
  expect(next.state().reports).toEqual([]);
});

test('keeping again replaces the report; a new check is another one', async () => {
  const { commands, state } = house();
  await commands.read('uniformity');
  await commands.keep();
  await commands.read('dark');
  expect(state().isKept).toBe(false);
  await commands.keep();
  expect(state().reports).toHaveLength(1);
  commands.beginAnew();
  expect(state()).toMatchObject({ report: null, held: null });
  await commands.read('uniformity');
  await commands.keep();
  expect(state().reports.map(({ id }) => id)).toEqual(['report-2', 'report-1']);
});

test('another source or profile puts away what was read, and says so where it was not kept', async () => {
  const { commands, state, open, use, problems } = house();
  await commands.read('uniformity');
  open(description('camera', 'Tower B'));
  expect(state()).toMatchObject({ report: null, held: null, about: { device: 'Tower B' } });
  expect(problems()).toEqual(['check-other-source']);
  await commands.read('uniformity');
  await commands.keep();
  use({ ...profileOf(), name: 'Another', darkCodes: 3 });
  expect(state().report).toBeNull();
  expect(problems()).toEqual(['check-other-source']);
  await commands.read('uniformity');
  use(profileOf());
  expect(problems()).toEqual(['check-other-source', 'check-other-profile']);
});

test('files of one camera, named by hand, make one report', async () => {
  const { commands, state, open } = house({ kind: 'image' });
  commands.setAbout({ device: 'Tower A, grabbed' });
  await commands.read('uniformity');
  open(description('image', 'PNG 16-bit'));
  expect(state().about.device).toBe('Tower A, grabbed');
  expect(state().held).toBeNull();
  await commands.read('concentration');
  expect(state().report?.parts).toMatchObject({ uniformity: {}, concentration: {} });
});

test('another target puts away what was read of the one before, and looks for its own wells', async () => {
  const { commands, state } = house();
  await commands.read('concentration');
  const { target } = state().series.concentration;
  commands.setTarget({ ...target, id: 'own-1', values: [500, ...target.values.slice(1)] });
  expect(state().report?.parts.concentration ?? null).toBeNull();
  await until(() => state().report !== null);
  expect(concentration(state()).targetId).toBe('own-1');
  expect(concentration(state()).points[0]!.value).toBe(500);
});

test('a reading that was begun under another profile is thrown away', async () => {
  const { commands, state, use } = house();
  const reading = commands.read('uniformity');
  await until(() => state().busy !== null);
  use({ ...profileOf(), name: 'Another', darkCodes: 3 });
  await reading;
  expect(state()).toMatchObject({ report: null, held: null, busy: null });
});
