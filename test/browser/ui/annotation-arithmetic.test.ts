import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Annotation, annotationSchema, mostAnnotations } from '#model/annotation.ts';
import {
  distanceTo,
  moved,
  nextPinNumber,
  pointsOf,
  simplified,
} from '#ui/capture/annotate/annotation-shape.ts';
import {
  add,
  type Editing,
  isFull,
  startEditing,
  takeTool,
  worthKeeping,
} from '#ui/capture/annotate/editing.ts';
import { afterKey, annotationTools } from '#ui/capture/annotate/editor-keys.ts';
import { drag, lift, press, shownAnnotations } from '#ui/capture/annotate/hand.ts';

const scene = { widthPx: 640, heightPx: 480 };
const surface = { scene, reachPx: 24 };
const style = { colour: 'white', width: 'medium' } as const;
const at = (x: number, y: number) => ({ x, y });

const keyed = (editing: Editing, ...keys: readonly string[]) =>
  keys.reduce((state, name) => {
    const key = name.replace('Shift+', '');
    return afterKey(state, { key, shiftKey: key !== name, isCommand: false }, scene) ?? state;
  }, editing);

/** Press, drag through the points, let go. */
const stroke = (editing: Editing, ...[first, ...rest]: readonly { x: number; y: number }[]) =>
  lift(
    rest.reduce((state, p) => drag(state, p, surface), press(editing, first!, surface)),
    surface,
  );

const kinds = annotationTools.map(({ key }) => key).slice(1);

describe('drawing on a still', () => {
  test('every tool makes its kind by hand and by key alone, and every one may be kept', () => {
    for (const { key, tool } of annotationTools.slice(1)) {
      const byHand = stroke(keyed(startEditing([]), key), at(50, 50), at(150, 60), at(140, 200), at(60, 180));
      const byKey = keyed(startEditing([]), key, 'Enter');
      for (const { annotations, selected } of [byHand, byKey]) {
        expect(annotations.map(({ kind }) => kind)).toEqual([tool]);
        expect(annotationSchema.parse(annotations[0])).toEqual(annotations[0]);
        expect(selected).toBe(0);
      }
    }
  });

  test('pins are numbered by themselves, and a number that was given is not given again', () => {
    const three = keyed(startEditing([]), 'p', 'Enter', 'Enter', 'Enter');
    const numbers = ({ annotations }: Editing) =>
      annotations.map(one => (one.kind === 'pin' ? one.number : null));
    expect(numbers(three)).toEqual([1, 2, 3]);
    const fewer = keyed({ ...three, selected: 0 }, 'Delete', 'Enter');
    expect(numbers(fewer)).toEqual([2, 3, 4]);
    expect(nextPinNumber([])).toBe(1);
  });

  test('a region is clicked corner by corner and closed at its first, or by Enter', () => {
    const corners = [at(100, 100), at(200, 100), at(200, 200)];
    const clicked = corners.reduce((state, p) => stroke(state, p), keyed(startEditing([]), 'g'));
    expect(clicked.annotations).toEqual([]);
    expect(shownAnnotations(clicked, surface)).toHaveLength(1);
    for (const closed of [stroke(clicked, at(101, 101)), keyed(clicked, 'Enter')])
      expect(closed.annotations).toEqual([{ kind: 'region', points: corners, text: '', style }]);
    expect(keyed(clicked, 'Escape').corners).toEqual([]);
  });

  test('a press that trembles is a press; a freehand press makes nothing', () => {
    const placed = stroke(keyed(startEditing([]), 'p'), at(10, 10), at(12, 11));
    expect(placed.annotations).toMatchObject([{ kind: 'pin', at: at(10, 10) }]);
    expect(stroke(keyed(startEditing([]), 'f'), at(10, 10), at(11, 10)).annotations).toEqual([]);
  });

  test('what is selected is carried whole, or by one end, and nothing leaves the picture', () => {
    const drawn = keyed(stroke(keyed(startEditing([]), 'a'), at(100, 100), at(300, 100)), 'v');
    expect(stroke(drawn, at(200, 104), at(220, 154)).annotations).toMatchObject([
      { from: at(120, 150), to: at(320, 150) },
    ]);
    expect(stroke(drawn, at(298, 101), at(998, -99)).annotations).toMatchObject([
      { from: at(100, 100), to: at(639.5, -0.5) },
    ]);
    expect(stroke(drawn, at(400, 400)).selected).toBeNull();
  });

  test('arrows nudge by a pixel, with Shift by ten, E chooses one end; a row of them is one step of undo', () => {
    const drawn = stroke(keyed(startEditing([]), 'l'), at(100, 100), at(300, 100));
    const nudged = keyed(drawn, 'ArrowRight', 'ArrowRight', 'Shift+ArrowDown');
    expect(nudged.annotations).toMatchObject([{ from: at(102, 110), to: at(302, 110) }]);
    expect(keyed(nudged, 'z').annotations).toEqual(drawn.annotations);
    expect(keyed(drawn, 'e', 'e', 'ArrowUp').annotations).toMatchObject([
      { from: at(100, 100), to: at(300, 99) },
    ]);
    expect(keyed(drawn, 'e', 'e', 'e').part).toBeNull();
    expect(keyed(drawn, 'Shift+E').part).toBe(1);
  });

  test('a still takes no more than it may have', () => {
    const full = keyed(
      startEditing(Array<Annotation>(mostAnnotations).fill({ kind: 'text', at: at(1, 1), text: 'a' })),
      'p',
    );
    expect(isFull(full)).toBe(true);
    expect(keyed(full, 'Enter')).toBe(full);
    expect(stroke(full, at(9, 9)).annotations).toHaveLength(mostAnnotations);
  });

  test('a text of no letters is not kept', () => {
    expect(
      worthKeeping([
        { kind: 'text', at: at(1, 1), text: ' ' },
        { kind: 'pin', at: at(1, 1), number: 1, text: '' },
      ]),
    ).toHaveLength(1);
  });

  test('a key that means nothing here is left to others', () => {
    for (const key of ['x', 'Tab', 'F5', 'Escape'])
      expect(afterKey(startEditing([]), { key, shiftKey: false, isCommand: false }, scene)).toBeNull();
    expect(afterKey(startEditing([]), { key: 'a', shiftKey: false, isCommand: true }, scene)).toBeNull();
  });
});

