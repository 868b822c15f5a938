/** Stability: drift with an honest ±, periods that are there and none that are not, steps. */
import { describe, expect, test } from 'vitest';
import { readStability } from '#model/check/stability.ts';
import { isChecked, type StabilityResult, type StabilitySample } from '#model/check.ts';
import { normals } from './targets.ts';

/** Per cent about 1000, by time in seconds. */
function series(
  percentAt: (t: number, i: number) => number,
  seconds = 120,
  perSecond = 5,
): StabilitySample[] {
  return Array.from({ length: seconds * perSecond }, (_, i) => {
    const t = 100 + i / perSecond;
    return { timestampS: t, mean: 1000 * (1 + percentAt(t - 100, i) / 100) };
  });
}

function given(samples: readonly StabilitySample[]): StabilityResult {
  const result = readStability(samples);
  if (!isChecked(result)) throw new Error(result.detail);
  return result;
}

const white = (seed: number, sd = 0.2) => {
  const normal = normals(seed);
  return () => sd * normal();
};
/** Noise that wanders, on noise that does not. */
const wandering = (seed: number) => {
  const normal = normals(seed);
  let level = 0;
  return () => {
    level += 0.05 * normal();
    return level + 0.2 * normal();
  };
};

describe('drift', () => {
  test('a slope is found with a ± that holds it', () => {
    const noise = white(1);
    const { driftPercentPerMinute: drift, mean } = given(series(t => 0.8 * (t / 60 - 1) + noise()));
    expect(Math.abs(drift.value - 0.8)).toBeLessThan(3 * drift.sd);
    expect(drift.sd).toBeLessThan(0.05);
    expect(mean).toBeCloseTo(1000, -1);
  });

  test.each([
    ['white', white],
    ['wandering', wandering],
  ] as const)(
    'under %s noise two ± hold the true slope in nine of ten of 150 readings, at least',
    (_, noiseOf) => {
      let held = 0;
      for (let seed = 1; seed <= 150; seed++) {
        const noise = noiseOf(seed);
        const { driftPercentPerMinute: drift } = given(series(() => noise(), 60, 4));
        if (Math.abs(drift.value) <= 2 * drift.sd) held++;
      }
      expect(held / 150).toBeGreaterThan(0.9);
    },
  );
});

describe('periods', () => {
  test('two periods are found with their lengths and amplitudes, and nothing else', () => {
    const noise = white(3);
    const { periods } = given(
      series(
        t => 0.5 * Math.sin((2 * Math.PI * t) / 3.7) + 0.25 * Math.cos((2 * Math.PI * t) / 11.3) + noise(),
      ),
    );
    expect(periods).toHaveLength(2);
    for (const [i, { lengthS, amplitude }] of [
      { lengthS: 3.7, amplitude: 0.5 },
      { lengthS: 11.3, amplitude: 0.25 },
    ].entries()) {
      const { periodS, amplitudePercent, falseAlarm } = periods[i]!;
      expect(Math.abs(periodS.value - lengthS)).toBeLessThan(4 * periodS.sd);
      expect(Math.abs(amplitudePercent.value - amplitude)).toBeLessThan(4 * amplitudePercent.sd);
      expect(periodS.sd / lengthS).toBeLessThan(0.005);
      expect(falseAlarm).toBeLessThan(1e-3);
    }
  });

  test.each([
    ['white', white],
    ['wandering', wandering],
  ] as const)('%s noise alone shows a period in one of 200 readings, at most', (_, noiseOf) => {
    let alarms = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const noise = noiseOf(seed);
      if (given(series(() => noise(), 60, 4)).periods.length > 0) alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(1);
  });

  test('a period is found although the level wanders, frames are missing and times jitter', () => {
    const noise = wandering(5);
    const jitter = normals(6);
    const samples = Array.from({ length: 600 }, (_, i) => {
      const t = i / 5 + 0.02 * jitter();
      const percent = 0.5 * Math.sin((2 * Math.PI * t) / 1.3) + noise();
      return { timestampS: t, mean: i % 7 === 3 ? Number.NaN : 1000 + 10 * percent };
    });
    const [first] = given(samples).periods;
    expect(Math.abs(first!.periodS.value - 1.3)).toBeLessThan(4 * first!.periodS.sd);
  });

  test('what it could have shown is said', () => {
    const noise = white(2);
    const { searchedS } = given(series(() => noise()));
    expect(searchedS.from).toBeCloseTo(0.4, 1);
    expect(searchedS.to).toBeCloseTo(40, 0);
  });
});

describe('steps', () => {
  test('a step is found where it is, and stands out', () => {
    const noise = white(8);
    const { largestStep } = given(series(t => (t >= 70 ? 1.5 : 0) + noise()));
    expect(largestStep.standsOut).toBe(true);
    expect(Math.abs(largestStep.atS - 70)).toBeLessThan(0.5);
    expect(largestStep.percent).toBeCloseTo(1.5, 0);
  });

  test('noise alone has a largest step that does not stand out, in at least 99 of 100 readings', () => {
    let outstanding = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const noise = white(seed);
      if (given(series(() => noise(), 60, 4)).largestStep.standsOut) outstanding++;
    }
    expect(outstanding).toBeLessThanOrEqual(1);
  });
});

describe('what cannot be read', () => {
  const reason = (samples: readonly StabilitySample[]) => {
    const result = readStability(samples);
    return 'withheld' in result ? result.withheld : 'given';
  };
  test('gives its reason', () => {
    expect(reason([])).toBe('too-few-frames');
    expect(reason([{ timestampS: 0, mean: 1 }])).toBe('too-few-frames');
    expect(reason(series(() => Number.NaN))).toBe('too-few-frames');
    expect(reason(series((_, i) => i % 2, 5, 30))).toBe('too-short');
    expect(reason(series(() => 0))).toBe('frozen');
    expect(reason(series(() => -100))).toBe('no-signal');
    expect(reason(series((_, i) => i % 3).map(sample => ({ ...sample, timestampS: 5 })))).toBe(
      'too-few-frames',
    );
  });

  test('a noiseless sine and a noiseless line give finite figures', () => {
    for (const samples of [series(t => Math.sin(t)), series(t => t / 60)]) {
      const result = given(samples);
      expect(JSON.stringify(result)).not.toContain('null');
      expect(result.driftPercentPerMinute.sd).toBeGreaterThanOrEqual(0);
    }
  });
});

test('a long series is plotted in at most 600 points and searched in bounded time', () => {
  const noise = white(9);
  const result = given(series(() => noise(), 600, 30));
  expect(result.samples).toBe(18_000);
  expect(result.plot.length).toBeLessThanOrEqual(600);
  expect(result.plot.at(-1)!.atS).toBeGreaterThan(590);
});
