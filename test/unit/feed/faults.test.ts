import { describe, expect, test } from 'vitest';
import { type PhantomFault, type PhantomSpec, phantomFaults, phantomSchema } from '#model/phantom.ts';
import { linearToSignal, signalToLinear } from '#model/transfer.ts';
import sarcomaBed from '#seeds/phantoms/sarcoma-bed.json' with { type: 'json' };
import { createFaultyCamera } from '#workers/feed/phantom/faults/faulty-camera.ts';
import { sweepAt } from '#workers/feed/phantom/faults/shape.ts';
import { spoils } from '#workers/feed/phantom/faults/spoils.ts';
import { delayOf, newShare, sentIndex } from '#workers/feed/phantom/faults/timing.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';

const spec: PhantomSpec = { ...phantomSchema.parse(sarcomaBed), widthPx: 240, heightPx: 180 };
const renderer = createPhantomRenderer(spec);
const lumaBytes = 2 * spec.widthPx * spec.heightPx;
const tissue = { kind: 'tissue' } as const;

function plain(frameIndex: number): Uint8Array {
  const bytes = new Uint8Array(renderer.totalBytes);
  renderer.render(frameIndex, bytes);
  return bytes;
}
function faulty(fault: PhantomFault, frameIndex = 30): Uint8Array {
  return createFaultyCamera(spec, renderer, fault).render(frameIndex, tissue).bytes.slice();
}

const at = (channel: 'white' | 'nir', x: number, y: number): number =>
  2 * y * spec.widthPx + x + (channel === 'nir' ? spec.widthPx : 0);

function luma(bytes: Uint8Array, channel: 'white' | 'nir'): number[] {
  const codes: number[] = [];
  for (let y = 0; y < spec.heightPx; y++)
    for (let x = 0; x < spec.widthPx; x++) codes.push(bytes[at(channel, x, y)]!);
  return codes;
}
/** Chroma of white light: U, then V. */
function chroma(bytes: Uint8Array, plane: 0 | 1, channel: 'white' | 'nir' = 'white'): number[] {
  const codes: number[] = [];
  const half = spec.widthPx / 2;
  for (let y = 0; y < spec.heightPx / 2; y++)
    for (let x = 0; x < half; x++)
      codes.push(
        bytes[lumaBytes + (plane * lumaBytes) / 4 + y * spec.widthPx + x + (channel === 'nir' ? half : 0)]!,
      );
  return codes;
}
const mean = (codes: readonly number[]): number => codes.reduce((sum, code) => sum + code, 0) / codes.length;
const sd = (codes: readonly number[]): number => {
  const middle = mean(codes);
  return Math.sqrt(mean(codes.map(code => (code - middle) ** 2)));
};
/** Whether all bytes are the same; a matcher that could name each difference takes seconds for a frame. */
const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
/** Of neighbours along a row: how fine the picture is. */
function steps(bytes: Uint8Array, channel: 'white' | 'nir'): number {
  const codes = luma(bytes, channel);
  return mean(codes.slice(1).map((code, i) => Math.abs(code - codes[i]!)));
}
const toLight = (code: number): number =>
  signalToLinear((code - 16) / 219, spec.camera.transfer) -
  signalToLinear(spec.camera.blackOffsetCodes / 219, spec.camera.transfer);
const toCode = (light: number): number => 16 + 219 * linearToSignal(light, spec.camera.transfer);
const pedestal = signalToLinear(spec.camera.blackOffsetCodes / 219, spec.camera.transfer);

describe('every fault', () => {
  test('is in the codes or in the timing, and changes what leaves the camera', () => {
    const inTiming: PhantomFault[] = [
      'late-frames',
      'frozen',
      'repeated-frames',
      'torn-frames',
      'out-of-order',
      'wrong-size',
      'unplugged',
    ];
    expect(phantomFaults.filter(fault => !spoils[fault])).toEqual(inTiming);
    for (const fault of phantomFaults)
      if (spoils[fault]) expect(same(faulty(fault), plain(30)), fault).toBe(false);
  });

  test('in the codes is a function of the phantom and the frame alone', () => {
    for (const fault of phantomFaults) {
      if (!spoils[fault]) continue;
      const camera = createFaultyCamera(spec, renderer, fault);
      camera.render(3, tissue);
      expect(same(camera.render(30, tissue).bytes, faulty(fault)), fault).toBe(true);
    }
  });

  test('leaves codes inside the camera’s range where light made them', () => {
    for (const fault of ['saturated', 'gain-jump', 'ambient-light', 'excitation-off'] as const) {
      const codes = luma(faulty(fault), 'nir');
      expect(Math.max(...codes), fault).toBeLessThanOrEqual(235);
      expect(luma(faulty(fault), 'white'), fault).toEqual(luma(plain(30), 'white'));
    }
  });
});

