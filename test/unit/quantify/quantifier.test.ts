/** The worker's core, driven through a real port as the view worker drives it; and where labels of iso-lines stand. */
import { afterEach, describe, expect, test } from 'vitest';
import { type Field, fieldOf, refOf } from '#model/field.ts';
import type { FramePlanes } from '#model/frame.ts';
import { createToScene, radialOf } from '#model/mapping.ts';
import type { Figure } from '#model/measurement.ts';
import type { Profile } from '#model/profile.ts';
import { isInside } from '#model/region.ts';
import type { MeasuredMessage, MeasureMessage } from '#workers/ports.ts';
import type { QuantifyNews } from '#workers/quantify/api.ts';
import { createQuantifier } from '#workers/quantify/quantifier.ts';
import { createPlainHistogram } from '#workers/quantify/region-histogram.ts';
import { kernelsBySize } from '#workers/quantify/shapes/kernels-by-size.ts';
import { createTissueFollower } from '#workers/quantify/tissue-follower.ts';
import {
  box,
  circle,
  formatOf,
  frameOf,
  inputsOf,
  measured,
  measuredWith,
  nirOnly,
  numberOf,
  profileOf,
  region,
} from './frames.ts';

const size = { widthPx: 320, heightPx: 240 };
const tumour = circle(150, 120, 30);
const inputs = inputsOf([region('T1', tumour), region('B1', box(10, 10, 50, 40))]);

/** A nodule that fades into its background of code 20, with noise of ±`noise` codes. */
const nodule = (noise: number, seed: number) => (x: number, y: number) =>
  Math.round(20 + 180 * Math.exp(-((x - 150) ** 2 + (y - 120) ** 2) / (2 * 30 ** 2))) +
  (noise === 0 ? 0 : ((x * 7919 + y * 104_729 + seed * 1301) % (2 * noise + 1)) - noise);

const open: { [Symbol.dispose](): void }[] = [];
afterEach(() => {
  for (const thing of open.splice(0)) thing[Symbol.dispose]();
});

/** A quantifier with the view worker's end of its port. `ask` sends a frame and waits for its buffers. */
function connected() {
  const quantifier = createQuantifier({
    histogram: createPlainHistogram(),
    kernelsFor: kernelsBySize(null),
    follower: createTissueFollower(null),
    clockS: () => 0,
  });
  const { port1, port2 } = new MessageChannel();
  const news: QuantifyNews[] = [];
  quantifier.connectView(port2);
  quantifier.subscribe(item => news.push(item));
  open.push(quantifier, { [Symbol.dispose]: () => port1.close() });
  const ask = (main: FramePlanes, second: FramePlanes | null = null, turn?: number) =>
    new Promise<MeasuredMessage>(resolve => {
      port1.onmessage = ({ data }: MessageEvent<MeasuredMessage>) => resolve(data);
      const message: MeasureMessage = { type: 'measure', main, second, turn };
      const planes = [...main.planes, ...(second?.planes ?? [])];
      port1.postMessage(message, [...new Set(planes.map(p => p.samples.buffer))]);
    });
  const measurements = () => news.flatMap(item => (item.type === 'measurement' ? [item] : []));
  return { quantifier, ask, news, measurements };
}

