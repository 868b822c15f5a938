/**
 * Runs the house: starts the workers, connects them to each other, turns commands into what they must do and what they
 * say into stores. It knows everyone; nobody else knows a sibling. Frames never come through here.
 */
import { createStore } from 'zustand/vanilla';
import type { SessionManifest } from '#archive/format.ts';
import { type Case, caseSchema, emptyCase } from '#model/case-strip.ts';
import type { SessionEvent } from '#model/event.ts';
import { definitionsInWords } from '#model/figures.ts';
import type { Layout } from '#model/layout.ts';
import type { MeasurementInputs } from '#model/measurement.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import { notice } from '#model/still.ts';
import { clockS } from '#platform/clock.ts';
import { randomId } from '#platform/opfs.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import {
  callable,
  moved,
  startEncodeWorker,
  startExportWorker,
  startQuantifyWorker,
  startViewWorker,
} from '#platform/workers.ts';
import type { CaseState, Commands, Conductor } from './api.ts';
import { createFeeds } from './feeds.ts';
import { createLayouts } from './layouts.ts';
import { createLibrary } from './library.ts';
import { createProblems } from './problems.ts';
import { createReadout } from './readout.ts';
import { createRecording } from './recording.ts';
import { createRegions } from './regions.ts';
import { createSceneKeeper } from './scene.ts';

/** A drag changes a region faster than frames are measured; none of those on their way may be forgotten. */
const inputsRemembered = 240;

