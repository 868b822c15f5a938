/** The steps of the guided tour: what each says, how it is known to be done, and how it is done for who asks. */
import type { Conductor } from '#conductor/api.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import type { RegionRole } from '#model/region.ts';
import { words } from '#words/words.ts';
import type { Desk, SheetName } from '../desk.ts';

/** What the tour reaches. `phantom`: the one that it is about; its nodule is the tumour. */
export type TourRoom = {
  readonly conductor: Conductor;
  readonly desk: Desk;
  readonly phantom: PhantomSpec | null;
};

/** The phantom of the tour; `console.ts` opens it first, too. */
export const tourPhantom = 'sarcoma-bed';

export type TourStep = {
  readonly id: string;
  /** Functions: the language may change meanwhile. */
  readonly title: () => string;
  readonly text: () => string;
  /** What to do now; the function's keys, by their binding, stand for `{key}`. */
  readonly task?: (key: string) => string;
  readonly binding?: string;
  /** Asked anew whenever something changed; what stood when the step began is held inside. Absent: the step is read. */
  readonly watch?: (room: TourRoom) => () => boolean;
  readonly showMe?: (room: TourRoom) => void;
  /** On the button that does it; “Show me” where absent. */
  readonly showMeSays?: () => string;
};

const countOf = ({ conductor }: TourRoom, role: RegionRole): number =>
  conductor.stores.regions.getState().regions.filter(region => region.role === role).length;

/** One more region of this role than there was. */
const watchRegion = (role: RegionRole) => (room: TourRoom) => {
  const before = countOf(room, role);
  return () => countOf(room, role) > before;
};

/** The sheet was opened, and is closed again: only then are picture and card in sight. */
const watchSheet = (name: SheetName) => (room: TourRoom) => {
  let wasOpen = false;
  return () => {
    const { sheet } = room.desk.store.getState();
    wasOpen ||= sheet === name;
    return wasOpen && sheet === null;
  };
};

/** A circle at these shares of the scene; the radius is a share of its width. */
function putCircle(
  { conductor, desk }: TourRoom,
  role: 'tumour' | 'background',
  circle: { readonly x: number; readonly y: number; readonly radius: number },
): void {
  const { scene } = conductor.stores.scene.getState();
  if (!scene) return;
  conductor.commands.addRegion({
    role,
    tissue: role === 'background' ? 'muscle' : null,
    shape: {
      kind: 'circle',
      centre: { x: circle.x * scene.widthPx, y: circle.y * scene.heightPx },
      radiusPx: circle.radius * scene.widthPx,
    },
  });
  desk.letGo();
}

/** Long enough to see that the lines went. */
const shownHiddenMs = 1500;

const tbrIsWithheld = ({ conductor }: TourRoom): boolean => {
  const { measurement } = conductor.stores.readout.getState();
  return !measurement?.pairs.some(pair => 'value' in pair.tbr);
};

