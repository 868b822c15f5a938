/**
 * Every key, once: what is bound, what `?` shows, and what it does come from this table and nowhere else.
 * `keys` in tinykeys' notation: a `key` or `code` of the keyboard event, Shift named where it must be held.
 */

import { modes } from '#model/display.ts';
import { explain, toggleAnalysis, toggleFollowing } from '../analysis/analysis-actions.ts';
import { enterCalibration, pressInPanel } from '../calibrate/begin.ts';
import { keepStill, togglePause, toggleRecording } from '../capture/capture-actions.ts';
import { toggleCheck } from '../check/check-actions.ts';
import { modeNames } from '../controls/mode-names.ts';
import { undoLast } from '../hands/undo.ts';
import type { House } from '../house.ts';
import { beginTour, connectCamera, lookAtPhantom, openRecording } from '../welcome/doors.ts';
import { displayBindings } from './display-bindings.ts';
import {
  changeDisplay,
  confirm,
  digit,
  dismissProblem,
  letGo,
  nextShape,
  nextStation,
  nudge,
  resize,
  toggleReference,
  zoomInMiddle,
} from './key-actions.ts';

export type Binding = {
  /** Never changes: a user's own keys are kept under it. */
  readonly id: string;
  /** The first keys; the user's own take their place. */
  readonly keys: readonly string[];
  /** The first keys as printed on the keyboard. */
  readonly shown: string;
  /** English; hand it to `words`. */
  readonly does: string;
  readonly group: 'Picture' | 'Regions' | 'Display' | 'Keep' | 'Replay' | 'Calibration' | 'Screen';
  readonly run: (house: House) => void;
  /** What letting go of the key does. */
  readonly release?: (house: House) => void;
  /** Goes on while the key is held. */
  readonly repeats?: boolean;
  /** Goes back and forth, so a bouncing contact must not press it twice: three times a second at most. */
  readonly isToggle?: boolean;
  /** Works in an open sheet too, where keys otherwise belong to the sheet. */
  readonly inSheets?: boolean;
  /** The first keys stay whatever the user adds. */
  readonly isFixed?: boolean;
};

/** Scene pixels of one nudge, and with Shift. */
const small = 1;
const large = 10;

const arrows = [
  { to: 'left', arrow: '←', key: 'ArrowLeft', x: -1, y: 0 },
  { to: 'right', arrow: '→', key: 'ArrowRight', x: 1, y: 0 },
  { to: 'up', arrow: '↑', key: 'ArrowUp', x: 0, y: -1 },
  { to: 'down', arrow: '↓', key: 'ArrowDown', x: 0, y: 1 },
] as const;

const nudges: readonly Binding[] = arrows.flatMap(({ to, arrow, key, x, y }): readonly Binding[] => [
  {
    id: `regions.${to}`,
    group: 'Regions',
    keys: [key],
    shown: arrow,
    does: `Move the selected region by a pixel ${arrow}`,
    repeats: true,
    run: house => nudge(house, x * small, y * small),
  },
  {
    id: `regions.${to}-by-ten`,
    group: 'Regions',
    keys: [`Shift+${key}`],
    shown: `Shift+${arrow}`,
    does: `Move it by ten ${arrow}`,
    repeats: true,
    run: house => nudge(house, x * large, y * large),
  },
]);

/** The key of a mode answers with a tissue while it is asked for. */
const modeKeys: readonly Binding[] = modes.map((mode, index) => ({
  id: `picture.mode-${mode}`,
  group: 'Picture',
  keys: [`Digit${index + 1}`, `Numpad${index + 1}`],
  shown: String(index + 1),
  does: `Mode: ${modeNames[mode][1]}`,
  run: house => digit(house, index),
}));

const show = (overlayVisible: boolean) => (house: House) =>
  house.conductor.commands.setDisplay({ overlayVisible });

/** A key that presses the panel's button of that name, where there is one now. */
const inPanel = (key: string, does: string, keys: readonly string[] = [key.toLowerCase()]): Binding => ({
  id: `calibration.panel-${key.toLowerCase()}`,
  group: 'Calibration',
  keys,
  shown: key,
  does,
  run: () => void pressInPanel(key),
});

