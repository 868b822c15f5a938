import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PictureState } from '#model/liveness.ts';
import { defaultTheatreSettings, type TheatreFacts } from '#model/theatre.ts';
import { createHearing } from '#workers/theatre/hearing.ts';

const facts: TheatreFacts = {
  settings: defaultTheatreSettings,
  calibration: 'calibrated',
  regions: [],
  measurement: null,
  anchors: [],
  freshness: 1,
  analysis: null,
  figures: [{ name: 'TBR', value: '3.86', detail: '' }],
  tags: [],
  language: 'en',
  showsPattern: false,
};

/** A hearing with a clock of the test's own. */
function house() {
  let nowS = 1000;
  const hearing = createHearing(() => nowS);
  const later = (seconds: number): void => {
    nowS += seconds;
  };
  const picture = (arrivedS: number, more: { ageS?: number; state?: PictureState } = {}): boolean =>
    hearing.picture({ arrivedS, ageS: 0.02, state: 'live', ...more });
  const live = (): void => {
    hearing.connected();
    hearing.facts(facts);
    picture(1);
  };
  return { hearing, later, picture, live, state: () => hearing.now().state };
}

describe('a display, by its own clock,', () => {
  test('waits for a console, and for its facts before it shows a picture', () => {
    const { hearing, picture, state } = house();
    expect(state()).toBe('no-console');
    hearing.connected();
    picture(1);
    expect(state()).toBe('no-console');
    hearing.facts(facts);
    expect(state()).toBe('live');
  });

  test('says late, then no signal, while the console speaks but pictures stay away', () => {
    const { hearing, later, live, state } = house();
    live();
    const seen = [state()];
    for (let i = 0; i < 6; i++) {
      later(0.1);
      hearing.facts(facts);
      seen.push(state());
    }
    expect(seen).toEqual(['live', 'live', 'live', 'late', 'late', 'no-signal', 'no-signal']);
  });

  test('believes its own picture, not word of newer ones that never came', () => {
    const { hearing, later, live, state } = house();
    live();
    for (let i = 0; i < 6; i++) {
      later(0.1);
      hearing.facts(facts);
      hearing.tick({ state: 'live', ageS: 0.01 });
    }
    expect(state()).toBe('no-signal');
  });

  test('says that the console is lost when nothing was heard for a second', () => {
    const { later, live, state } = house();
    live();
    later(0.99);
    expect(state()).toBe('no-signal');
    later(0.02);
    expect(state()).toBe('console-lost');
  });

  test('says it at once when the console says goodbye', () => {
    const { hearing, live, state } = house();
    live();
    hearing.bye();
    expect(state()).toBe('console-lost');
    expect(hearing.now().withheld).toBe('state');
  });

  test('keeps saying so after a reload until the new page has spoken, and waits for its picture then', () => {
    const { hearing, later, live, picture, state } = house();
    live();
    hearing.bye();
    hearing.connected();
    expect(state()).toBe('console-lost');
    hearing.tick({ state: 'live', ageS: 0 });
    expect(state()).toBe('console-lost');
    later(1);
    hearing.facts(facts);
    hearing.tick({ state: 'live', ageS: 0 });
    expect(state()).toBe('waiting');
    // Its clock began anew: a picture of another console is not measured against ours.
    expect(picture(0.5)).toBe(true);
    expect(state()).toBe('live');
  });

  test('stays live when it is connected anew, as after a moment in which the console’s page was busy', () => {
    const { hearing, later, live, picture, state } = house();
    live();
    later(0.1);
    hearing.connected();
    expect(hearing.now()).toMatchObject({ state: 'live', withheld: null });
    later(0.1);
    hearing.tick({ state: 'live', ageS: 0 });
    expect(state()).toBe('live');
    hearing.facts(facts);
    picture(2);
    expect(state()).toBe('live');
  });

  test('does not call its old picture frozen because another console’s is', () => {
    const { hearing, live, picture, state } = house();
    live();
    hearing.connected();
    hearing.facts(facts);
    hearing.tick({ state: 'frozen', ageS: 3 });
    expect(state()).toBe('waiting');
    picture(2, { state: 'frozen' });
    expect(state()).toBe('frozen');
  });

  test('shows no picture of a console whose facts it does not have, when those it had are old', () => {
    const { hearing, later, live, picture, state } = house();
    live();
    later(5);
    hearing.connected();
    picture(2);
    expect(state()).toBe('console-lost');
    hearing.facts(facts);
    expect(state()).toBe('live');
  });

  test.each<[PictureState, number]>([
    ['frozen', 60],
    ['still', 60],
    ['identical', 1],
  ])('takes the console’s word that the picture is %s, which does not age', (told, ageS) => {
    const { hearing, live, later, state } = house();
    live();
    later(0.9);
    hearing.tick({ state: told, ageS });
    expect(state()).toBe(told);
  });

  test('takes numbers away when facts are old though the picture is live', () => {
    const { hearing, later, live, picture } = house();
    live();
    for (let i = 2; i < 7; i++) {
      expect(hearing.now().withheld).toBeNull();
      later(0.11);
      picture(i);
    }
    expect(hearing.now()).toMatchObject({ state: 'live', withheld: 'facts-old', marks: 0 });
    hearing.facts(facts);
    expect(hearing.now()).toMatchObject({ state: 'live', withheld: null, marks: 1 });
  });

  test('lets marks fade before it takes the numbers away', () => {
    const { hearing, later, live, picture } = house();
    live();
    later(0.4);
    picture(2);
    const { marks } = hearing.now();
    expect(marks).toBeGreaterThan(0);
    expect(marks).toBeLessThan(1);
  });
});

test('no picture is shown that arrived before one already shown, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }), arrivals => {
      const { hearing, picture } = house();
      hearing.connected();
      hearing.facts(facts);
      const shown = arrivals.filter(arrivedS => picture(arrivedS));
      expect(shown).toEqual([...shown].sort((a, b) => a - b));
      expect(shown.at(-1)).toBe(arrivals.length > 0 ? Math.max(...arrivals) : undefined);
    }),
  );
});
