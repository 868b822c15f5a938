/** The real worker in a real browser: its kernel runs, and its numbers are those of the plain twin in the page. */
import { proxy, transfer, wrap } from 'comlink';
import { afterAll, describe, expect, test } from 'vitest';
import { fieldOf, refOf } from '#model/field.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import { box, circle, formatOf, frameOf, inputsOf, profileOf, region } from '#test/unit/quantify/frames.ts';
import type { MeasuredMessage, MeasureMessage } from '#workers/ports.ts';
import type { QuantifyApi, QuantifyNews } from '#workers/quantify/api.ts';
import kernel from '#workers/quantify/kernels/region-histogram.as.ts?kernel';
import { createMeasureCache, measureFrame } from '#workers/quantify/measure-frame.ts';
import quantifyUrl from '#workers/quantify/quantify.worker.ts?worker&url';
import { createPlainHistogram } from '#workers/quantify/region-histogram.ts';

const worker = new Worker(quantifyUrl, { type: 'module' });
const api = wrap<QuantifyApi>(worker);
afterAll(() => worker.terminate());

const size = { widthPx: 640, heightPx: 480 };
const inputs = inputsOf(
  [
    region('T1', circle(301.3, 220.8, 70.2)),
    region('B1', box(20, 30, 120, 90)),
    region('L1', circle(330, 250, 15)),
  ],
  { profile: profileOf({ transfer: { kind: 'bt709' }, darkCodes: 19 }), referenceId: 'B1' },
);
const frame = (number: number, bitDepth = 8) =>
  frameOf(
    formatOf('I420', size, { bitDepth }),
    (x, y) =>
      2 ** (bitDepth - 8) *
      (40 + ((x * 7919 + y * 104_729 + number) % 90) + (Math.hypot(x - 300, y - 220) < 80 ? 70 : 0)),
    number,
  );
const byTwin = (number: number, bitDepth?: number) =>
  measureFrame(
    { main: frame(number, bitDepth), second: null },
    inputs,
    createMeasureCache(createPlainHistogram()),
  ).measurement;

describe('the quantify worker', () => {
  test('this browser can run the kernel', () => {
    expect(WebAssembly.validate(kernel)).toBe(true);
  });

  test('frames measured live and to order give bit for bit the numbers of the plain twin, at 8 and 10 bits', async () => {
    const { port1, port2 } = new MessageChannel();
    const news: QuantifyNews[] = [];
    await api.connectView(transfer(port2, [port2]));
    await api.subscribe(proxy(item => void news.push(item)));
    await api.setInputs(inputs);
    await api.setThresholds([1.2]);
    for (const [number, bitDepth] of [
      [0, 8],
      [1, 10],
      [2, 8],
    ] as const) {
      const sent = frame(number, bitDepth);
      const back = await new Promise<MeasuredMessage>(resolve => {
        port1.onmessage = ({ data }: MessageEvent<MeasuredMessage>) => resolve(data);
        const message: MeasureMessage = { type: 'measure', main: sent, second: null };
        port1.postMessage(message, [sent.planes[0]!.samples.buffer]);
      });
      expect(back.main).toEqual(frame(number, bitDepth));
      const expected = JSON.stringify(byTwin(number, bitDepth));
      const ordered = await api.measure({ main: back.main, second: null }, inputs);
      expect(JSON.stringify(ordered.measurement)).toBe(expected);
      await expect.poll(() => news.length).toBe(number + 1);
      const live = news[number]!;
      expect(live.type === 'measurement' && JSON.stringify(live.measurement)).toBe(expected);
    }
    port1.close();
  });

  test('under fields and a lens that distorts, its numbers are those of the same code in the page', async () => {
    const pixels = size.widthPx * size.heightPx;
    const fields = [
      fieldOf(
        Float64Array.from({ length: pixels }, (_, i) => 0.004 * Math.sin(i / 50)),
        640,
        480,
      ),
      fieldOf(
        Float64Array.from({ length: pixels }, (_, i) => 1.2 - 0.4 * ((i % 640) / 640)),
        640,
        480,
      ),
    ];
    const profile = profileOf({
      transfer: { kind: 'power', gamma: 2.2 },
      darkCodes: 19,
      darkField: refOf(fields[0]!),
      flatField: refOf(fields[1]!),
      distortion: { k1: -0.1, k2: 0.02 },
      uncertainty: { curveCodes: 0.3, gamma: 0.02, darkCodes: 0.4, flatShare: 0.01 },
    });
    const full = { ...inputs, profile };
    const shelf = createFieldShelf();
    shelf.put(fields);
    const here = { main: frame(4), second: null };
    const cache = createMeasureCache(createPlainHistogram(), shelf);
    const expected = measureFrame(here, full, cache).measurement;
    expect(expected.pairs[0]!.tbrProfileSd).toBeGreaterThan(0);
    expect((await api.measure(here, full)).measurement.pairs[0]!.tbr).toMatchObject({ withheld: 'no-field' });
    await api.setFields(fields);
    expect(JSON.stringify((await api.measure(here, full)).measurement)).toBe(JSON.stringify(expected));
  });
});
