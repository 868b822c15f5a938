/**
 * Every key, once: what is bound, what `?` shows, and what it does come from this table and nowhere else.
 * `keys` in tinykeys' notation: a `key` or `code` of the keyboard event, Shift named where it must be held.
 */
import { explain, toggleAnalysis, toggleFollowing } from '../analysis/analysis-actions.ts';
import { enterCalibration, pressInPanel } from '../calibrate/begin.ts';
import { keepStill, togglePause, toggleRecording } from '../capture/capture-actions.ts';
import { toggleCheck } from '../check/check-actions.ts';
import type { House } from '../house.ts';
import {
  changeDisplay,
  confirm,
  digit,
  letGo,
  nextShape,
  nudge,
  resize,
  zoomInMiddle,
} from './key-actions.ts';

export type Binding = {
  readonly keys: readonly string[];
  /** As printed on the keyboard. */
  readonly shown: string;
  readonly does: string;
  readonly group: 'Picture' | 'Regions' | 'Display' | 'Keep' | 'Replay' | 'Calibration' | 'Screen';
  readonly run: (house: House, event: KeyboardEvent) => void;
  /** What letting go of the key does. */
  readonly release?: (house: House) => void;
  /** Goes on while the key is held. */
  readonly repeats?: boolean;
};

const digits = ['1', '2', '3', '4', '5', '6', '7'];

/** Scene pixels of one nudge, and with Shift. */
const small = 1;
const large = 10;

const arrows = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
} as const;

const nudgeBy = (stepPx: number) => (house: House, event: KeyboardEvent) => {
  const [, direction] = Object.entries(arrows).find(([key]) => key === event.key) ?? [];
  if (direction) nudge(house, direction[0] * stepPx, direction[1] * stepPx);
};

const show = (overlayVisible: boolean) => (house: House) =>
  house.conductor.commands.setDisplay({ overlayVisible });

/** A key that presses the panel's button of that name, where there is one now. */
const inPanel = (key: string, does: string, keys: readonly string[] = [key.toLowerCase()]): Binding => ({
  group: 'Calibration',
  keys,
  shown: key,
  does,
  run: () => void pressInPanel(key),
});