describe('frames by port', () => {
  test('the buffers come back as they went, with the background for the lines, and the page hears the numbers', async () => {
    const { quantifier, ask, measurements } = connected();
    quantifier.setInputs(inputs);
    const format = formatOf('I420', size, { fullRange: true });
    const sent = frameOf(format, nodule(2, 1), 41);
    const expected = measured(frameOf(format, nodule(2, 1), 41), inputs);
    const back = await ask(sent);
    expect(sent.planes[0]!.samples.byteLength, 'sent by transfer, not copied').toBe(0);
    expect(back.main).toEqual(frameOf(format, nodule(2, 1), 41));
    expect([back.type, back.second, back.frameNumber]).toEqual(['measured', null, 41]);
    expect(back.backgroundLinear).toBe(expected.backgroundLinear);
    expect(measurements().map(m => m.measurement)).toEqual([expected]);
    numberOf(expected.pairs[0]!.tbr);
  });

  test('both streams of a two-camera feed come back', async () => {
    const { quantifier, ask, measurements } = connected();
    const layout = { ...nirOnly, white: nirOnly.nir, nir: { ...nirOnly.nir!, stream: 'second' as const } };
    quantifier.setInputs({ ...inputs, layout });
    const nir = { ...frameOf(formatOf('Y16', size), (x, y) => 250 * nodule(1, 1)(x, y), 5), arrivedS: 77 };
    const back = await ask(
      frameOf(formatOf('I420', size), () => 90, 9),
      nir,
    );
    expect([back.main.planes.length, back.second!.planes.length, back.frameNumber]).toEqual([3, 1, 9]);
    const measurement = measurements()[0]!.measurement;
    expect([measurement.frameNumber, measurement.arrivedS], 'age is the age of what was measured').toEqual([
      9, 77,
    ]);
  });

  test('before any inputs are known a frame goes back unmeasured', async () => {
    const { ask, news } = connected();
    const back = await ask(frameOf(formatOf('Y8', size), () => 50, 3));
    expect([back.backgroundLinear, back.main.planes[0]!.samples.length]).toEqual([null, 320 * 240]);
    expect(news).toEqual([]);
  });

  test('a frame of the feed before goes back unmeasured, and is followed by nothing', async () => {
    const { quantifier, ask, measurements } = connected();
    const of = (number: number) => frameOf(formatOf('I420', size), nodule(2, 1), number);
    quantifier.expect(1);
    quantifier.setInputs(inputs);
    quantifier.expect(2);
    const keyFrame = quantifier.takeKeyFrame();
    expect((await ask(of(40), null, 1)).backgroundLinear).toBe(null);
    expect(measurements()).toEqual([]);
    expect((await ask(of(3), null, 2)).backgroundLinear).not.toBe(null);
    expect(measurements().map(({ measurement }) => measurement.frameNumber)).toEqual([3]);
    expect(await keyFrame).toMatchObject({ sceneWidthPx: size.widthPx });
  });

  test('a frame that cannot be measured comes back, too; the problem is told once and taken back when it is over', async () => {
    const { quantifier, ask, news } = connected();
    quantifier.setInputs(inputs);
    const good = () => frameOf(formatOf('Y8', size), nodule(2, 1));
    const short = { ...good(), format: formatOf('Y8', { widthPx: 320, heightPx: 1000 }) };
    for (const frame of [short, structuredClone(short)]) {
      const back = await ask({
        ...frame,
        planes: frame.planes.map(p => ({ ...p, samples: p.samples.slice() })),
      });
      expect([back.backgroundLinear, back.main.planes[0]!.samples.length]).toEqual([null, 320 * 240]);
    }
    await ask(good());
    expect(news.map(item => [item.type, item.type === 'problem' && item.isOver])).toEqual([
      ['problem', false],
      ['problem', true],
      ['measurement', false],
    ]);
  });

  test('new inputs hold from the next frame on, and the measurement says which it was made with', async () => {
    const { quantifier, ask, measurements } = connected();
    const frame = () => frameOf(formatOf('Y8', size), nodule(0, 1));
    for (const revision of [1, 2]) {
      quantifier.setInputs({ ...inputs, revision, profile: profileOf({ darkCodes: 5 * revision }) });
      await ask(frame());
    }
    const [first, second] = measurements().map(m => m.measurement);
    expect([first!.inputsRevision, second!.inputsRevision]).toEqual([1, 2]);
    expect(numberOf(second!.pairs[0]!.tbr)).toBeGreaterThan(numberOf(first!.pairs[0]!.tbr));
  });

  test('a frame measured to order gives the bits of the live path, and leaves that path alone', async () => {
    const { quantifier, ask, measurements } = connected();
    quantifier.setInputs(inputs);
    const frame = () => frameOf(formatOf('I420', size), nodule(3, 8), 6);
    await ask(frame());
    const { measurement: ordered } = await quantifier.measure(
      { main: frame(), second: null },
      structuredClone(inputs),
    );
    await ask(frame());
    const [live, again] = measurements().map(m => JSON.stringify(m.measurement));
    expect(JSON.stringify(ordered)).toBe(live);
    expect(again).toBe(live);
  });
});

describe('fields of a profile', () => {
  const flatOf = (fade: number) =>
    fieldOf(
      Float64Array.from({ length: 320 * 240 }, (_, i) => 1 - fade * ((i % 320) / 320)),
      320,
      240,
    );
  const flat = flatOf(0.4);
  const ours = { ...inputs, profile: profileOf({ flatField: refOf(flat) }) };
  const frame = () => frameOf(formatOf('Y8', size), nodule(2, 1), 3);

  test('hold for frames live and to order alike, until others replace them', async () => {
    const { quantifier, ask, measurements } = connected();
    quantifier.setInputs(ours);
    quantifier.setThresholds([2]);
    const reasonOf = (figure: Figure) => ('withheld' in figure ? figure.withheld : null);
    expect((await ask(frame())).backgroundLinear).toBeNull();
    quantifier.setFields([flatOf(0.1), flat]);
    const expected = measuredWith([flat], frame(), ours);
    expect((await ask(frame())).backgroundLinear).toBe(expected.backgroundLinear);
    expect((await quantifier.measure({ main: frame(), second: null }, ours)).measurement).toEqual(expected);
    quantifier.setFields([flatOf(0.1)]);
    await ask(frame());
    const live = measurements();
    expect(live.map(m => reasonOf(m.measurement.pairs[0]!.tbr))).toEqual(['no-field', null, 'no-field']);
    expect(live.map(m => m.anchors.length)).toEqual([0, 1, 0]);
    expect(live[1]!.measurement).toEqual(expected);
  });
});

