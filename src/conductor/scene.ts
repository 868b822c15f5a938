/** How the picture is read and shown: layout, profile, display, view. The display is kept from one visit to the next. */
import { createStore } from 'zustand/vanilla';
import { type Display, defaultDisplay, defaultView, displaySchema, thresholdsShown } from '#model/display.ts';
import type { StreamFormats } from '#model/feed.ts';
import { type Layout, sceneSize, wholeFrame } from '#model/layout.ts';
import { calibrationOf, type Profile, unknownProfile } from '#model/profile.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import type { Scene } from '#workers/view/api.ts';
import type { Commands, Readable, SceneState } from './api.ts';

export type SceneKeeper = {
  readonly store: Readable<SceneState>;
  readonly commands: Pick<Commands, 'setDisplay' | 'setView' | 'setLayout' | 'setProfile' | 'resizeCanvas'>;
  /** A feed was opened: its own layout and profile, the view as it was. */
  begin(layout: Layout, profile: Profile | null): void;
  /** The delivered formats, which the scene's size follows; null: none known. */
  setFormats(formats: StreamFormats | null): void;
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
    profile: unknownProfile,
    // What was accepted and switched on in one case must not silently hold for the next.
    display: {
      ...readSetting('display', displaySchema, defaultDisplay),
      thresholds: [],
      acceptsRelative: false,
      overlayVisible: true,
    },
    view: defaultView,
    canvas: { widthPx: 1280, heightPx: 720 },
    scene: null,
  }));
  let formats: StreamFormats | null = null;

  const sizeOf = (layout: Layout | null) => (layout && formats ? sceneSize(layout, formats) : null);
  const setLayout = (layout: Layout) => store.setState({ layout, scene: sizeOf(layout) });

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
      setLayout,
      setProfile: profile => store.setState({ profile }),
      resizeCanvas(size) {
        const { canvas } = store.getState();
        const isNew = size.widthPx !== canvas.widthPx || size.heightPx !== canvas.heightPx;
        if (isNew && size.widthPx > 0 && size.heightPx > 0) store.setState({ canvas: size });
      },
    },
    begin(layout, profile) {
      formats = null;
      store.setState({ layout, profile: profile ?? unknownProfile, scene: null, view: defaultView });
    },
    setFormats(newFormats) {
      formats = newFormats;
      store.setState({ scene: sizeOf(store.getState().layout) });
    },
    forView() {
      const { layout, profile, display, view, canvas } = store.getState();
      const used = layout ?? noLayout;
      const thresholds = [...thresholdsShown(display, calibrationOf(profile, used.displayReferred))];
      return { layout: used, profile, display: { ...display, thresholds }, view, canvas };
    },
  };
}
