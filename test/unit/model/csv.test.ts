/** What leaves as CSV opens as the table that it is, and runs nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvComment } from '#model/csv.ts';

/** One cell read as RFC 4180 says. */
const read = (written: string): string =>
  written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;

test('any text comes back, but for the apostrophe that keeps a formula from running', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const back = read(csvCell(text));
      expect(back === text || back === `'${text}`).toBe(true);
      expect(/^[=+\-@\t\r]/.test(back)).toBe(false);
    }),
  );
});

test('a cell never ends its line or begins another', () => {
  expect(csvCell('a,b')).toBe('"a,b"');
  expect(csvCell('say "no"\r\n=1+1')).toBe('"say ""no""\r\n=1+1"');
  expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
  expect(csvComment('profile\r\n=1+1,"x"')).toBe('# profile =1+1,"x"');
});

test('a number keeps its sign and every bit, and nothing is an empty cell', () => {
  expect(csvCell(-0.1)).toBe('-0.1');
  expect(Number(csvCell(0.1 + 0.2))).toBe(0.1 + 0.2);
  expect(csvCell(null)).toBe('');
});
