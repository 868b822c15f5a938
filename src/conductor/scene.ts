/** How the picture is read and shown: layout, profile, display, view. The display is kept from one visit to the next. */
import { createStore } from 'zustand/vanilla';
import { type Display, defaultDisplay, defaultView, thresholdsShown } from '#model/display.ts';
import { displaySchema } from '#model/display-schema.ts';
import type { FeedDescription, StreamFormats } from '#model/feed.ts';
import type { SizePx } from '#model/geometry.ts';
import { channelRectPx, type Layout, sceneSize, wholeFrame } from '#model/layout.ts';
import type { MeasurementInputs } from '#model/measurement.ts';
import {
  calibrationOf,
  type Profile,
  type ProfileFault,
  type ProfileSubject,
  profileFaults,
  unknownProfile,
} from '#model/profile.ts';
import { clockS } from '#platform/clock.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import type { Scene } from '#workers/view/api.ts';
import type { Commands, SceneState } from './api.ts';
import type { Readable } from './readable.ts';

export type SceneKeeper = {
  readonly store: Readable<SceneState>;
  readonly commands: Pick<Commands, 'setDisplay' | 'setView' | 'setLayout' | 'setProfile' | 'resizeCanvas'>;
  /** A feed was opened: its own layout and profile. */
  begin(description: FeedDescription): void;
  /** What held when it was recorded, and what the profile did not fit then: it must not expire by being replayed late. */
  recall(recorded: Pick<MeasurementInputs, 'layout' | 'profile' | 'faults'>): void;
  /** The delivered formats, which the scene's size follows; null: none known. */
  setFormats(formats: StreamFormats | null): void;
  /** What a profile made now would be made for. */
  subject(): ProfileSubject;
  /** What the view worker needs. */
  forView(): Scene;
};

/** Until a feed says otherwise: one frame that is all NIR. */
const noLayout: Layout = {
  id: 'nir-only',
  name: 'NIR only',
  white: null,
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'default',
};

export function createSceneKeeper(): SceneKeeper {
  const store = createStore<SceneState>(() => ({
    layout: null,
    ...judged(unknownProfile, null, []),
    // What was accepted and switched on in one case must not silently hold for the next.
    display: {
      ...readSetting('display', displaySchema, defaultDisplay),
      thresholds: [],
      presetIds: [],
      acceptsRelative: false,
      overlayVisible: true,
    },
    view: defaultView,
    canvas: { widthPx: 1280, heightPx: 720 },
    scene: null,
  }));
  let formats: StreamFormats | null = null;
  let device = '';
  /** As recorded, until the user chooses another profile or layout. */
  let recalled: readonly ProfileFault[] | null = null;

  const sizeOf = (layout: Layout | null) => (layout && formats ? sceneSize(layout, formats) : null);
  /** Layout and formats as they are now decide the scene's size, and what the profile fits. */
  const settle = (change: { layout?: Layout; profile?: Profile }) => {
    const { layout, profile } = { ...store.getState(), ...change };
    const scene = sizeOf(layout);
    const faults = recalled ?? profileFaults(profile, subjectOf(layout, { device, formats, scene }));
    // The same faults are the same array, so that nobody takes them for news.
    const before = store.getState().faults;
    const isSame = JSON.stringify(before) === JSON.stringify(faults);
    store.setState({ layout, scene, ...judged(profile, layout, isSame ? before : faults) });
  };

  return {
    store,
    commands: {
      setDisplay(change) {
        const display: Display = { ...store.getState().display, ...change };
        const checked = displaySchema.safeParse(display);
        if (!checked.success) return;
        store.setState({ display: checked.data });
        writeSetting('display', checked.data);
      },
      setView: change => store.setState({ view: { ...store.getState().view, ...change } }),
      setLayout(layout) {
        recalled = null;
        settle({ layout });
      },
      setProfile(profile) {
        recalled = null;
        settle({ profile });
      },
      resizeCanvas(size) {
        const { canvas } = store.getState();
        const isNew = size.widthPx !== canvas.widthPx || size.heightPx !== canvas.heightPx;
        if (isNew && size.widthPx > 0 && size.heightPx > 0) store.setState({ canvas: size });
      },
    },
    begin({ name, layout, profile }) {
      formats = null;
      recalled = null;
      device = name;
      store.setState({ view: defaultView });
      settle({ layout, profile: profile ?? unknownProfile });
    },
    recall({ layout, profile, faults }) {
      recalled = faults;
      settle({ layout, profile });
    },
    setFormats(newFormats) {
      formats = newFormats;
      settle({});
    },
    subject: () => subjectOf(store.getState().layout, { device, formats, scene: store.getState().scene }),
    forView() {
      const { layout, profile, calibration, display, view, canvas } = store.getState();
      const used = layout ?? noLayout;
      const thresholds = [...thresholdsShown(display, calibration)];
      return { layout: used, profile, display: { ...display, thresholds }, view, canvas };
    },
  };
}

/** What is known of the source besides its layout. */
type Known = {
  readonly device: string;
  readonly formats: StreamFormats | null;
  readonly scene: SizePx | null;
};

function subjectOf(layout: Layout | null, { device, formats, scene }: Known): ProfileSubject {
  const rect = layout && formats && channelRectPx(layout.nir, formats);
  const stream = layout?.nir?.stream === 'second' ? formats?.second : formats?.main;
  return {
    device,
    nir: rect && { widthPx: rect.width, heightPx: rect.height },
    scene,
    bitDepth: stream?.bitDepth ?? null,
    nowS: clockS(),
  };
}

/** A profile, in what it does not fit, and how far its numbers can be trusted. */
function judged(
  profile: Profile,
  layout: Layout | null,
  faults: readonly ProfileFault[],
): Pick<SceneState, 'profile' | 'faults' | 'calibration'> {
  return { profile, faults, calibration: calibrationOf(profile, layout?.displayReferred ?? false, faults) };
}
