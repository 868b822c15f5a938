/** Equal is equal as written: held against the comparison of the JSON itself. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { measurementSchema } from '#model/event.ts';
import type { Measurement } from '#model/measurement.ts';
import { sameMeasurement } from '#model/same-measurement.ts';
import { inputsOf, measurementOf } from '../archive/samples.ts';

const measured: Measurement = {
  ...measurementOf({ number: 7, timestampS: 0.25, arrivedS: 1000.5 }, inputsOf(3), 0.1 + 0.2),
  motion: {
    kind: 'followed',
    motion: { angleRad: 0.1, dxPx: -0, dyPx: 2, centre: { x: 1, y: 2 } },
    agreement: 0.9,
  },
  pairs: [],
  references: [
    { id: 'T1', percent: { value: 140 }, ofSpecimen: { withheld: 'no-reference', detail: 'none' } },
  ],
};
const asRead = (measurement: Measurement) => measurementSchema.parse(JSON.parse(JSON.stringify(measurement)));
const asWritten = (measurement: Measurement) => JSON.stringify(asRead(measurement));

const paths = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))
    : [path];

/** Lets through what no recording could hold. */
const anything = z.custom<Measurement>();

/** A copy with one leaf changed. */
function changed(value: unknown, [key, ...rest]: readonly string[], to: (leaf: unknown) => unknown): unknown {
  if (key === undefined) return to(value);
  if (Array.isArray(value))
    return value.map((inner, i) => (String(i) === key ? changed(inner, rest, to) : inner));
  if (typeof value !== 'object' || value === null) throw new Error('No such path.');
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? changed(inner, rest, to) : inner]),
  );
}

test('a measurement is the same as what was read back of it', () => {
  expect(sameMeasurement(asRead(measured), measured)).toBe(true);
});

test('the last bit of any number, and any other word, makes it another', () => {
  for (const path of paths(measured).filter(each => each.at(-1) !== 'detail')) {
    const other = changed(asRead(measured), path, leaf =>
      typeof leaf === 'number' ? leaf * (1 + 2 ** -52) + Number.MIN_VALUE : `${leaf}!`,
    );
    expect(sameMeasurement(anything.parse(other), measured), path.join('.')).toBe(false);
  }
});

test('a reason in other words is the same, another reason is not', () => {
  const [reference] = measured.references;
  const because = (ofSpecimen: NonNullable<typeof reference>['ofSpecimen']): Measurement => ({
    ...measured,
    references: [{ ...reference!, ofSpecimen }],
  });
  expect(sameMeasurement(because({ withheld: 'no-reference', detail: 'none chosen' }), measured)).toBe(true);
  expect(sameMeasurement(because({ withheld: 'clipped', detail: 'none' }), measured)).toBe(false);
});

test('it agrees with the comparison of what is written, whatever numbers come', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1, 1 + 2 ** -52),
  );
  fc.assert(
    fc.property(number, number, fc.array(number), fc.array(number), (a, b, bins, others) => {
      const one = { ...measured, backgroundLinear: a, fieldHistogram: bins };
      const two = { ...measured, backgroundLinear: b, fieldHistogram: others };
      expect(sameMeasurement(asRead(one), two)).toBe(asWritten(one) === asWritten(two));
      expect(sameMeasurement(asRead(one), one)).toBe(true);
    }),
  );
});
