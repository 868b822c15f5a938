import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounceS, createDebouncer } from '#platform/debounce.ts';
import { type ButtonChange, buttonBits, createReportReader } from '#platform/hid-report.ts';

const noButtons: ReadonlyMap<number, readonly number[]> = new Map();
const bytes = (...values: number[]) => new Uint8Array(values);

describe('reports of a pedal that describes nothing', () => {
  // An Infinity USB foot control (05f3:00ff) sends two bytes: 1 left, 2 middle, 4 right.
  const infinity = [bytes(2, 0), bytes(0, 0), bytes(1, 0), bytes(5, 0), bytes(4, 0), bytes(0, 0)];

  test('press and let go each of three pedals, two at once too', () => {
    const read = createReportReader(noButtons);
    expect(infinity.map(report => read(0, report))).toEqual([
      [{ button: 2, isDown: true }],
      [{ button: 2, isDown: false }],
      [{ button: 1, isDown: true }],
      [{ button: 3, isDown: true }],
      [{ button: 1, isDown: false }],
      [{ button: 3, isDown: false }],
    ]);
  });

  test('that come twice change nothing', () => {
    const read = createReportReader(noButtons);
    read(0, bytes(2, 0));
    expect(read(0, bytes(2, 0))).toEqual([]);
  });

  test('with a constant first byte still let go the button, and only that', () => {
    const read = createReportReader(noButtons);
    read(0, bytes(0x80, 1));
    expect(read(0, bytes(0x80, 0))).toEqual([{ button: 9, isDown: false }]);
  });

  test('with a counter in them end up with no button of it held', () => {
    const read = createReportReader(noButtons);
    const down = new Set<number>();
    for (let count = 0; count < 300; count++)
      for (const { button, isDown } of read(0, bytes(count % 251, 0)))
        isDown ? down.add(button) : down.delete(button);
    expect([...down]).toEqual([]);
    expect(read(0, bytes(17, 1))).toEqual([{ button: 9, isDown: true }]);
  });

  test('with other ids are other buttons', () => {
    const read = createReportReader(noButtons);
    const pressed = [1, 2].flatMap(id => read(id, bytes(1)).map(({ button }) => button));
    expect(new Set(pressed).size).toBe(2);
  });

  test('never leave a button held when the last report is the resting one', () => {
    const report = fc.uint8Array({ minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(report, { maxLength: 60 }), reports => {
        const read = createReportReader(noButtons);
        const down = new Set<number>();
        for (const each of [...reports, bytes(0, 0, 0)])
          for (const { button, isDown } of read(0, each)) isDown ? down.add(button) : down.delete(button);
        expect(down.size).toBe(0);
      }),
    );
  });
});

describe('reports of a device that describes its buttons', () => {
  // As of a joystick adapter: two axes of a byte each, then four buttons and four bits of nothing.
  const collections = [
    {
      inputReports: [
        {
          reportId: 0,
          items: [
            { isRange: false, usages: [0x00010030, 0x00010031], reportSize: 8, reportCount: 2 },
            { isRange: true, usageMinimum: 0x00090001, reportSize: 1, reportCount: 4 },
            { isConstant: true, reportSize: 1, reportCount: 4 },
          ],
        },
      ],
      children: [],
    },
  ];

  test('take its buttons and not its axes', () => {
    const described = buttonBits(collections);
    expect([...described]).toEqual([[0, [16, 17, 18, 19]]]);
    const read = createReportReader(described);
    expect(read(0, bytes(0x7f, 0x81, 0))).toEqual([]);
    expect(read(0, bytes(0x10, 0xff, 0b1000_0101))).toEqual([
      { button: 1, isDown: true },
      { button: 3, isDown: true },
    ]);
    expect(read(0, bytes(0x10, 0x00, 0b0000_0100))).toEqual([{ button: 1, isDown: false }]);
  });

  test('find buttons in collections within collections', () => {
    expect([...buttonBits([{ children: collections }])]).toEqual([[0, [16, 17, 18, 19]]]);
  });
});

describe('a bouncing contact', () => {
  test('is one press and one release', () => {
    const debouncer = createDebouncer();
    const told: ButtonChange[] = [];
    for (const [atMs, isDown] of [
      [0, true],
      [3, false],
      [5, true],
      [9, false],
      [11, true],
      [400, false],
      [402, true],
      [406, false],
    ] as const)
      told.push(...debouncer.changed({ button: 1, isDown }, atMs / 1000));
    told.push(...debouncer.settle(0.5));
    expect(told).toEqual([
      { button: 1, isDown: true },
      { button: 1, isDown: false },
    ]);
  });

  test('that was let go within the bounce is let go when it has settled', () => {
    const debouncer = createDebouncer();
    expect(debouncer.changed({ button: 1, isDown: true }, 0)).toHaveLength(1);
    expect(debouncer.changed({ button: 1, isDown: false }, 0.01)).toEqual([]);
    expect(debouncer.settle(bounceS + 0.001)).toEqual([{ button: 1, isDown: false }]);
    expect(debouncer.settle(1)).toEqual([]);
  });

  test('does not hold up another button', () => {
    const debouncer = createDebouncer();
    expect(debouncer.changed({ button: 1, isDown: true }, 0)).toHaveLength(1);
    expect(debouncer.changed({ button: 2, isDown: true }, 0.001)).toHaveLength(1);
  });
});