export function createConductor(seeds: {
  phantoms: readonly PhantomSpec[];
  layouts: readonly Layout[];
}): Conductor {
  const problems = createProblems();
  const view = startViewWorker();
  let quantify = startQuantifyWorker();
  const encode = startEncodeWorker();
  const exporter = startExportWorker();

  const scene = createSceneKeeper();
  const regions = createRegions(clockS);
  const readout = createReadout(clockS);
  const layouts = createLayouts(seeds.layouts, problems);
  const library = createLibrary({ exporter: exporter.api, problems });
  const caseStore = createStore<CaseState>(() => ({ case: readSetting('case', caseSchema, emptyCase) }));
  const newestFrame = () => readout.store.getState().liveness.frameNumber;
  const recording = createRecording({ encode: encode.api, view: view.api, problems, clockS, newestFrame });

  let inputs: MeasurementInputs | null = null;
  /** Sent, and perhaps still to come back with a measurement. */
  let recentInputs: readonly MeasurementInputs[] = [];
  /** In replay: recorded settings hold until the user changes one; then the user's do. */
  let isFollowingRecord = false;
  let isApplyingRecord = false;

  // ── What the picture and the numbers depend on ────────────────────────────────────────────────

  const pushInputs = () => {
    const { layout, profile } = scene.store.getState();
    if (!layout) return;
    const { regions: drawn, referenceId } = regions.store.getState();
    inputs = { revision: (inputs?.revision ?? 0) + 1, layout, profile, regions: drawn, referenceId };
    void quantify.api.setInputs(inputs).then(() => view.api.remeasure());
    recentInputs = [...recentInputs.slice(1 - inputsRemembered), inputs];
  };
  const pushScene = () => {
    const forView = scene.forView();
    void view.api.setScene(forView);
    void quantify.api.setThresholds(forView.display.thresholds);
  };

  const unfollow = () => {
    if (!isApplyingRecord) isFollowingRecord = false;
  };
  scene.store.subscribe((now, before) => {
    pushScene();
    if (now.layout !== before.layout || now.profile !== before.profile) pushInputs();
    if (now.display !== before.display || now.view !== before.view) {
      recording.note({ type: 'display', display: now.display, view: now.view });
    }
    if (now.display !== before.display || now.layout !== before.layout || now.profile !== before.profile)
      unfollow();
  });
  regions.store.subscribe((now, before) => {
    if (now.regions === before.regions && now.referenceId === before.referenceId) return;
    pushInputs();
    unfollow();
  });
  caseStore.subscribe(now => {
    writeSetting('case', now.case);
    recording.note({ type: 'case', case: now.case });
  });
  problems.onReport(({ id, text }) => recording.note({ type: 'problem', problemId: id, text }));

  /** A recording's own settings, as they held at the frame shown now. */
  const applyRecorded = (events: readonly SessionEvent[]) => {
    if (!isFollowingRecord) return;
    isApplyingRecord = true;
    for (const event of events) {
      if (event.type === 'inputs') {
        scene.commands.setProfile(event.inputs.profile);
        scene.commands.setLayout(event.inputs.layout);
        regions.replace(event.inputs.regions, event.inputs.referenceId);
      } else if (event.type === 'display') {
        scene.commands.setDisplay(event.display);
        scene.commands.setView(event.view);
      } else if (event.type === 'case') {
        caseStore.setState({ case: event.case });
      }
    }
    isApplyingRecord = false;
  };

  const feeds = createFeeds({
    view: view.api,
    phantoms: seeds.phantoms,
    problems,
    opening({ description }) {
      // Regions belong to the picture they were drawn on.
      regions.replace([], null);
      scene.begin(description.layout, description.profile);
      readout.clear();
      isFollowingRecord = description.kind === 'replay';
    },
    described(now, before) {
      // The user's own choice of layout stays.
      if (before && scene.store.getState().layout?.id === before.layout.id)
        scene.commands.setLayout(now.layout);
    },
    recorded: applyRecorded,
  });

  // ── Workers to each other, and to the stores ──────────────────────────────────────────────────

  const connectQuantify = () => {
    const { port1, port2 } = new MessageChannel();
    void view.api.connectQuantify(moved(port1, [port1]));
    void quantify.api.connectView(moved(port2, [port2]));
    void quantify.api.subscribe(
      callable(news => {
        if (news.type === 'problem') {
          problems.news(news);
          return;
        }
        readout.measured(news.measurement, news.anchors);
        const madeWith = recentInputs.find(({ revision }) => revision === news.measurement.inputsRevision);
        if (madeWith) recording.measured(news.measurement, madeWith);
      }),
    );
    quantify.onBroken(() => {
      quantify[Symbol.dispose]();
      quantify = startQuantifyWorker();
      connectQuantify();
      pushInputs();
      pushScene();
    });
  };
  connectQuantify();

  const records = new MessageChannel();
  void view.api.connectEncode(moved(records.port1, [records.port1]));
  void encode.api.connectView(moved(records.port2, [records.port2]));

  void view.api.subscribe(
    callable(news => {
      switch (news.type) {
        case 'liveness':
          readout.tick(news.liveness);
          break;
        case 'formats':
          feeds.noteFormats(news.formats);
          scene.setFormats(news.formats);
          break;
        case 'problem':
          problems.news(news);
          break;
        case 'ended':
          break;
      }
    }),
  );
  view.onBroken(() =>
    problems.report({
      id: 'view-broken',
      severity: 'stop',
      text: 'The part that draws the picture stopped.',
      tip: 'Reload the page. What was recorded and kept is still there.',
    }),
  );
  encode.onBroken(() =>
    problems.report({
      id: 'recorder-broken',
      severity: 'stop',
      text: 'The recorder stopped.',
      tip: 'Reload the page; everything up to the last frame is kept under Sessions.',
    }),
  );

  // ── Commands that need more than one part ─────────────────────────────────────────────────────

  const takeStill: Commands['takeStill'] = annotations =>
    problems.guard('still', async () => {
      const { description } = feeds.store.getState();
      const { display, view: shownView } = scene.store.getState();
      if (!inputs || !description) return null;
      const grab = await view.api.grab();
      if (!grab) return null;
      const { main, second, picture } = grab;
      const measurement = await quantify.api.measure({ main, second }, inputs);
      const id = randomId();
      const order = {
        picture,
        main,
        second,
        unitPx: Math.max(1, picture.height / 720),
        anchors: readout.store.getState().anchors,
        isFrozen: readout.store.getState().liveness.state === 'frozen',
        still: {
          version: 1 as const,
          id,
          takenAtS: clockS(),
          feed: { kind: description.kind, name: description.name },
          frame: {
            number: measurement.frameNumber,
            timestampS: measurement.timestampS,
            arrivedS: measurement.arrivedS,
          },
          case: caseStore.getState().case,
          inputs,
          display,
          view: shownView,
          measurement,
          definitions: { ...definitionsInWords },
          annotations: [...annotations],
          files: { composite: '', whiteLight: null, nirLinear: null, nirCodes: null },
          nirLinearScale: null,
          notice,
        },
      };
      await exporter.api.keepStill(moved(order, [picture]));
      recording.note({ type: 'still', stillId: id });
      await library.commands.refreshLibrary();
      return id;
    });

  const commands: Commands = {
    ...scene.commands,
    ...regions.commands,
    ...feeds.commands,
    ...layouts.commands,
    ...library.commands,
    attachCanvas(canvas) {
      const offscreen = canvas.transferControlToOffscreen();
      void view.api.attach(moved(offscreen, [offscreen]), scene.forView());
    },
    freeze: isFrozen => void view.api.freeze(isFrozen),
    setCase(change) {
      const next: Case = { ...caseStore.getState().case, ...change };
      const checked = caseSchema.safeParse(next);
      if (checked.success) caseStore.setState({ case: checked.data });
    },
    takeStill,
    async startRecording() {
      const { description } = feeds.store.getState();
      const { layout, display, view: shownView } = scene.store.getState();
      if (!description || !layout || !inputs) return;
      const manifest: SessionManifest = {
        version: 1,
        id: randomId(),
        startedAtS: clockS(),
        endedAtS: null,
        feed: { kind: description.kind, name: description.name, layout, streams: description.streams },
        case: caseStore.getState().case,
        frames: null,
        bytes: null,
      };
      await recording.start(manifest, [
        { type: 'inputs', inputs },
        { type: 'display', display, view: shownView },
        { type: 'case', case: caseStore.getState().case },
      ]);
    },
    async stopRecording() {
      await recording.stop();
      await library.commands.refreshLibrary();
    },
    dismissProblem: problems.over,
  };

  return {
    stores: {
      feed: feeds.store,
      scene: scene.store,
      regions: regions.store,
      readout: readout.store,
      recording: recording.store,
      library: library.store,
      problems: problems.store,
      caseStrip: caseStore,
      devices: feeds.devices,
      layouts: layouts.store,
    },
    commands,
    [Symbol.dispose]() {
      feeds[Symbol.dispose]();
      library[Symbol.dispose]();
      for (const worker of [view, quantify, encode, exporter]) worker[Symbol.dispose]();
    },
  };
}
