import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inputInWords, inputOf, pedalInput, pedalOf, sameKey, whyNotTaken } from '#ui/keys/inputs.ts';

const pressed = (
  key: string,
  code: string,
  held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey', boolean>> = {},
) => inputOf({ key, code, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...held });

describe('a key that is learnt', () => {
  test('is the letter printed on it, on any layout, with what is held beside it', () => {
    expect(pressed('q', 'KeyA')).toBe('q');
    expect(pressed('Q', 'KeyQ', { shiftKey: true })).toBe('Shift+q');
    expect(pressed('k', 'KeyK', { ctrlKey: true })).toBe('Control+k');
  });

  test('is its place where no Latin letter is printed, and for digits, pedals’ keys and media keys', () => {
    expect(pressed('ф', 'KeyA')).toBe('KeyA');
    expect(pressed('Process', 'KeyG')).toBe('KeyG');
    expect(pressed('!', 'Digit1', { shiftKey: true })).toBe('Shift+Digit1');
    expect(pressed('F13', 'F13')).toBe('F13');
    expect(pressed('F24', 'F24')).toBe('F24');
    expect(pressed('MediaPlayPause', 'MediaPlayPause')).toBe('MediaPlayPause');
    expect(pressed(' ', 'Space')).toBe('Space');
  });

  test('is nothing while only Shift or another modifier is down', () => {
    expect(pressed('Shift', 'ShiftLeft', { shiftKey: true })).toBeNull();
    expect(pressed('Control', 'ControlLeft', { ctrlKey: true })).toBeNull();
  });

  test('is never Esc, Tab or a key of the browser', () => {
    for (const input of ['Escape', 'Shift+Tab', 'Control+w', 'F5', 'F12'])
      expect(whyNotTaken(input)).not.toBeNull();
    for (const input of ['Control+k', 'Shift+k', 'F13', 'Alt+Digit1', pedalInput('hid-05f3-00ff', 1)])
      expect(whyNotTaken(input)).toBeNull();
  });
});

test('two ways to write one key are the same key', () => {
  for (const [one, other] of [
    ['[', 'BracketLeft'],
    ['f', 'F'],
    ['Shift+E', 'Shift+e'],
    ['?', 'Shift+?'],
    ['Shift+<', 'Shift+Comma'],
    ['$mod+z', 'Control+z'],
    ['KeyQ', 'q'],
  ] as const)
    expect(sameKey(one)).toBe(sameKey(other));
  expect(sameKey('f')).not.toBe(sameKey('Shift+f'));
  expect(sameKey('Digit1')).not.toBe(sameKey('Numpad1'));
});

test('pedals are named by their number and button', () => {
  const input = pedalInput('hid-05f3-00ff', 2);
  expect(pedalOf(input)).toEqual({ deviceId: 'hid-05f3-00ff', button: '2' });
  expect(inputInWords(input, ['pad-x', 'hid-05f3-00ff'])).toBe('Pedal 2 · button 2');
  expect(inputInWords('Shift+e', [])).toBe('Shift+E');
  expect(inputInWords('MediaPlayPause', [])).toBe('Media Play Pause');
});

test('nothing asks in the browser’s own boxes, which stop the page', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.tsx?$/.test(name),
  );
  const asks = files.filter(name =>
    /\b(window\.)?(alert|confirm|prompt)\(['"`]/.test(readFileSync(join('src', name), 'utf8')),
  );
  expect(asks).toEqual([]);
});