describe('undo', () => {
  const someKeys = fc.array(
    fc.constantFrom(...kinds, 'Enter', 'Delete', 'ArrowRight', 'Shift+ArrowUp', 'e', 'Escape'),
    { maxLength: 40 },
  );

  test('leads back through all that was done to the beginning, and redo to the end', () => {
    fc.assert(
      fc.property(someKeys, keys => {
        const end = keyed(startEditing([]), ...keys);
        const steps = end.past.length;
        const begin = keyed(end, ...Array<string>(steps).fill('z'));
        expect(begin.annotations).toEqual([]);
        expect(keyed(begin, 'z').annotations).toEqual([]);
        expect(keyed(begin, ...Array<string>(steps).fill('Shift+Z')).annotations).toEqual(end.annotations);
      }),
    );
  });

  test('whatever keys and hands do, every annotation may be kept and lies in the picture', () => {
    const point = fc.record({
      x: fc.double({ min: -900, max: 1900, noNaN: true }),
      y: fc.double({ min: -900, max: 1900, noNaN: true }),
    });
    fc.assert(
      fc.property(
        someKeys,
        fc.array(fc.array(point, { minLength: 1, maxLength: 12 }), { maxLength: 8 }),
        (keys, strokes) => {
          let editing = startEditing([]);
          for (const [index, key] of keys.entries()) {
            editing = keyed(editing, key);
            const path = strokes[index % 9];
            if (path) editing = stroke(editing, ...path);
            for (const one of shownAnnotations(editing, surface)) {
              expect(annotationSchema.safeParse(one).success).toBe(true);
              for (const { x, y } of pointsOf(one)) {
                expect(x >= -0.5 && x <= scene.widthPx - 0.5).toBe(true);
                expect(y >= -0.5 && y <= scene.heightPx - 0.5).toBe(true);
              }
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a trace', () => {
  test('keeps its ends, loses points, and no point of it lies farther from what is left than was allowed', () => {
    const walk = fc.array(
      fc.record({ x: fc.integer({ min: -9, max: 9 }), y: fc.integer({ min: -9, max: 9 }) }),
      { minLength: 2, maxLength: 200 },
    );
    fc.assert(
      fc.property(walk, fc.double({ min: 0.1, max: 20, noNaN: true }), (steps, tolerance) => {
        let p = at(0, 0);
        const points = steps.map(step => (p = at(p.x + step.x, p.y + step.y)));
        const kept = simplified(points, tolerance);
        expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
        const line: Annotation = { kind: 'freehand', points: kept, text: '' };
        for (const point of points) expect(distanceTo(line, point)).toBeLessThanOrEqual(tolerance + 1e-9);
      }),
    );
  });

  test('of twenty thousand points becomes one that may be kept', () => {
    const points = Array.from({ length: 20_000 }, (_, i) =>
      at(300 + 200 * Math.cos(i * 1.7), 200 + 190 * Math.sin(i * 2.3)),
    );
    expect(simplified(points, 0.1).length).toBeLessThanOrEqual(1000);
  });
});

test('an annotation that lies outside, as an old file may say, only comes back in', () => {
  const outside: Annotation = { kind: 'pin', at: at(-500, 9000), number: 1, text: '' };
  expect(moved(outside, at(-10, 10), { part: null, scene })).toEqual(outside);
  expect(moved(outside, at(10, -10), { part: null, scene })).toEqual({ ...outside, at: at(-490, 8990) });
  expect(add(takeTool(startEditing([]), 'pin'), outside).annotations).toEqual([outside]);
});
