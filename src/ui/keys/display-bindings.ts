/** Keys of how the colours are made: what the sliders and menus below the picture do. None of them can change a number. */
import { colourMaps, type Display } from '#model/display.ts';
import { words } from '#words/words.ts';
import type { House } from '../house.ts';
import type { Binding } from './bindings.ts';

const displayOf = ({ conductor }: House): Display => conductor.stores.scene.getState().display;

/** Linear light of one step of the window's ends. */
const step = 0.01;

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** As far as the sliders go; the ends never meet. */
const moveDarkEnd = (by: number) => (house: House) => {
  const { windowLow, windowHigh } = displayOf(house);
  const moved = Math.max(-0.1, Math.min(rounded(windowLow + by), rounded(windowHigh - step)));
  house.conductor.commands.setDisplay({ windowLow: moved });
};
const moveBrightEnd = (by: number) => (house: House) => {
  const { windowLow, windowHigh } = displayOf(house);
  const moved = Math.min(1.1, Math.max(rounded(windowHigh + by), rounded(windowLow + step), step));
  house.conductor.commands.setDisplay({ windowHigh: moved });
};

const curves: readonly Display['curve'][] = [
  { kind: 'linear' },
  { kind: 'log' },
  { kind: 'gamma', gamma: 0.5 },
  { kind: 'gamma', gamma: 0.7 },
  { kind: 'gamma', gamma: 1.5 },
];

function nextCurve(house: House): void {
  const now = JSON.stringify(displayOf(house).curve);
  const at = curves.findIndex(curve => JSON.stringify(curve) === now);
  const curve = curves[(at + 1) % curves.length]!;
  house.conductor.commands.setDisplay({ curve });
  house.desk.say(
    words('Curve: {curve}', { curve: curve.kind === 'gamma' ? `γ ${curve.gamma}` : words(curve.kind) }),
  );
}

function nextColours(house: House): void {
  const colourMap = colourMaps[(colourMaps.indexOf(displayOf(house).colourMap) + 1) % colourMaps.length]!;
  house.conductor.commands.setDisplay({ colourMap });
  house.desk.say(words('Colours: {colours}', { colours: words(colourMap) }));
}

const group = 'Display';

export const displayBindings: readonly Binding[] = [
  {
    id: 'display.bright-lower',
    group,
    keys: ['Shift+BracketLeft'],
    shown: 'Shift+[',
    does: 'Window, bright end lower',
    repeats: true,
    run: moveBrightEnd(-step),
  },
  {
    id: 'display.bright-higher',
    group,
    keys: ['Shift+BracketRight'],
    shown: 'Shift+]',
    does: 'Window, bright end higher',
    repeats: true,
    run: moveBrightEnd(step),
  },
  {
    id: 'display.dark-lower',
    group,
    keys: ['Alt+BracketLeft'],
    shown: 'Alt+[',
    does: 'Window, dark end lower',
    repeats: true,
    run: moveDarkEnd(-step),
  },
  {
    id: 'display.dark-higher',
    group,
    keys: ['Alt+BracketRight'],
    shown: 'Alt+]',
    does: 'Window, dark end higher',
    repeats: true,
    run: moveDarkEnd(step),
  },
  { id: 'display.curve', group, keys: ['Shift+X'], shown: 'Shift+X', does: 'Next curve', run: nextCurve },
  {
    id: 'display.colours',
    group,
    keys: ['Shift+H'],
    shown: 'Shift+H',
    does: 'Next colours',
    run: nextColours,
  },
  {
    id: 'display.clip',
    group,
    keys: ['Shift+C'],
    shown: 'Shift+C',
    does: 'Mark saturated pixels, or not',
    isToggle: true,
    run: house => house.conductor.commands.setDisplay({ saturationMark: !displayOf(house).saturationMark }),
  },
  {
    id: 'display.signed',
    group,
    keys: ['Shift+S'],
    shown: 'Shift+S',
    does: 'Signed contrast, or not',
    isToggle: true,
    run: house => house.conductor.commands.setDisplay({ signed: !displayOf(house).signed }),
  },
];