describe('anchors of iso-lines', () => {
  const anchorsOf = async (noise: number, thresholds: readonly number[], frames: number) => {
    const { quantifier, ask, measurements } = connected();
    quantifier.setInputs(inputs);
    quantifier.setThresholds(thresholds);
    for (let i = 0; i < frames; i++) await ask(frameOf(formatOf('Y8', size), nodule(noise, i), i));
    return measurements().map(m => m.anchors);
  };

  test('each lies on its line, near the tumour and not on it', async () => {
    const thresholds = [1.5, 2, 3];
    const [anchors] = await anchorsOf(2, thresholds, 1);
    expect(anchors!.map(a => a.threshold)).toEqual(thresholds);
    for (const { threshold, x, y } of anchors!) {
      const radiusPx = 30 * Math.sqrt(2 * Math.log(180 / (20 * (threshold - 1))));
      const distancePx = Math.hypot(x - 150, y - 120);
      expect(Math.abs(distancePx - radiusPx), `threshold ${threshold}`).toBeLessThan(4);
      expect(isInside(tumour, { x, y })).toBe(false);
    }
  });

  test('they stay where they are while noise changes from frame to frame', async () => {
    const all = await anchorsOf(6, [2], 12);
    const xs = all.map(anchors => anchors[0]!.x);
    const ys = all.map(anchors => anchors[0]!.y);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(8);
    expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(8);
  });

  /** Anchors of a nodule of light without noise, as a camera with this profile sends it. */
  const anchorsUnder = async (
    change: Partial<Profile>,
    { fields, codeOf }: { fields: Field[]; codeOf: (x: number, y: number) => number },
  ) => {
    const { quantifier, ask, measurements } = connected();
    quantifier.setFields(fields);
    quantifier.setInputs({ ...inputs, profile: profileOf(change) });
    quantifier.setThresholds([1.5, 2, 3]);
    await ask(frameOf(formatOf('Y8', size), (x, y) => Math.round(codeOf(x, y))));
    return measurements()[0]!.anchors;
  };
  const awayFromLine = ({ threshold, x, y }: { threshold: number; x: number; y: number }) =>
    Math.abs(Math.hypot(x - 150, y - 120) - 30 * Math.sqrt(2 * Math.log(180 / (20 * (threshold - 1)))));

  test('they lie on the lines of corrected light, where vignetting bends those of codes', async () => {
    const flat = fieldOf(
      Float64Array.from({ length: 320 * 240 }, (_, i) => 0.5 + (i % 320) / 320),
      320,
      240,
    );
    const codeOf = (x: number, y: number) => nodule(0, 1)(x, y) * (0.5 + x / 320) * 0.8;
    const corrected = await anchorsUnder({ flatField: refOf(flat) }, { fields: [flat], codeOf });
    expect(corrected.length).toBe(3);
    for (const anchor of corrected) expect(awayFromLine(anchor)).toBeLessThan(4);
    const raw = await anchorsUnder({}, { fields: [], codeOf });
    expect(Math.max(...raw.map(awayFromLine))).toBeGreaterThan(10);
  });

  test('they lie on the lines of the scene, where its lens distorts', async () => {
    const distortion = { k1: -0.15, k2: 0.02 };
    const homography = [1, 0, 0, 0, 1, 0, 6, -4, 1] as const;
    const toScene = createToScene({ homography, radial: radialOf({ distortion }, size) });
    const codeOf = (x: number, y: number) => {
      const p = toScene({ x, y });
      return Number.isNaN(p.x) ? 0 : nodule(0, 1)(p.x, p.y);
    };
    const anchors = await anchorsUnder({ distortion, registration: homography }, { fields: [], codeOf });
    expect(anchors.length).toBe(3);
    for (const anchor of anchors) expect(awayFromLine(anchor)).toBeLessThan(4);
  });

  test('a threshold that no light reaches has none, and thresholds never change a number', async () => {
    expect((await anchorsOf(2, [50], 1))[0]).toEqual([]);
    const { quantifier, ask, measurements } = connected();
    quantifier.setInputs(inputs);
    for (const thresholds of [[], [1.5, 2, 2.7, 50]]) {
      quantifier.setThresholds(thresholds);
      await ask(frameOf(formatOf('Y8', size), nodule(2, 1)));
    }
    const [without, withLines] = measurements().map(m => JSON.stringify(m.measurement));
    expect(withLines).toBe(without);
  });
});
