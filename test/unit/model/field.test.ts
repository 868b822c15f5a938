/** Fields: what is kept of a value for each pixel, and that nothing else than what was kept is ever read back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Field, fieldFromJson, fieldJsonSchema, fieldOf, fieldToJson, refOf } from '#model/field.ts';

const valuesOf = ({ low, step, samples }: Field): number[] => Array.from(samples, s => low + step * s);

const grid = fc
  .record({ widthPx: fc.integer({ min: 1, max: 9 }), heightPx: fc.integer({ min: 1, max: 9 }) })
  .chain(size =>
    fc.record({
      size: fc.constant(size),
      values: fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
        minLength: size.widthPx * size.heightPx,
        maxLength: size.widthPx * size.heightPx,
      }),
    }),
  );

describe('a field', () => {
  test('keeps every value to half a step of its range', () => {
    fc.assert(
      fc.property(grid, ({ size, values }) => {
        const field = fieldOf(values, size.widthPx, size.heightPx);
        const range = Math.max(...values) - Math.min(...values);
        for (const [i, value] of valuesOf(field).entries())
          expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual((0.5001 * range) / 65_535 + 1e-12);
      }),
    );
  });

  test('that is the same everywhere is kept exactly', () => {
    expect(valuesOf(fieldOf([0.7, 0.7, 0.7, 0.7], 2, 2))).toEqual([0.7, 0.7, 0.7, 0.7]);
    const smallest = fieldOf([0, Number.MIN_VALUE], 2, 1);
    expect(fieldFromJson(fieldJsonSchema.parse(fieldToJson(smallest)))).toEqual(smallest);
  });

  test('written as JSON and read is the same field', () => {
    fc.assert(
      fc.property(grid, ({ size, values }) => {
        const field = fieldOf(values, size.widthPx, size.heightPx);
        const json = fieldJsonSchema.parse(JSON.parse(JSON.stringify(fieldToJson(field))));
        expect(fieldFromJson(json)).toEqual(field);
      }),
    );
  });

  test('is named by its content: the size, the scale and every sample count', () => {
    const values = [1, 2, 3, 4, 5, 6];
    const { hash } = fieldOf(values, 3, 2);
    expect(fieldOf(values, 3, 2).hash).toBe(hash);
    expect(fieldOf(values, 2, 3).hash).not.toBe(hash);
    expect(fieldOf(values.with(3, 4.001), 3, 2).hash).not.toBe(hash);
    expect(
      fieldOf(
        values.map(v => 2 * v),
        3,
        2,
      ).hash,
    ).not.toBe(hash);
    expect(refOf(fieldOf(values, 3, 2))).toEqual({ hash, widthPx: 3, heightPx: 2 });
  });

  test('stores its samples as 16-bit little-endian numbers, row by row', () => {
    const json = fieldToJson(fieldOf([0, 65_535, 258, 1], 2, 2));
    expect([...atob(json.samples)].map(c => c.charCodeAt(0))).toEqual([0, 0, 255, 255, 2, 1, 1, 0]);
    expect([json.low, json.step]).toEqual([0, 1]);
  });
});

describe('JSON that is not the field it says it is', () => {
  const json = fieldToJson(fieldOf([1, 2, 3, 4, 5, 6], 3, 2));
  const flipped = (at: number): string => {
    const bytes = [...atob(json.samples)].map((c, i) =>
      String.fromCharCode(c.charCodeAt(0) ^ (i === at ? 1 : 0)),
    );
    return btoa(bytes.join(''));
  };

  test('is null: a flipped bit, another size, another scale, another name', () => {
    for (let at = 0; at < 12; at++) expect(fieldFromJson({ ...json, samples: flipped(at) })).toBeNull();
    expect(fieldFromJson({ ...json, widthPx: 2, heightPx: 3 })).toBeNull();
    expect(fieldFromJson({ ...json, low: json.low + 1e-9 })).toBeNull();
    expect(fieldFromJson({ ...json, step: json.step * 2 })).toBeNull();
    expect(fieldFromJson({ ...json, hash: '0'.repeat(64) })).toBeNull();
  });

  test('is null: half of it, more than it, nothing, no base64', () => {
    for (const samples of [json.samples.slice(0, 8), `${json.samples}AAAA`, '', '%%%%', 'á'])
      expect(fieldFromJson({ ...json, samples })).toBeNull();
  });

  test('takes no memory for a size that its samples do not have', () => {
    expect(fieldFromJson({ ...json, widthPx: 16_384, heightPx: 16_384 })).toBeNull();
  });

  test('is refused by the schema: sizes of 0, in parts, beyond all cameras; numbers that are none; a wrong name', () => {
    const wrong = [
      { widthPx: 0 },
      { widthPx: 2.5 },
      { heightPx: -1 },
      { heightPx: 1e9 },
      { step: 0 },
      { step: -1 },
      { low: Number.NaN },
      { low: Number.POSITIVE_INFINITY },
      { step: null },
      { samples: 7 },
      { hash: json.hash.toUpperCase().replace(/\d/g, 'A') },
      { hash: json.hash.slice(1) },
    ];
    for (const change of wrong) expect(fieldJsonSchema.safeParse({ ...json, ...change }).success).toBe(false);
  });
});