export const bindings: readonly Binding[] = [
  {
    id: 'picture.hide-overlay',
    group: 'Picture',
    keys: ['Space'],
    shown: 'Space, held',
    does: 'Hide everything that is not tissue',
    run: show(false),
    release: show(true),
  },
  {
    id: 'picture.freeze',
    group: 'Picture',
    isToggle: true,
    keys: ['f'],
    shown: 'F',
    does: 'Freeze, or let go',
    run: ({ conductor, picture }) => conductor.commands.freeze(picture.store.getState().state !== 'frozen'),
  },
  ...modeKeys,
  {
    id: 'picture.whole',
    group: 'Picture',
    keys: ['Digit0', 'Numpad0'],
    shown: '0',
    does: 'Whole picture',
    run: ({ conductor }) => conductor.commands.setView({ zoom: 1, centreX: 0.5, centreY: 0.5 }),
  },
  {
    id: 'picture.zoom-in',
    group: 'Picture',
    keys: ['PageUp'],
    shown: 'Page up',
    does: 'Zoom in',
    repeats: true,
    run: house => zoomInMiddle(house, 1.25),
  },
  {
    id: 'picture.zoom-out',
    group: 'Picture',
    keys: ['PageDown'],
    shown: 'Page down',
    does: 'Zoom out',
    repeats: true,
    run: house => zoomInMiddle(house, 0.8),
  },
  {
    id: 'picture.mirror',
    group: 'Picture',
    isToggle: true,
    keys: ['x'],
    shown: 'X',
    does: 'Mirror',
    run: ({ conductor }) =>
      conductor.commands.setView({ flipX: !conductor.stores.scene.getState().view.flipX }),
  },
  {
    id: 'picture.turn',
    group: 'Picture',
    isToggle: true,
    keys: ['o'],
    shown: 'O',
    does: 'Turn by 90°',
    run: ({ conductor }) =>
      conductor.commands.setView({
        quarterTurns: (conductor.stores.scene.getState().view.quarterTurns + 1) % 4,
      }),
  },
  {
    id: 'regions.tumour',
    group: 'Regions',
    keys: ['t'],
    shown: 'T',
    does: 'Draw a tumour',
    run: ({ desk }) => desk.takeTool('tumour'),
  },
  {
    id: 'regions.background',
    group: 'Regions',
    keys: ['b'],
    shown: 'B',
    does: 'Draw a background',
    run: ({ desk }) => desk.takeTool('background'),
  },
  {
    id: 'regions.leak',
    group: 'Regions',
    keys: ['l'],
    shown: 'L',
    does: 'Draw a leak, which is excluded',
    run: ({ desk }) => desk.takeTool('leak'),
  },
  {
    id: 'regions.edge',
    group: 'Regions',
    keys: ['e'],
    shown: 'E',
    does: 'Draw the edge; Shift and a click traces it from white light',
    run: ({ desk }) => desk.takeTool('edge'),
  },
  {
    id: 'regions.trace-edge',
    group: 'Regions',
    keys: ['Shift+W'],
    shown: 'Shift+W',
    does: 'Trace the edge from white light with the next click',
    run: ({ desk }) => desk.traceEdge(),
  },
  {
    id: 'regions.cavity',
    group: 'Regions',
    keys: ['Shift+E'],
    shown: 'Shift+E',
    does: 'Draw a cavity',
    run: ({ desk }) => desk.takeTool('cavity'),
  },
  { id: 'regions.next-shape', group: 'Regions', keys: ['c'], shown: 'C', does: 'Next shape', run: nextShape },
  {
    id: 'regions.confirm',
    group: 'Regions',
    keys: ['Enter'],
    shown: 'Enter',
    does: 'Put the region in the middle, or close the polygon',
    run: confirm,
  },
  ...nudges,
  {
    id: 'regions.smaller',
    group: 'Regions',
    keys: [','],
    shown: ',',
    does: 'Make it smaller',
    repeats: true,
    run: house => resize(house, 1 / 1.1),
  },
  {
    id: 'regions.larger',
    group: 'Regions',
    keys: ['.'],
    shown: '.',
    does: 'Make it larger',
    repeats: true,
    run: house => resize(house, 1.1),
  },
  {
    id: 'regions.remove',
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
    id: 'regions.reference',
    group: 'Regions',
    keys: ['Shift+J'],
    shown: 'Shift+J',
    does: 'Call the selected region 100 %, or not',
    run: toggleReference,
  },
  {
    id: 'regions.follow',
    group: 'Regions',
    isToggle: true,
    keys: ['Shift+M'],
    shown: 'Shift+M',
    does: 'Regions follow the tissue, or stay',
    run: toggleFollowing,
  },
  {
    id: 'regions.undo',
    group: 'Regions',
    keys: ['z', '$mod+z'],
    shown: 'Z',
    does: 'Undo',
    inSheets: true,
    run: undoLast,
  },
  {
    id: 'display.threshold-lower',
    group: 'Display',
    keys: ['[', 'BracketLeft'],
    shown: '[',
    does: 'Lower threshold',
    repeats: true,
    run: house => changeDisplay(house, 'thresholdShare', -0.01),
  },
  {
    id: 'display.threshold-higher',
    group: 'Display',
    keys: [']', 'BracketRight'],
    shown: ']',
    does: 'Higher threshold',
    repeats: true,
    run: house => changeDisplay(house, 'thresholdShare', 0.01),
  },
  {
    id: 'display.opacity-less',
    group: 'Display',
    keys: ['-', 'Minus'],
    shown: '−',
    does: 'Less opacity',
    repeats: true,
    run: house => changeDisplay(house, 'opacity', -0.05),
  },
  {
    id: 'display.opacity-more',
    group: 'Display',
    keys: ['=', 'Equal'],
    shown: '=',
    does: 'More opacity',
    repeats: true,
    run: house => changeDisplay(house, 'opacity', 0.05),
  },
  {
    id: 'display.iso-lines',
    group: 'Display',
    keys: ['m'],
    shown: 'M',
    does: 'Iso-lines',
    run: ({ desk }) => desk.open('margins'),
  },
  ...displayBindings,
  {
    id: 'keep.still',
    group: 'Keep',
    isToggle: true,
    keys: ['s'],
    shown: 'S',
    does: 'Keep a still',
    run: house => void keepStill(house),
  },
  {
    id: 'keep.record',
    group: 'Keep',
    isToggle: true,
    keys: ['r'],
    shown: 'R',
    does: 'Record, or stop',
    run: toggleRecording,
  },
  {
    id: 'keep.pause',
    group: 'Keep',
    isToggle: true,
    keys: ['Shift+R'],
    shown: 'Shift+R',
    does: 'Pause the recording, or go on',
    run: togglePause,
  },
  {
    id: 'keep.mark',
    group: 'Keep',
    keys: ['Shift+N'],
    shown: 'Shift+N',
    does: 'Mark a moment of the recording',
    run: ({ desk }) => desk.open('marks'),
  },
  {
    id: 'replay.play-or-pause',
    group: 'Replay',
    isToggle: true,
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
    id: 'calibration.begin',
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
  inPanel('Shift+Q', 'Discard the calibration; Undo takes it back', ['Shift+Q']),
  {
    id: 'screen.big-numbers',
    group: 'Screen',
    isToggle: true,
    keys: ['g'],
    shown: 'G',
    does: 'Big numbers',
    run: ({ desk }) => desk.store.setState(({ bigNumbers }) => ({ bigNumbers: !bigNumbers })),
  },
  {
    id: 'screen.analysis',
    group: 'Screen',
    isToggle: true,
    keys: ['y'],
    shown: 'Y',
    does: 'Analysis: signal, margin, rim, peaks, residual, curves',
    run: toggleAnalysis,
  },
  {
    id: 'screen.check',
    group: 'Screen',
    isToggle: true,
    keys: ['Shift+Y'],
    shown: 'Shift+Y',
    does: 'Start-of-day check; Enter reads, A keeps, Esc stops, then leaves',
    run: toggleCheck,
  },
  {
    id: 'screen.definitions',
    group: 'Screen',
    keys: ['d'],
    shown: 'D',
    does: 'What each figure is',
    run: explain,
  },
  {
    id: 'screen.displays',
    group: 'Screen',
    keys: ['Shift+D'],
    shown: 'Shift+D',
    does: 'Theatre displays',
    run: ({ desk }) => desk.open('displays'),
  },
  {
    id: 'screen.stability',
    group: 'Screen',
    keys: ['Shift+K'],
    shown: 'Shift+K',
    does: 'Stability log: frame age, lost frames, gain, ambient light',
    run: ({ desk }) => desk.open('stability'),
  },
  {
    id: 'screen.sources',
    group: 'Screen',
    keys: ['n'],
    shown: 'N',
    does: 'Sources',
    run: ({ desk }) => desk.open('feeds'),
  },
  {
    id: 'start.phantom',
    group: 'Screen',
    keys: ['Shift+Digit1'],
    shown: 'Shift+1',
    does: 'Look at the phantom',
    run: lookAtPhantom,
  },
  {
    id: 'start.camera',
    group: 'Screen',
    keys: ['Shift+Digit2'],
    shown: 'Shift+2',
    does: 'Connect a camera',
    run: connectCamera,
  },
  {
    id: 'start.recording',
    group: 'Screen',
    keys: ['Shift+Digit3'],
    shown: 'Shift+3',
    does: 'Open a recording',
    run: openRecording,
  },
  {
    id: 'start.tour',
    group: 'Screen',
    keys: ['Shift+Digit4'],
    shown: 'Shift+4',
    does: 'Guided tour on the phantom',
    run: beginTour,
  },
  {
    id: 'screen.reading',
    group: 'Screen',
    keys: ['Shift+B'],
    shown: 'Shift+B',
    does: 'Blinded reading of stills',
    run: ({ desk }) => desk.open('reading'),
  },
  {
    id: 'screen.library',
    group: 'Screen',
    keys: ['i'],
    shown: 'I',
    does: 'Library',
    run: ({ desk }) => desk.open('library'),
  },
  {
    id: 'screen.about',
    group: 'Screen',
    keys: ['Shift+Digit5'],
    shown: 'Shift+5',
    does: 'About: version, language, what lies on this device',
    run: ({ desk }) => desk.open('about'),
  },
  {
    id: 'screen.keys',
    group: 'Screen',
    keys: ['Shift+?', '?'],
    shown: '?',
    does: 'All keys',
    run: ({ desk }) => desk.open('keys'),
  },
  {
    id: 'screen.lock',
    group: 'Screen',
    keys: ['Shift+L'],
    shown: 'Shift+L',
    does: 'Lock against touch; held, unlock',
    isToggle: true,
    inSheets: true,
    run: ({ hands }) => hands.lock.hold(),
    release: ({ hands }) => hands.lock.letGo(),
  },
  {
    id: 'screen.case',
    group: 'Screen',
    keys: ['Shift+P'],
    shown: 'Shift+P',
    does: 'Case',
    run: ({ desk }) => desk.open('case'),
  },
  {
    id: 'screen.station',
    group: 'Screen',
    keys: ['Shift+G'],
    shown: 'Shift+G',
    does: 'Next station',
    run: nextStation,
  },
  {
    id: 'screen.profile',
    group: 'Screen',
    keys: ['Shift+U'],
    shown: 'Shift+U',
    does: 'Calibrations that are kept',
    run: ({ desk }) => desk.open('profile'),
  },
  {
    id: 'screen.pairs',
    group: 'Screen',
    keys: ['Shift+F'],
    shown: 'Shift+F',
    does: 'All pairs and regions',
    run: ({ desk }) => desk.open('pairs'),
  },
  {
    id: 'screen.retry',
    group: 'Screen',
    keys: ['Shift+O'],
    shown: 'Shift+O',
    does: 'Open the source again',
    run: ({ conductor }) => void conductor.commands.retry(),
  },
  {
    id: 'screen.dismiss',
    group: 'Screen',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    shown: 'Shift+Delete',
    does: 'Dismiss the first problem',
    run: dismissProblem,
  },
  {
    id: 'screen.let-go',
    isFixed: true,
    group: 'Screen',
    keys: ['Escape'],
    shown: 'Esc',
    does: 'Let go; close what is open',
    run: letGo,
  },
];
