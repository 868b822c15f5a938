/** Analysis beside measurement: its pace, its own copy of the codes, and the second worker that it may be done in. */
import { afterEach, describe, expect, test } from 'vitest';
import { noAnalysis } from '#model/analysis.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { MeasurementInputs } from '#model/measurement.ts';
import type { BandsMessage, MeasuredMessage, MeasureMessage } from '#workers/ports.ts';
import type { QuantifyNews } from '#workers/quantify/api.ts';
import { createPace } from '#workers/quantify/pace.ts';
import { createQuantifier } from '#workers/quantify/quantifier.ts';
import { createPlainHistogram } from '#workers/quantify/region-histogram.ts';
import { kernelsBySize } from '#workers/quantify/shapes/kernels-by-size.ts';
import { createTissueFollower } from '#workers/quantify/tissue-follower.ts';
import { box, circle, formatOf, frameOf, inputsOf, profileOf, region } from './frames.ts';

const open: { [Symbol.dispose](): void }[] = [];
afterEach(() => {
  for (const thing of open.splice(0)) thing[Symbol.dispose]();
});

const size = { widthPx: 200, heightPx: 160 };
const nodule = (number: number): FramePlanes =>
  frameOf(
    formatOf('I420', size, { fullRange: true }),
    (x, y) => (Math.hypot(x - 100, y - 80) < 30 ? 150 : 40) + ((x * 31 + y * 17 + number) % 3),
    number,
  );
const edge = { ...region('E1', circle(100, 80, 60)), role: 'edge' as const };
const inputs: MeasurementInputs = {
  ...inputsOf([region('T1', circle(100, 80, 20)), region('B1', box(4, 4, 30, 30)), edge], {
    profile: profileOf({
      transfer: { kind: 'linear' },
      darkCodes: 0,
      scale: { mmPerPx: 0.1, sdMmPerPx: 0.001 },
    }),
  }),
  analysis: {
    ...noAnalysis,
    signal: { rule: { by: 'tbr', times: 2 }, reach: 1, smallestPx: 20, fillsHoles: true },
    margin: true,
    acceptsRelative: true,
  },
};

function quantifier(clockS: () => number = () => 0) {
  const made = createQuantifier({
    histogram: createPlainHistogram(),
    kernelsFor: kernelsBySize(null),
    follower: createTissueFollower(null),
    clockS,
  });
  open.push(made);
  return made;
}

/** The view worker's end: sends frames, hears buffers and bands. */
function connected(made: ReturnType<typeof quantifier>) {
  const { port1, port2 } = new MessageChannel();
  const news: QuantifyNews[] = [];
  const bands: BandsMessage[] = [];
  made.connectView(port2);
  made.subscribe(item => news.push(item));
  open.push({ [Symbol.dispose]: () => port1.close() });
  const ask = (main: FramePlanes) =>
    new Promise<MeasuredMessage>(resolve => {
      port1.onmessage = ({ data }: MessageEvent<MeasuredMessage | BandsMessage>) => {
        if (data.type === 'bands') bands.push(data);
        else resolve(data);
      };
      const message: MeasureMessage = { type: 'measure', main, second: null };
      port1.postMessage(message, [...new Set(main.planes.map(plane => plane.samples.buffer))]);
    });
  const analyses = () => news.flatMap(item => (item.type === 'analysis' ? [item.analysis] : []));
  return { news, bands, ask, analyses };
}

describe('pace', () => {
  test('one late analysis is a hiccup; three in a row halve the resolution for a while, and then it is tried again', () => {
    const pace = createPace();
    const take = (seconds: number) => {
      const step = pace.stepPx();
      pace.took(step, seconds);
      return step;
    };
    expect([take(0.5), take(0.01), take(0.5), take(0.5), take(0.01)]).toEqual([1, 1, 1, 1, 1]);
    expect([take(0.5), take(0.5), take(0.5)]).toEqual([1, 1, 1]);
    const hurried = Array.from({ length: 31 }, () => take(0.02));
    expect(hurried).toEqual([...new Array(30).fill(2), 1]);
  });
});

describe('a measured frame', () => {
  test('is analysed after its buffers went back, and the bands reach the view', async () => {
    const made = quantifier();
    const { ask, analyses, bands } = connected(made);
    made.setInputs(inputs);
    await ask(nodule(7));
    await expect.poll(analyses).toHaveLength(1);
    const [analysis] = analyses();
    expect(analysis).toMatchObject({ frameNumber: 7, stepPx: 1, inputsRevision: inputs.revision });
    expect(analysis!.margin).toMatchObject({ edgeId: 'E1', reachesEdge: false });
    await expect.poll(() => bands).toHaveLength(1);
    expect(bands[0]).toMatchObject({ frameNumber: 7, limitsPx: [10, 50] });
    // Switched off, the bands go and nothing is analysed any more.
    made.setInputs({ ...inputs, revision: inputs.revision + 1, analysis: noAnalysis });
    await ask(nodule(8));
    await expect.poll(() => bands).toHaveLength(2);
    expect(bands[1]!.samples).toBeNull();
    expect(analyses()).toHaveLength(1);
  });

  test('gives the same bits in a second worker, and to order', async () => {
    const alone = quantifier();
    const first = connected(alone);
    alone.setInputs(inputs);
    await first.ask(nodule(3));
    await expect.poll(first.analyses).toHaveLength(1);

    const measuring = quantifier();
    const analysing = quantifier();
    const { port1, port2 } = new MessageChannel();
    measuring.connectAnalyser(port1);
    analysing.analyseFor(port2);
    const second = connected(measuring);
    measuring.setInputs(inputs);
    await second.ask(nodule(3));
    await expect.poll(second.analyses).toHaveLength(1);
    const ordered = await alone.measure({ main: nodule(3), second: null }, inputs);
    expect(JSON.stringify(second.analyses()[0])).toBe(JSON.stringify(first.analyses()[0]));
    expect(JSON.stringify(ordered.analysis)).toBe(JSON.stringify(first.analyses()[0]));
    expect(ordered.shapes.edge!.points.length).toBeGreaterThan(100);
  });

  test('is analysed at half resolution by a machine that is late, and says so; never where it may not hurry', async () => {
    let nowS = 0;
    const made = quantifier(() => {
      nowS += 0.3;
      return nowS;
    });
    const { ask, analyses } = connected(made);
    made.setInputs(inputs);
    for (let number = 0; number < 4; number++) {
      await ask(nodule(number));
      await expect.poll(analyses).toHaveLength(number + 1);
    }
    expect(analyses().map(({ stepPx }) => stepPx)).toEqual([1, 1, 1, 2]);
    made.setHurry(false);
    await ask(nodule(4));
    await expect.poll(analyses).toHaveLength(5);
    expect(analyses()[4]!.stepPx).toBe(1);
  });

  test('whose tissue is followed without the key frame says so and gives no number', async () => {
    const made = quantifier();
    const { ask, news, analyses } = connected(made);
    made.setInputs({ ...inputs, keyFrame: 'a'.repeat(64) });
    await ask(nodule(1));
    await expect.poll(analyses).toHaveLength(1);
    const measurement = news.flatMap(item => (item.type === 'measurement' ? [item.measurement] : []))[0]!;
    expect(measurement.pairs[0]!.tbr).toMatchObject({ withheld: 'tracking-lost' });
    expect(analyses()[0]!.margin).toMatchObject({ withheld: 'tracking-lost' });
  });
});
