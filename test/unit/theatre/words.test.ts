import { describe, expect, test } from 'vitest';
import { defaultTheatreSettings, type TheatreFacts, type TheatreState } from '#model/theatre.ts';
import type { Heard } from '#workers/theatre/hearing.ts';
import { figuresNow, tagsNow, theatreWord } from '#workers/theatre/theatre-words.ts';

const facts: TheatreFacts = {
  settings: defaultTheatreSettings,
  calibration: 'calibrated',
  regions: [],
  measurement: null,
  anchors: [],
  freshness: 1,
  analysis: null,
  figures: [
    { name: 'TBR T1', value: '3.86', detail: '± 0.21' },
    { name: 'Edge to signal', value: null, detail: 'not measured' },
  ],
  tags: [
    { text: 'REPLAY', tone: 'past' },
    { text: 'FROZEN', tone: 'plain' },
  ],
  language: 'en',
  showsPattern: false,
};
const heard = (more: Partial<Heard>): Heard => ({
  state: 'live',
  ageS: 0.3,
  facts,
  withheld: null,
  marks: 1,
  ...more,
});

const states: readonly TheatreState[] = [
  'no-console',
  'console-lost',
  'waiting',
  'live',
  'late',
  'no-signal',
  'identical',
  'frozen',
  'still',
];

describe('what a display says', () => {
  test('blinks for one state only, and covers the picture wherever numbers may not stand', () => {
    expect(states.filter(state => theatreWord(state)?.blinks)).toEqual(['no-signal']);
    expect(states.filter(state => theatreWord(state)?.covers)).toEqual([
      'no-console',
      'console-lost',
      'waiting',
      'no-signal',
      'identical',
    ]);
  });

  test('is the numbers as the console gave them while nothing speaks against it', () => {
    expect(figuresNow(heard({}))).toEqual(facts.figures);
  });

  test('is their names and why there are none, in the same places, when it withholds them', () => {
    const old = figuresNow(heard({ withheld: 'facts-old' }));
    expect(old.map(({ name }) => name)).toEqual(['TBR T1', 'Edge to signal']);
    expect(old.every(({ value }) => value === null)).toBe(true);
    expect(old[0]?.detail).toBe('the console is busy');
    expect(figuresNow(heard({ withheld: 'state', state: 'console-lost' }))[0]?.detail).toBe(
      'the console is lost',
    );
  });

  test('is the picture’s state before the console’s tags, and nothing twice', () => {
    expect(tagsNow(heard({ state: 'late' })).map(({ text }) => text)).toEqual([
      'LATE 0.3 s',
      'REPLAY',
      'FROZEN',
    ]);
    expect(tagsNow(heard({ state: 'frozen' })).map(({ text }) => text)).toEqual(['FROZEN', 'REPLAY']);
  });
});