export const bindings: readonly Binding[] = [
  {
    group: 'Picture',
    keys: ['Space'],
    shown: 'Space, held',
    does: 'Hide everything that is not tissue',
    run: show(false),
    release: show(true),
  },
  {
    group: 'Picture',
    keys: ['f'],
    shown: 'F',
    does: 'Freeze, or let go',
    run: ({ conductor, picture }) => conductor.commands.freeze(picture.store.getState().state !== 'frozen'),
  },
  {
    group: 'Picture',
    keys: digits.flatMap(n => [`Digit${n}`, `Numpad${n}`]),
    shown: '1 – 7',
    does: 'Mode; or the tissue, while it is asked for',
    run: (house, event) => digit(house, Number(event.code.at(-1)) - 1),
  },
  {
    group: 'Picture',
    keys: ['Digit0', 'Numpad0'],
    shown: '0',
    does: 'Whole picture',
    run: ({ conductor }) => conductor.commands.setView({ zoom: 1, centreX: 0.5, centreY: 0.5 }),
  },
  {
    group: 'Picture',
    keys: ['PageUp'],
    shown: 'Page up',
    does: 'Zoom in',
    repeats: true,
    run: house => zoomInMiddle(house, 1.25),
  },
  {
    group: 'Picture',
    keys: ['PageDown'],
    shown: 'Page down',
    does: 'Zoom out',
    repeats: true,
    run: house => zoomInMiddle(house, 0.8),
  },
  {
    group: 'Picture',
    keys: ['x'],
    shown: 'X',
    does: 'Mirror',
    run: ({ conductor }) =>
      conductor.commands.setView({ flipX: !conductor.stores.scene.getState().view.flipX }),
  },
  {
    group: 'Picture',
    keys: ['o'],
    shown: 'O',
    does: 'Turn by 90°',
    run: ({ conductor }) =>
      conductor.commands.setView({
        quarterTurns: (conductor.stores.scene.getState().view.quarterTurns + 1) % 4,
      }),
  },
  {
    group: 'Regions',
    keys: ['t'],
    shown: 'T',
    does: 'Draw a tumour',
    run: ({ desk }) => desk.takeTool('tumour'),
  },
  {
    group: 'Regions',
    keys: ['b'],
    shown: 'B',
    does: 'Draw a background',
    run: ({ desk }) => desk.takeTool('background'),
  },
  {
    group: 'Regions',
    keys: ['l'],
    shown: 'L',
    does: 'Draw a leak, which is excluded',
    run: ({ desk }) => desk.takeTool('leak'),
  },
  {
    group: 'Regions',
    keys: ['e'],
    shown: 'E',
    does: 'Draw the edge; Shift and a click traces it from white light',
    run: ({ desk }) => desk.takeTool('edge'),
  },
  {
    group: 'Regions',
    keys: ['Shift+E'],
    shown: 'Shift+E',
    does: 'Draw a cavity',
    run: ({ desk }) => desk.takeTool('cavity'),
  },
  { group: 'Regions', keys: ['c'], shown: 'C', does: 'Next shape', run: nextShape },
  {
    group: 'Regions',
    keys: ['Enter'],
    shown: 'Enter',
    does: 'Put the region in the middle, or close the polygon',
    run: confirm,
  },
  {
    group: 'Regions',
    keys: Object.keys(arrows),
    shown: '← ↑ → ↓',
    does: 'Move the selected region by a pixel',
    repeats: true,
    run: nudgeBy(small),
  },
  {
    group: 'Regions',
    keys: Object.keys(arrows).map(key => `Shift+${key}`),
    shown: 'Shift ←↑→↓',
    does: 'Move it by ten',
    repeats: true,
    run: nudgeBy(large),
  },
  {
    group: 'Regions',
    keys: [','],
    shown: ',',
    does: 'Make it smaller',
    repeats: true,
    run: house => resize(house, 1 / 1.1),
  },
  {
    group: 'Regions',
    keys: ['.'],
    shown: '.',
    does: 'Make it larger',
    repeats: true,
    run: house => resize(house, 1.1),
  },
  {
    group: 'Regions',
    keys: ['Delete', 'Backspace'],
    shown: 'Delete',
    does: 'Remove it',
    run: ({ conductor }) => {
      const { selectedId } = conductor.stores.regions.getState();
      if (selectedId) conductor.commands.removeRegion(selectedId);
    },
  },
  {
    group: 'Regions',
    keys: ['Shift+M'],
    shown: 'Shift+M',
    does: 'Regions follow the tissue, or stay',
    run: toggleFollowing,
  },
  {
    group: 'Regions',
    keys: ['z', '$mod+z'],
    shown: 'Z',
    does: 'Undo',
    run: ({ conductor }) => conductor.commands.undo(),
  },
  {
    group: 'Display',
    keys: ['[', 'BracketLeft'],
    shown: '[',
    does: 'Lower threshold',
    repeats: true,
    run: house => changeDisplay(house, 'thresholdShare', -0.01),
  },
  {
    group: 'Display',
    keys: [']', 'BracketRight'],
    shown: ']',
    does: 'Higher threshold',
    repeats: true,
    run: house => changeDisplay(house, 'thresholdShare', 0.01),
  },
  {
    group: 'Display',
    keys: ['-', 'Minus'],
    shown: '−',
    does: 'Less opacity',
    repeats: true,
    run: house => changeDisplay(house, 'opacity', -0.05),
  },
  {
    group: 'Display',
    keys: ['=', 'Equal'],
    shown: '=',
    does: 'More opacity',
    repeats: true,
    run: house => changeDisplay(house, 'opacity', 0.05),
  },
  { group: 'Display', keys: ['m'], shown: 'M', does: 'Iso-lines', run: ({ desk }) => desk.open('margins') },
  { group: 'Keep', keys: ['s'], shown: 'S', does: 'Keep a still', run: house => void keepStill(house) },
  { group: 'Keep', keys: ['r'], shown: 'R', does: 'Record, or stop', run: toggleRecording },
  {
    group: 'Keep',
    keys: ['Shift+R'],
    shown: 'Shift+R',
    does: 'Pause the recording, or go on',
    run: togglePause,
  },
  {
    group: 'Keep',
    keys: ['Shift+N'],
    shown: 'Shift+N',
    does: 'Mark a moment of the recording',
    run: ({ desk }) => desk.open('marks'),
  },
  {
    group: 'Replay',
    keys: ['p'],
    shown: 'P',
    does: 'Play, or pause',
    run: ({ conductor }) => {
      const { playhead } = conductor.stores.feed.getState();
      if (playhead?.isPlaying) conductor.commands.pause();
      else if (playhead) conductor.commands.play(playhead.speed);
    },
  },
  {
    group: 'Calibration',
    keys: ['q'],
    shown: 'Q',
    does: 'Calibrate, or resume; Enter reads, Esc stops, then leaves',
    run: enterCalibration,
  },
  inPanel('A', 'Accept; at the end, keep and use'),
  inPanel('V', 'Next step'),
  inPanel('U', 'Step back'),
  inPanel('W', 'Skip the step'),
  inPanel('H', 'The chart, full screen'),
  inPanel('Shift+Q', 'Discard the calibration, or keep it after all', ['Shift+Q']),
  {
    group: 'Screen',
    keys: ['g'],
    shown: 'G',
    does: 'Big numbers',
    run: ({ desk }) => desk.store.setState(({ bigNumbers }) => ({ bigNumbers: !bigNumbers })),
  },
  {
    group: 'Screen',
    keys: ['y'],
    shown: 'Y',
    does: 'Analysis: signal, margin, rim, peaks, residual, curves',
    run: toggleAnalysis,
  },
  {
    group: 'Screen',
    keys: ['Shift+Y'],
    shown: 'Shift+Y',
    does: 'Start-of-day check; Enter reads, A keeps, Esc stops, then leaves',
    run: toggleCheck,
  },
  {
    group: 'Screen',
    keys: ['d'],
    shown: 'D',
    does: 'What each figure is',
    run: explain,
  },
  {
    group: 'Screen',
    keys: ['Shift+D'],
    shown: 'Shift+D',
    does: 'Theatre displays',
    run: ({ desk }) => desk.open('displays'),
  },
  { group: 'Screen', keys: ['n'], shown: 'N', does: 'Sources', run: ({ desk }) => desk.open('feeds') },
  {
    group: 'Screen',
    keys: ['Shift+B'],
    shown: 'Shift+B',
    does: 'Blinded reading of stills',
    run: ({ desk }) => desk.open('reading'),
  },
  { group: 'Screen', keys: ['i'], shown: 'I', does: 'Library', run: ({ desk }) => desk.open('library') },
  {
    group: 'Screen',
    keys: ['Shift+?', '?'],
    shown: '?',
    does: 'All keys',
    run: ({ desk }) => desk.open('keys'),
  },
  {
    group: 'Screen',
    keys: ['Escape'],
    shown: 'Esc',
    does: 'Let go; close what is open',
    run: letGo,
  },
];
