/** In every language nothing on a button is cut off or spills over, at the smallest screen of a console. */
import { afterEach, describe, expect, test } from 'vitest';
import { lookAtReading, lookAtReview, lookAtRooms, lookAtWelcome } from '#test/support/all-rooms.ts';
import { lookAtPanels, lookAtSheets } from '#test/support/all-screens.ts';
import { cutTexts } from '#test/support/control-faults.ts';
import { speak } from '#words/words.ts';
import '@fontsource-variable/inter';

afterEach(() => speak('en'));

const pressable = 'button, summary, [role="tab"], .button';

/** Big figures have lines higher than their letters; a line of text that is cut is 16 pixels or more. */
const halfALine = 8;

/** Buttons whose text needs more room than they have, sheets that are wider than themselves, and any text that is cut. */
function cutOff(): string[] {
  const found = [...document.querySelectorAll<HTMLElement>(pressable)]
    .filter(each => each.checkVisibility() && each.clientWidth > 0)
    .filter(
      each => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + halfALine,
    )
    .map(each => `${each.className || each.tagName} “${each.textContent?.trim()}”`);
  const wide = [
    ...document.querySelectorAll<HTMLElement>('dialog[open], .sheet-body, .calibrate-body, .analysis'),
  ]
    .filter(each => each.scrollWidth > each.clientWidth + 1)
    .map(each => `${each.className || each.tagName} scrolls sideways`);
  const texts = cutTexts(
    document.querySelector('dialog[open]') ?? document.querySelector('#root') ?? document.body,
  );
  return [...found, ...wide, ...texts];
}

/** What is cut off at each screen, by its name. */
function gather() {
  const at: Record<string, readonly string[]> = {};
  const seen: string[] = [];
  const look = (name: string) => {
    seen.push(name);
    const found = cutOff();
    if (found.length > 0) at[name] = found;
  };
  return { at, seen, look };
}

test('a button that is too small for its text would be found', () => {
  const small = document.createElement('button');
  small.style.cssText = 'width: 48px; height: 48px; overflow: hidden; white-space: nowrap; padding: 0';
  small.textContent = 'Opnieuw uitvoeren';
  document.body.append(small);
  const found = cutOff();
  small.remove();
  expect(found[0]).toBe('BUTTON “Opnieuw uitvoeren”');
});

describe.each(['nl', 'zh'] as const)('in %s no text is cut off', language => {
  test('on the main screen and in the sheets', async () => {
    await speak(language);
    const { at, seen, look } = gather();
    await lookAtSheets(look);
    expect(seen.length).toBeGreaterThan(14);
    expect(at).toEqual({});
  });

  test('in analysis, calibration and the check', async () => {
    await speak(language);
    const { at, seen, look } = gather();
    await lookAtPanels(look);
    expect(seen.length).toBeGreaterThan(18);
    expect(at).toEqual({});
  });

  test.each([
    ['on the start page and at each step of the tour', lookAtWelcome, 8],
    ['in layouts and their editor, black places, stability, and the views of a still', lookAtRooms, 9],
    ['in replay: timeline, marks, comparing, measuring again', lookAtReview, 4],
    ['in blinded reading: its sets and its room', lookAtReading, 4],
  ] as const)('%s', async (_, lookAt, places) => {
    await speak(language);
    const { at, seen, look } = gather();
    await lookAt(look);
    expect(seen.length).toBeGreaterThanOrEqual(places);
    expect(at).toEqual({});
  });
});
