/** The picture stays where it is: whatever comes by itself while a hand draws must not move the tissue under it. */
import { afterEach, describe, expect, test } from 'vitest';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { fakeMeasurement } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { drawn } from '#test/support/waiting.ts';

let app: RenderedApp;
afterEach(() => app.unmount());

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 640, height: 360 },
  { width: 810, height: 1080 },
  { width: 768, height: 1024 },
];

const circle = (x: number) => ({ kind: 'circle', centre: { x, y: 200 }, radiusPx: 30 }) as const;
const problem = (id: string, severity: 'stop' | 'caution') => ({
  id,
  severity,
  text: `Frames of ${id} come in another order than they were taken in, and some of them twice.`,
  tip: 'Check the cable and the capture card, close other programs that use the camera, then press Retry.',
});
const liveness =
  (change: Partial<ReturnType<FakeConductor['stores']['readout']['getState']>['liveness']>) =>
  ({ stores }: FakeConductor) =>
    stores.readout.setState(readout => ({ liveness: { ...readout.liveness, ...change } }));
const problems =
  (...shown: ReturnType<typeof problem>[]) =>
  ({ stores }: FakeConductor) =>
    stores.problems.setState({ problems: shown });

/** In the order in which they come; each stays when the next comes. */
const comings: readonly (readonly [string, (conductor: FakeConductor) => void])[] = [
  [
    'a first region',
    ({ commands }) => commands.addRegion({ role: 'tumour', tissue: null, shape: circle(300) }),
  ],
  ['its numbers', conductor => conductor.tick()],
  [
    'two backgrounds and their numbers',
    conductor => {
      for (const x of [100, 500])
        conductor.commands.addRegion({ role: 'background', tissue: 'muscle', shape: circle(x) });
      conductor.tick();
    },
  ],
  ['no region that is selected', ({ commands }) => commands.selectRegion(null)],
  ['one that is', ({ commands }) => commands.selectRegion('T1')],
  [
    'numbers withheld with a long reason',
    ({ stores }) => {
      const measured = fakeMeasurement(stores.regions.getState().regions);
      const tbr = {
        withheld: 'clipped',
        detail: 'T1 clipped 4.1 % > 1 %, and B1 is not brighter than what the camera gives in the dark',
      } as const;
      stores.readout.setState({
        measurement: { ...measured, pairs: measured.pairs.map(pair => ({ ...pair, tbr, cnr: tbr })) },
      });
    },
  ],
  ['a caution', problems(problem('one', 'caution'))],
  ['a stop', problems(problem('two', 'stop'))],
  ['several problems', problems(...['one', 'two', 'three', 'four'].map(id => problem(id, 'stop')))],
  ['none again', problems()],
  ['a late picture', liveness({ state: 'late', ageS: 0.31 })],
  ['no signal', liveness({ state: 'no-signal', ageS: 12.4 })],
  ['many dropped frames', liveness({ state: 'live', ageS: 0.03, dropped: 12_345 })],
  ['another frame rate', liveness({ arrivedFps: 119.88 })],
  [
    'an expired calibration',
    ({ stores }) => stores.scene.setState({ calibration: 'relative, calibration expired' }),
  ],
  ['little room', ({ stores }) => stores.recording.setState({ secondsLeft: 240 })],
  ['a window that records', ({ stores }) => stores.recording.setState({ isElsewhere: true })],
  [
    'a recording',
    ({ stores }) =>
      stores.recording.setState({
        isElsewhere: false,
        status: 'recording',
        startedAtS: Date.now() / 1000 - 4000,
        secondsLeft: 7000,
      }),
  ],
  ['frames that are not kept', ({ stores }) => stores.recording.setState({ dropped: 1234, secondsLeft: 80 })],
  ['a new version', ({ stores }) => stores.updates.setState({ ready: 'abcdef0' })],
  ['a calibration that was left', ({ stores }) => stores.calibrating.setState({ canResume: true })],
];

/** On small screens the strip takes a second line for the buttons of a recording, when somebody begins one: an act, not a message. */
const actsThatMove: readonly string[] = ['a recording'];

describe('the picture stays where it is', () => {
  test.each(sizes)('at $width × $height, whatever comes', async size => {
    app = await renderApp(
      ({ commands }) => commands.setCase({ label: 'K-017', protocolId: 'NCT06979115' }),
      size,
    );
    await drawn();
    const place = () => {
      const { left, top, width, height } = app.find('.stage').getBoundingClientRect();
      return { left, top, width, height };
    };
    const moved: string[] = [];
    let before = place();
    for (const [what, come] of comings) {
      come(app.conductor);
      await drawn();
      const now = place();
      const mayMove = size.width < 1100 && actsThatMove.includes(what);
      if (!mayMove && JSON.stringify(now) !== JSON.stringify(before))
        moved.push(`${what}: ${JSON.stringify(before)} to ${JSON.stringify(now)}`);
      before = now;
    }
    expect(moved).toEqual([]);
  });
});