describe('light', () => {
  test('a jump of gain doubles the NIR light that the profile decodes', () => {
    const before = luma(plain(30), 'nir');
    const after = luma(faulty('gain-jump'), 'nir');
    for (let i = 0; i < before.length; i += 97) {
      if (before[i]! >= 235) continue;
      const wanted = Math.min(235, toCode(2 * toLight(before[i]!) + pedestal));
      expect(Math.abs(after[i]! - wanted)).toBeLessThanOrEqual(0.51);
    }
  });

  test('ambient light adds the same light to all NIR pixels', () => {
    const before = luma(plain(30), 'nir').map(toLight);
    const after = luma(faulty('ambient-light'), 'nir').map(toLight);
    const added = before.flatMap((light, i) => (after[i]! < 0.9 ? [after[i]! - light] : []));
    expect(mean(added)).toBeCloseTo(0.12, 2);
    expect(sd(added)).toBeLessThan(0.006);
  });

  test('saturated, most NIR stands at white', () => {
    const codes = luma(faulty('saturated'), 'nir');
    expect(codes.filter(code => code === 235).length / codes.length).toBeGreaterThan(0.5);
  });

  test('without excitation NIR is dark and its noise, another in the next frame, and says nothing of the tissue', () => {
    const codes = luma(faulty('excitation-off'), 'nir');
    expect(Math.abs(mean(codes.map(toLight)))).toBeLessThan(0.002);
    expect(sd(codes)).toBeGreaterThan(0.2);
    expect(sd(codes)).toBeLessThan(6);
    expect(luma(faulty('excitation-off', 31), 'nir')).not.toEqual(codes);
  });

  test('white balance moves red up and blue down in white light, and leaves NIR alone', () => {
    const [before, after] = [plain(30), faulty('white-balance-jump')];
    expect(mean(chroma(after, 1))).toBeGreaterThan(mean(chroma(before, 1)) + 4);
    expect(mean(chroma(after, 0))).toBeLessThan(mean(chroma(before, 0)) - 2);
    expect(luma(after, 'nir')).toEqual(luma(before, 'nir'));
    expect(chroma(after, 0, 'nir').every(code => code === 128)).toBe(true);
  });
});

describe('the picture', () => {
  test('black is the range’s black in every pixel, without colour', () => {
    const bytes = faulty('black');
    expect(bytes.subarray(0, lumaBytes).every(code => code === 16)).toBe(true);
    expect(bytes.subarray(lumaBytes).every(code => code === 128)).toBe(true);
  });

  test('a covered lens gives a dim, smooth picture that is never the same twice, and no NIR light', () => {
    const bytes = faulty('lens-covered');
    const white = luma(bytes, 'white');
    expect(mean(white)).toBeGreaterThan(20);
    expect(mean(white)).toBeLessThan(45);
    expect(steps(bytes, 'white')).toBeLessThan(2);
    expect(same(faulty('lens-covered', 31), bytes)).toBe(false);
    expect(Math.abs(mean(luma(bytes, 'nir').map(toLight)))).toBeLessThan(0.002);
  });

  test('glare whitens a third to two thirds of white light and leaves NIR', () => {
    const bytes = faulty('specular-flood');
    const white = luma(bytes, 'white');
    const share = white.filter(code => code >= 230).length / white.length;
    expect(share).toBeGreaterThan(0.33);
    expect(share).toBeLessThan(0.67);
    expect(luma(bytes, 'nir')).toEqual(luma(plain(30), 'nir'));
  });

  test('out of focus both channels lose their detail and keep their brightness', () => {
    const [before, after] = [plain(30), faulty('out-of-focus')];
    for (const channel of ['white', 'nir'] as const) {
      expect(steps(after, channel)).toBeLessThan(0.9 * steps(before, channel));
      expect(Math.abs(mean(luma(after, channel)) - mean(luma(before, channel)))).toBeLessThan(1);
    }
  });
});