export const tourSteps: readonly TourStep[] = [
  {
    id: 'light',
    title: () => words('White light and fluorescence'),
    text: () =>
      words(
        'On the left is white light: tissue as the eye sees it. On the right fluorescence of a dye is laid over it, from near-infrared light that the eye cannot see. Bright is dye, not proof of tumour; dark does not mean no tumour.',
      ),
  },
  {
    id: 'hide',
    title: () => words('Only tissue'),
    text: () =>
      words(
        'Whatever is laid over tissue can hide something. One key takes all of it away while it is held.',
      ),
    task: key => words('Hold {key}, then let go.', { key }),
    binding: 'picture.hide-overlay',
    watch({ conductor }) {
      let wasHidden = false;
      return () => {
        const { overlayVisible } = conductor.stores.scene.getState().display;
        wasHidden ||= !overlayVisible;
        return wasHidden && overlayVisible;
      };
    },
    showMe({ conductor }) {
      conductor.commands.setDisplay({ overlayVisible: false });
      setTimeout(() => conductor.commands.setDisplay({ overlayVisible: true }), shownHiddenMs);
    },
  },
  {
    id: 'tumour',
    title: () => words('A tumour region'),
    text: () =>
      words(
        'Numbers are read inside regions that you draw. Here the bright spot left of the middle stands for tumour.',
      ),
    task: key =>
      words('Press {key} and drag a circle over the spot; or press Enter, and move it with the arrows.', {
        key,
      }),
    binding: 'regions.tumour',
    watch: watchRegion('tumour'),
    showMe(room) {
      const nodule = room.phantom?.nir.nodule;
      if (nodule) putCircle(room, 'tumour', { ...nodule, radius: nodule.radius * 0.7 });
    },
  },
  {
    id: 'background',
    title: () => words('A background'),
    text: () =>
      words(
        'A ratio needs something to compare with: normal tissue nearby, and which tissue it is. The choice of background alone can move the ratio fivefold.',
      ),
    task: key =>
      words('Press {key}, choose muscle, and drag a circle beside the spot; or press Enter, and move it.', {
        key,
      }),
    binding: 'regions.background',
    watch: watchRegion('background'),
    showMe: room => putCircle(room, 'background', { x: 0.2, y: 0.62, radius: 0.047 }),
  },
  {
    id: 'tbr',
    title: () => words('The number'),
    text: () =>
      words(
        'TBR is the mean light of the tumour over that of the background. ± says how unsure it is (k = 2), and under it stands the background it refers to. Every number says what it is when it is pressed.',
      ),
    task: key => words('Press TBR, or {key}, read, and close it.', { key }),
    binding: 'screen.definitions',
    watch: watchSheet('figures'),
    showMe: ({ desk }) => desk.explain('tbr'),
  },
  {
    id: 'calibration',
    title: () => words('How far to trust it'),
    text: () =>
      words(
        'A camera sends codes, not light. Until its curve, dark and field were measured, ratios are called relative, uncalibrated: a TBR of 2 on the screen may be 5 in the tissue. What the strip on top says goes for every number.',
      ),
    task: key => words('Press the calibration in the strip, or {key}, and close it.', { key }),
    binding: 'screen.profile',
    watch: watchSheet('profile'),
    showMe: ({ desk }) => desk.open('profile'),
  },
  {
    id: 'line',
    title: () => words('A threshold line'),
    text: () =>
      words(
        'A line can be drawn where light is a multiple of the background. Thresholds come from studies, each with its dye and timing; none is validated here, and a line is not a margin of disease.',
      ),
    task: key => words('Press {key}, switch a line on, and close it.', { key }),
    binding: 'display.iso-lines',
    watch({ conductor, desk }) {
      const before = conductor.stores.scene.getState().display.thresholds;
      return () => {
        const { thresholds } = conductor.stores.scene.getState().display;
        return thresholds.length > 0 && thresholds !== before && desk.store.getState().sheet === null;
      };
    },
    showMe: ({ conductor }) => conductor.commands.setDisplay({ thresholds: [2.5] }),
  },
  {
    id: 'fault',
    title: () => words('When something is wrong'),
    text: () =>
      words(
        'A covered lens, a frozen picture, a laser that is off: the viewer looks for what could mislead, says it, and withholds the numbers.',
      ),
    task: () => words('Cover the lens of the phantom with the button.'),
    watch: room => () => room.conductor.stores.feed.getState().fault !== null && tbrIsWithheld(room),
    showMe: ({ conductor }) => conductor.commands.provoke('lens-covered'),
    showMeSays: () => words('Cover the lens'),
  },
  {
    id: 'fault-over',
    title: () => words('No number is better than a wrong one'),
    text: () =>
      words(
        'A dash stands where the number stood, with the reason under it. Other faults are practised under Source, Simulated, Practise.',
      ),
    task: () => words('End the practice.'),
    watch: room => () => room.conductor.stores.feed.getState().fault === null,
    showMe: ({ conductor }) => conductor.commands.provoke(null),
    showMeSays: () => words('End practice'),
  },
  {
    id: 'still',
    title: () => words('Keep a still'),
    text: () =>
      words(
        'A still keeps the picture with and without overlay, the camera’s own codes, the regions and every number with its definition, on this device only.',
      ),
    task: key => words('Press {key}.', { key }),
    binding: 'keep.still',
    watch({ conductor }) {
      const before = conductor.stores.library.getState().stills.length;
      return () => conductor.stores.library.getState().stills.length > before;
    },
    showMe({ conductor, desk }) {
      desk.say('');
      void conductor.commands
        .takeStill([])
        .then(id => desk.say(id === null ? words('The still was not kept.') : words('Still kept.')));
    },
  },
  {
    id: 'library',
    title: () => words('In the library'),
    text: () => words('Stills and recordings lie in the library: opened, annotated, exported, deleted.'),
    task: key => words('Press {key}, look at the still, and close it.', { key }),
    binding: 'screen.library',
    watch: watchSheet('library'),
    showMe: ({ desk }) => desk.open('library'),
  },
];
