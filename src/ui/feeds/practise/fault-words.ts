/** What each fault of the simulated camera is called, what it is in a theatre, and what to look for on the screen. English; `words` where shown. */
import type { PhantomFault } from '#model/phantom.ts';

/** `name` stands in “PRACTICE: {fault}”; `is`: what happens; `look`: what the viewer should do about it. */
export type FaultWords = { readonly name: string; readonly is: string; readonly look: string };

export const faultWords: Readonly<Record<PhantomFault, FaultWords>> = {
  'late-frames': {
    name: 'late frames',
    is: 'A congested link: each frame comes a third of a second late, and few come.',
    look: 'The age of the picture stands on it. Numbers stay while it is younger than half a second.',
  },
  frozen: {
    name: 'frozen picture',
    is: 'The tower repeats one frame for ever; its clock goes on.',
    look: 'After a second a veil covers the picture and numbers are withheld.',
  },
  'repeated-frames': {
    name: 'repeated frames',
    is: 'Each frame is sent four times: a quarter of the frame rate in disguise.',
    look: 'A caution. Motion is coarser than the frame rate says.',
  },
  'torn-frames': {
    name: 'torn frames',
    is: 'The lower part of each frame is from an earlier one, as with a capture card that cannot keep up.',
    look: 'Numbers are withheld: two moments are in one picture.',
  },
  'out-of-order': {
    name: 'frames out of order',
    is: 'Frames come in pairs with the later one first.',
    look: 'A caution. An older frame is never drawn over a newer one.',
  },
  'wrong-size': {
    name: 'another picture size',
    is: 'The tower switches to half its size while it runs.',
    look: 'Numbers are withheld: regions and calibration belong to the size before.',
  },
  'channels-swapped': {
    name: 'channels swapped',
    is: 'White light comes where NIR should be, and NIR where white light should be.',
    look: 'Numbers are withheld: they would be read from white light.',
  },
  black: {
    name: 'black picture',
    is: 'The tower sends black, as without its camera head.',
    look: 'The picture is black because there is none, and the screen says so. Numbers are withheld.',
  },
  'lens-covered': {
    name: 'lens covered',
    is: 'A drape or a glove lies over the lens: dim, smooth, without NIR.',
    look: 'Darkness here is not tissue without dye. Numbers are withheld.',
  },
  saturated: {
    name: 'saturated NIR',
    is: 'Far too much gain: most of NIR stands at white.',
    look: 'Numbers are withheld: clipped light has no ratio.',
  },
  'gain-jump': {
    name: 'gain jump',
    is: 'NIR becomes twice as bright at once, as when automatic gain steps.',
    look: 'A caution. Ratios within one picture hold; comparisons over time do not.',
  },
  'white-balance-jump': {
    name: 'white-balance jump',
    is: 'White light becomes warmer at once. NIR stays.',
    look: 'A caution. Colours before and after cannot be compared.',
  },
  'ambient-light': {
    name: 'room light in NIR',
    is: 'Lamps of the theatre add the same NIR light everywhere.',
    look: 'A caution. The ratio falls though the tissue did not change: switch the lamps off.',
  },
  'excitation-off': {
    name: 'excitation off',
    is: 'The laser is off: NIR holds only dark and noise.',
    look: 'No fluorescence here does not mean no tumour. Numbers are withheld.',
  },
  'specular-flood': {
    name: 'glare over the field',
    is: 'Fluid or a shiny surface throws large highlights over about half of the field.',
    look: 'Numbers are withheld: swab the field, or tilt the camera.',
  },
  misregistered: {
    name: 'NIR beside white light',
    is: 'A bumped camera head: NIR lies twelve pixels beside where the calibration says.',
    look: 'A caution with the shift. Contours are drawn beside the tissue that they belong to.',
  },
  'out-of-focus': {
    name: 'out of focus',
    is: 'The camera is outside its working distance: both channels are blurred.',
    look: 'A caution. Small and thin structures lose light to what is beside them.',
  },
  'fast-motion': {
    name: 'fast motion',
    is: 'The camera sweeps over the field.',
    look: 'Numbers are withheld: regions do not lie on their tissue.',
  },
  unplugged: {
    name: 'camera unplugged',
    is: 'The cable is out. It goes back in when the practice ends.',
    look: 'NO SIGNAL with its age, and no numbers. The picture returns by itself.',
  },
};

/** Faults by what a person would check first. */
export const faultGroups: readonly {
  readonly title: string;
  readonly faults: readonly PhantomFault[];
}[] = [
  {
    title: 'Cable and tower',
    faults: [
      'unplugged',
      'frozen',
      'late-frames',
      'repeated-frames',
      'torn-frames',
      'out-of-order',
      'wrong-size',
      'channels-swapped',
      'black',
    ],
  },
  {
    title: 'Light and gain',
    faults: ['excitation-off', 'ambient-light', 'saturated', 'gain-jump', 'white-balance-jump'],
  },
  {
    title: 'Lens and field',
    faults: ['lens-covered', 'out-of-focus', 'misregistered', 'fast-motion', 'specular-flood'],
  },
];