describe('where light falls', () => {
  test('channels change places in luma and in chroma, and twice is once too often', () => {
    const [before, after] = [plain(30), faulty('channels-swapped')];
    expect(luma(after, 'white')).toEqual(luma(before, 'nir'));
    expect(luma(after, 'nir')).toEqual(luma(before, 'white'));
    expect(chroma(after, 1)).toEqual(chroma(before, 1, 'nir'));
    spoils['channels-swapped']?.(spec)(after, 30);
    expect(same(after, before)).toBe(true);
  });

  test('NIR is moved by twelve pixels, white light is not', () => {
    const [before, after] = [plain(30), faulty('misregistered')];
    expect(Math.hypot(11, 5)).toBeCloseTo(12, 0);
    for (let y = 5; y < spec.heightPx; y += 7)
      for (let x = 11; x < spec.widthPx; x += 5)
        expect(after[at('nir', x, y)]).toBe(before[at('nir', x - 11, y - 5)]);
    expect(luma(after, 'white')).toEqual(luma(before, 'white'));
  });

  test('the sweep moves both channels alike, farther from frame to frame than tissue breathes', () => {
    const [here, next] = [sweepAt(spec, 30), sweepAt(spec, 31)];
    expect(Math.abs(next.xPx - here.xPx)).toBeGreaterThan(3);
    const [before, after] = [plain(30), faulty('fast-motion')];
    const y = Math.floor(spec.heightPx / 2);
    let difference = 0;
    for (let x = 60; x < 180; x++) {
      const moved = at('white', x + here.xPx, y + here.yPx);
      difference += Math.abs(after[at('white', x, y)]! - before[moved]!);
    }
    // Blurred along its way, and still the same place.
    expect(difference / 120).toBeLessThan(6);
  });

  test('a wrong size is half of both sides, with the means of two by two', () => {
    const frame = createFaultyCamera(spec, renderer, 'wrong-size').render(30, tissue);
    expect([frame.widthPx, frame.heightPx]).toEqual([240, 90]);
    expect(frame.bytes.length).toBe((240 * 90 * 3) / 2);
    const before = plain(30);
    const sum = before[0]! + before[1]! + before[480]! + before[481]!;
    expect(frame.bytes[0]).toBe((sum + 2) >> 2);
  });
});

describe('timing', () => {
  test('late frames come 0.3 to 0.45 s after their time, others at once', () => {
    const delays = Array.from({ length: 200 }, (_, i) => delayOf('late-frames', i));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0.3);
    expect(Math.max(...delays)).toBeLessThanOrEqual(0.45);
    expect(new Set(delays).size).toBeGreaterThan(100);
    expect(delayOf(null, 5)).toBe(0);
    expect(delayOf('frozen', 5)).toBe(0);
  });

  test('out of order, every frame comes, and every second one after its successor', () => {
    const sent = Array.from({ length: 6 }, (_, i) => sentIndex('out-of-order', i + 4));
    expect(sent).toEqual([2, 5, 4, 7, 6, 9]);
    expect(sentIndex(null, 4)).toBe(4);
  });

  test('frozen sends the first frame for ever, repeated sends each four times', () => {
    const frozen = createFaultyCamera(spec, renderer, 'frozen');
    const first = frozen.render(30, tissue).bytes.slice();
    expect(same(first, plain(30))).toBe(true);
    expect(same(frozen.render(31, tissue).bytes, first)).toBe(true);
    expect(same(frozen.render(90, tissue).bytes, first)).toBe(true);
    const repeated = createFaultyCamera(spec, renderer, 'repeated-frames');
    const sent = [30, 31, 32, 33, 34, 35].map(index => repeated.render(index, tissue).bytes.slice());
    expect(same(sent[0]!, plain(30))).toBe(true);
    for (const again of sent.slice(1, 4)) expect(same(again, sent[0]!)).toBe(true);
    expect(same(sent[4]!, plain(34))).toBe(true);
    expect(same(sent[5]!, sent[4]!)).toBe(true);
  });

  test('a torn frame is new above the tear and the frame before it below, at the same height in luma and chroma', () => {
    const camera = createFaultyCamera(spec, renderer, 'torn-frames');
    const whole = camera.render(30, tissue).bytes.slice();
    const torn = camera.render(31, tissue).bytes.slice();
    const fresh = plain(31);
    const tearRow = 2 * Math.round((newShare('torn-frames', 1) * spec.heightPx) / 2);
    const row = 2 * spec.widthPx;
    expect(same(torn.subarray(0, tearRow * row), fresh.subarray(0, tearRow * row))).toBe(true);
    expect(same(torn.subarray(tearRow * row, lumaBytes), whole.subarray(tearRow * row, lumaBytes))).toBe(
      true,
    );
    const uTear = lumaBytes + (tearRow / 2) * spec.widthPx;
    expect(same(torn.subarray(lumaBytes, uTear), fresh.subarray(lumaBytes, uTear))).toBe(true);
    expect(same(torn.subarray(uTear, lumaBytes * 1.25), whole.subarray(uTear, lumaBytes * 1.25))).toBe(true);
  });
});
