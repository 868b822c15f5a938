/**
 * What can be pressed, as text: a key in tinykeys' notation (`f`, `Shift+e`, `F13`), or a pedal's button (`pedal:hid-05f3-00ff:1`). Pure.
 */
import { words } from '#words/words.ts';

/** A pedal's button. `deviceId` without colons. */
export const pedalInput = (deviceId: string, button: number): string => `pedal:${deviceId}:${button}`;

/** Device and button of a pedal's input; null for a key. */
export function pedalOf(input: string): { deviceId: string; button: string } | null {
  const [kind, deviceId, button] = input.split(':');
  return kind === 'pedal' && deviceId && button ? { deviceId, button } : null;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

/** Keys that only change others. */
const modifiers = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
]);

/** What a press is called when it is learnt; null for modifiers alone and keys without a name. */
export function inputOf({ key, code, ctrlKey, altKey, metaKey, shiftKey }: Pressed): string | null {
  if (modifiers.has(key) || key === 'Dead' || (key === 'Unidentified' && !code)) return null;
  // The letter printed on the key; where there is none (other scripts, digits with Shift, Alt on a Mac), the key's place.
  const hasName = /^[\x21-\x7e]$/.test(key) && !altKey && !/^(Digit|Numpad)/.test(code);
  const base = hasName ? (/^[A-Z]$/.test(key) ? key.toLowerCase() : key) : code || key;
  const held = [
    ctrlKey && 'Control',
    altKey && 'Alt',
    metaKey && 'Meta',
    shiftKey && key !== 'Shift' && 'Shift',
  ];
  return [...held.filter(Boolean), base].join('+');
}

const places: Readonly<Record<string, string>> = {
  '[': 'bracketleft',
  ']': 'bracketright',
  '-': 'minus',
  '=': 'equal',
  ',': 'comma',
  '.': 'period',
  '<': 'comma',
  '>': 'period',
  '{': 'bracketleft',
  '}': 'bracketright',
  '/': 'slash',
  '?': 'slash',
  '`': 'backquote',
  '\\': 'backslash',
  ';': 'semicolon',
  "'": 'quote',
  ' ': 'space',
};

/** One name for each key, however it is written: two inputs are the same key where these are equal. */
export function sameKey(input: string): string {
  if (pedalOf(input)) return input;
  const parts = input.replace('$mod', 'Control').split(/\b\+/);
  const key = parts.pop() ?? '';
  const place = places[key] ?? key.toLowerCase();
  const isShifted = '<>{}?'.includes(key);
  const held = new Set(parts.map(part => part.toLowerCase()));
  if (isShifted) held.add('shift');
  return [...[...held].sort(), place.replace(/^key(?=[a-z]$)/, '')].join('+');
}

const browsers = new Set(
  ['control', 'meta'].flatMap(held =>
    ['w', 't', 'n', 'r', 'q'].flatMap(key => [`${held}+${key}`, `${held}+shift+${key}`]),
  ),
);
for (const key of ['f5', 'f11', 'f12', 'alt+f4', 'control+f5', 'shift+f5']) browsers.add(key);

/** Why an input cannot be anybody's; null where it can. English; hand it to `words`. */
export function whyNotTaken(input: string): string | null {
  const key = sameKey(input);
  if (/(^|\+)(escape|tab)$/.test(key)) return 'Esc and Tab stay what they are.';
  return browsers.has(key) ? 'The browser keeps this key for itself.' : null;
}

const printed: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page up',
  PageDown: 'Page down',
  Control: 'Ctrl',
};

/** As printed on the keyboard. `pedalIds`: pedals in the order of their numbers. */
export function inputInWords(input: string, pedalIds: readonly string[]): string {
  const pedal = pedalOf(input);
  if (pedal)
    return words('Pedal {number} · button {button}', {
      number: pedalIds.indexOf(pedal.deviceId) + 1 || '?',
      button: pedal.button,
    });
  return input
    .split(/\b\+/)
    .map(part => {
      const short = part.replace(/^(Digit|Key)(?=.$)/, '').replace(/^Numpad(?=.)/, 'Numpad ');
      const named = printed[part];
      return named ? words(named) : short.length === 1 ? short.toUpperCase() : spaced(short);
    })
    .join('+');
}

/** As ARIA names keys (`Shift+Q`, `ArrowLeft`); null for pedals, which it knows nothing of. */
export function inputForReaders(input: string): string | null {
  if (pedalOf(input)) return null;
  return input
    .replace('$mod', 'Control')
    .split(/\b\+/)
    .map(part => part.replace(/^(Digit|Key|Numpad)(?=.$)/, ''))
    .map(part => (part.length === 1 ? part.toUpperCase() : part))
    .join('+');
}

/** `MediaPlayPause` to `Media Play Pause`; `F13` as it is. */
const spaced = (code: string): string => code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
