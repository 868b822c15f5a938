/**
 * Runs the house: starts the workers, connects them to each other, turns commands into what they must do and what they
 * say into stores. It knows everyone; nobody else knows a sibling. Frames never come through here.
 */
import { createStore } from 'zustand/vanilla';
import { liveSign } from '#archive/live-sign.ts';
import { opfsFolder } from '#archive/opfs.ts';
import { recorderLock } from '#archive/recorder-lock.ts';
import { type Case, caseSchema, emptyCase } from '#model/case-strip.ts';
import type { CheckTarget } from '#model/check.ts';
import type { StreamFormats } from '#model/feed.ts';
import { type Field, fieldFromJson } from '#model/field.ts';
import { keyFrameFromJson } from '#model/key-frame.ts';
import type { Layout } from '#model/layout.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import { clockS } from '#platform/clock.ts';
import { holdLateWorkers } from '#platform/late-worker.ts';
import { privateFiles, randomId } from '#platform/opfs.ts';
import { readSetting, tabId, writeSetting } from '#platform/storage.ts';
import { madeWith } from '#platform/version.ts';
import { callable, moved, startEncodeWorker, startExportWorker, startViewWorker } from '#platform/workers.ts';
import { createAnalysing } from './analysing.ts';
import type { CaseState, Commands, Conductor } from './api.ts';
import { createBlanks } from './blanks.ts';
import { createCurves } from './curves.ts';
import { createDisplays } from './displays.ts';
import { createFeeds } from './feeds.ts';
import { createFields } from './fields.ts';
import { createFollowing } from './following.ts';
import { createFormatWatch } from './hazard-format.ts';
import { watchPage } from './hazard-page.ts';
import { createRecordedHazards } from './hazard-recorded.ts';
import { watchSettings } from './hazard-settings.ts';
import { keepAlive, restarted } from './keeping-alive.ts';
import { lateCalibrating } from './late-calibrating.ts';
import { lateChecking } from './late-checking.ts';
import { latePart } from './late-room.ts';
import { createLayouts } from './layouts.ts';
import { createLibrary } from './library.ts';
import { createMeasuring } from './measuring.ts';
import { createOpenedAgain } from './opened-again.ts';
import { createProblems } from './problems.ts';
import { createProfiles } from './profiles.ts';
import { createReadingRoom } from './readings.ts';
import { createReadout } from './readout.ts';
import { watchRecorderRoom } from './recorder-room.ts';
import { createRecording, type Happening, problemHappened } from './recording.ts';
import { createRecordingCommands, keepThumbnail } from './recording-commands.ts';
import { createRegions } from './regions.ts';
import { createReviewing } from './reviewing.ts';
import { createSceneKeeper } from './scene.ts';
import { createSessions } from './sessions.ts';
import { createStability } from './stability.ts';
import { keepStill } from './stills.ts';
import { throttled } from './throttle.ts';
import { createUpdates } from './updates.ts';
import { createWatching } from './watching.ts';

const analysisFileKinds = {
  geojson: { write: 'analysisGeoJson', type: 'application/geo+json' },
  svg: { write: 'analysisSvg', type: 'image/svg+xml' },
  csv: { write: 'analysisCsv', type: 'text/csv' },
} as const;

/** A replay's first frame is on the canvas by then. */
const thumbnailAfterMs = 1500;
/** What lies unpacked from before waits until the first picture is there. */
const settleAfterMs = 8000;

export function createConductor(seeds: {
  phantoms: readonly PhantomSpec[];
  layouts: readonly Layout[];
  targets: readonly CheckTarget[];
}): Conductor {
  holdLateWorkers();
  const problems = createProblems();
  const view = keepAlive(startViewWorker, {
    problems,
    problem: restarted.view,
    lost: () => pictureLost(),
    restarted: () => void viewCame(),
  });
  const encode = keepAlive(startEncodeWorker, {
    problems,
    problem: restarted.encode,
    lost: () => recording.recorderLost(),
    restarted() {
      connectRecorder();
      void recording.recorderCame();
    },
  });
  const exporter = keepAlive(startExportWorker, {
    problems,
    problem: restarted.export,
    restarted: () => undefined,
  });

  const scene = createSceneKeeper();
  const regions = createRegions(clockS);
  const readout = createReadout(clockS, problems.withholding);
  const layouts = createLayouts(seeds.layouts, problems);
  const library = createLibrary({
    exporter: exporter.api,
    problems,
    freeBytes: () => encode.api.freeBytes(),
  });
  const caseStore = createStore<CaseState>(() => ({ case: readSetting('case', caseSchema, emptyCase) }));
  const newestFrame = () => readout.store.getState().liveness.frameNumber;
  let handedFields: readonly Field[] = [];
  const fields = createFields(handed => {
    handedFields = handed;
    measuring.setFields(handed);
    void view.api.setFields(handed);
  });
  const blanks = createBlanks({
    view: view.api,
    problems,
    changed(now) {
      recording.store.setState({ blanks: now });
      asksAnew();
      recording.note({ type: 'blank', blanks: now });
    },
  });
  const live = liveSign(navigator.locks);
  const sessions = createSessions({
    problems,
    isLive: live.isShown,
    givesBack: bytesPerS => void encode.api.setPackingRate(bytesPerS),
  });
  const recording = createRecording({
    encode,
    view: view.api,
    problems,
    clockS,
    newestFrame,
    fieldsOf: fields.of,
    keyFrames: () => analysing.keyFrames(),
    blanks: blanks.now,
    chunkClosed: sessions.settle,
  });

  const analysisFiles = latePart(() => import('#model/analysis-files.ts'));
  const analysing = createAnalysing({
    scene,
    regions,
    problems,
    clockS,
    takeKeyFrame: () => measuring.takeKeyFrame(),
    provideKeyFrames: keyFrames => measuring.setKeyFrames(keyFrames),
  });

  const following = createFollowing({
    scene,
    regions,
    analysing,
    caseStore,
    learnKeyFrame: recorded => {
      const keyFrame = keyFrameFromJson(recorded);
      if (keyFrame) analysing.learnKeyFrame(keyFrame);
    },
    recallBlanks: recorded => blanks.recall(recorded),
    learnFields: recorded => fields.learn(recorded.flatMap(json => fieldFromJson(json) ?? [])),
  });
  const measuring = createMeasuring({
    view: view.api,
    scene,
    regions,
    problems,
    isFrameToCome: following.isApplying,
    asked: () => ({ ...analysing.asked(), blanks: blanks.inForce() }),
    analysed(analysis, shapes) {
      if (!problems.withholding()) analysing.analysed(analysis, shapes);
      recording.note({ type: 'analysis', analysis });
    },
    signed(signs, measurement, inputs) {
      const { description } = feeds.store.getState();
      if (isWatched())
        watching.seeSigns(signs, { measurement, inputs, fps: description?.nominalFps ?? null });
    },
    measured(measurement, anchors, inputs) {
      analysing.measured(measurement, inputs);
      if (!problems.withholding()) curves.measured(measurement, inputs);
      readout.measured(measurement, anchors);
      recording.measured(measurement, inputs);
      watchField(measurement, inputs);
    },
  });

  const curves = createCurves();
  /** What makes light before and after it incomparable, seen now or recorded. */
  const breakCurves = (happening: Happening, afterFrame: number | undefined): void => {
    if (happening.type === 'gain-jump' && happening.isStep)
      curves.broken(`the picture became ${happening.ratio.toFixed(2)} times as bright at once`, afterFrame);
    if (happening.type === 'camera') curves.broken(happening.text, afterFrame);
  };

  /** Of a source that plays, while nobody puts charts and caps before it. */
  const watching = createWatching({
    problems,
    note(happening, frameNumber) {
      recording.note(happening, frameNumber);
      if (happening.type === 'gain-jump') stability.gainJumped(happening.ratio);
      // In replay what was recorded breaks them.
      if (feeds.store.getState().description?.live) breakCurves(happening, frameNumber);
    },
  });
  const isWatched = (): boolean => {
    const { description } = feeds.store.getState();
    const isTarget = calibrating.store.getState().run !== null || checking.store.getState().isOpen;
    return (description?.live || description?.kind === 'replay') === true && !isTarget;
  };
  const watchField = (measurement: Measurement, inputs: MeasurementInputs): void => {
    const { formats } = feeds.store.getState();
    const format = inputs.layout.nir?.stream === 'second' ? formats?.second : formats?.main;
    if (!format || !isWatched()) watching.forget();
    else {
      watching.see(measurement, { format, inputs });
      stability.field(measurement, { format, profile: inputs.profile });
    }
  };

  const formatWatch = createFormatWatch();
  const seeFormats = (formats: StreamFormats): void => {
    const { description } = feeds.store.getState();
    const plays = description?.live || description?.kind === 'replay';
    const mayGrow = description?.kind === 'remote' && regions.drawn().length === 0;
    const problem = plays ? formatWatch.see(formats, { atS: clockS(), mayGrow }) : null;
    if (problem) problems.report(problem);
    else problems.over('frame-size-changed');
  };

  // ── What the picture and the numbers depend on ────────────────────────────────────────────────

  let keepsWork = (): void => undefined;
  scene.store.subscribe((now, before) => {
    if (now.profile !== before.profile) fields.provide(now.profile);
    const forView = scene.forView();
    void view.api.setScene(forView);
    measuring.setThresholds(forView.display.thresholds);
    const isRead =
      now.layout !== before.layout || now.profile !== before.profile || now.faults !== before.faults;
    const isShown = now.display !== before.display;
    if (isRead) measuring.pushInputs();
    if (now.layout !== before.layout) keepsWork();
    if (isShown || now.view !== before.view)
      recording.note({ type: 'display', display: now.display, view: now.view });
    if (isShown && !following.isApplying()) analysing.displayChanged();
    if (isRead || isShown) following.settingChanged();
  });
  const asksAnew = () => {
    measuring.pushInputs();
    following.settingChanged();
  };
  regions.onDrawn(() => {
    asksAnew();
    keepsWork();
  });
  analysing.onAsked(asksAnew);
  caseStore.subscribe(now => {
    if (!following.isReplaying()) writeSetting('case', now.case);
    recording.note({ type: 'case', case: now.case });
  });
  problems.onReport((problem, isOver) => recording.note(problemHappened(problem, isOver)));
  let isWithheld = false;
  problems.store.subscribe(() => {
    const now = problems.withholding() !== null;
    if (now === isWithheld) return;
    isWithheld = now;
    void view.api.withhold(now);
  });

  const recordedHazards = createRecordedHazards({ problems, forgetNumbers: readout.forget });
  const feeds = createFeeds({
    view: view.api,
    phantoms: seeds.phantoms,
    problems,
    closed() {
      readout.clear();
      recordedHazards.see([]);
      formatWatch.forget();
      problems.over('frame-size-changed');
      review.forget();
    },
    coming: turn => measuring.expect(turn),
    opening({ description }) {
      watching.forget();
      // Regions belong to the picture they were drawn on.
      analysing.clear();
      curves.clear();
      regions.replace([], null);
      measuring.setHurry(description.live);
      void blanks.begin(description.kind === 'replay');
      scene.begin(description);
      calibrating.sourceChanged();
      checking.sourceChanged(description.kind);
      if (description.kind === 'camera' || description.kind === 'remote') void profiles.adoptForSource();
      following.begin(description.kind === 'replay');
      if (description.kind === 'replay') void review.begin();
    },
    described(now, before) {
      // The user's own choice of layout stays.
      if (before && scene.store.getState().layout?.id === before.layout.id)
        scene.commands.setLayout(now.layout);
    },
    nextNumber() {
      const { number, shownS, fps } = newest;
      return number + 2 + Math.ceil((clockS() - shownS) * fps);
    },
    async recorded(events) {
      following.apply(events);
      review.recorded(events);
      for (const event of events) breakCurves(event, event.frameNumber);
      await measuring.inForce();
    },
    withheld: recordedHazards.see,
    controlChanged(text) {
      const happening = { type: 'camera', text: text.slice(0, 300) } as const;
      recording.note(happening);
      breakCurves(happening, undefined);
      problems.report({
        id: 'camera-changed',
        severity: 'caution',
        text: `The camera’s settings changed. ${text}.`,
        tip: 'Ratios within one picture hold; comparisons over time do not. Lock the setting if nobody changed it.',
      });
    },
  });

  let hideLive: (() => void) | null = null;
  feeds.store.subscribe(({ status, description }) => {
    // A phantom has time.
    const isLive = status === 'open' && description?.live === true && description.kind !== 'phantom';
    if (isLive) hideLive ??= live.show();
    else {
      hideLive?.();
      hideLive = null;
    }
  });

  const profiles = createProfiles({ scene, fields, problems });
  const readings = createReadingRoom(view.api);
  const calibrating = lateCalibrating({
    readings,
    feed: feeds.store,
    feeds,
    scene,
    fields,
    profiles,
    problems,
    clockS,
  });
  const checking = lateChecking({
    readings,
    feed: feeds.store,
    scene,
    fields,
    problems,
    folder: async () => opfsFolder(await privateFiles()),
    targets: seeds.targets,
    clockS,
    newId: randomId,
  });

  const displays = createDisplays({
    view: view.api,
    problems,
    consoleId: tabId(randomId),
    newId: randomId,
    clockS,
  });
  const updates = createUpdates({
    letGo: sessions.letGo,
    readout: readout.store,
    feed: feeds.store,
    recording: recording.store,
    calibrating: calibrating.store,
    checking: checking.store,
    sessions: sessions.store,
    displays: displays.store,
  });

  const recorderRoom = watchRecorderRoom({
    store: recording.store,
    lock: recorderLock(navigator.locks),
    freeBytes: () => encode.api.freeBytes(),
    delivered() {
      const { description, formats } = feeds.store.getState();
      const { arrivedFps } = readout.store.getState().liveness;
      return description?.live && formats ? { formats, fps: arrivedFps } : null;
    },
  });
  const page = watchPage({ problems, clockS });
  const settings = watchSettings({
    problems,
    scene: scene.store,
    analysis: analysing.store,
    caseStore,
    clockS,
  });
  const settling = setTimeout(sessions.settle, settleAfterMs);
  const refreshLibrary = async () => {
    await Promise.all([library.refresh(), sessions.refresh()]);
  };

  // ── Workers to each other, and to the stores ──────────────────────────────────────────────────

  const connectRecorder = (): void => {
    const records = new MessageChannel();
    void view.api.connectEncode(moved(records.port1, [records.port1]));
    void encode.api.connectView(moved(records.port2, [records.port2]));
  };
  connectRecorder();

  /** The frame that was shown last, by whichever view worker: a new one speaks of none before it has one. */
  let newest = { number: -1, shownS: clockS(), fps: 0 };
  /** The view worker was started anew and has no canvas yet. */
  let awaitsCanvas = false;
  const hearView = () =>
    void view.api.subscribe(
      callable(news => {
        switch (news.type) {
          case 'liveness':
            if (news.liveness.frameNumber >= 0)
              newest = {
                number: news.liveness.frameNumber,
                shownS: clockS() - news.liveness.ageS,
                fps: news.liveness.arrivedFps,
              };
            readout.tick(awaitsCanvas ? { ...news.liveness, graphics: 'restarting' } : news.liveness);
            if (news.frames) stability.frames(news.frames, news.liveness.state === 'frozen');
            // What is analysed is a number, too.
            analysing.tick(problems.withholding() ? 'waiting' : news.liveness.state);
            break;
          case 'formats':
            feeds.noteFormats(news.formats);
            seeFormats(news.formats);
            scene.setFormats(news.formats);
            profiles.judge();
            break;
          case 'problem':
            problems.news(news);
            break;
          case 'ended':
            break;
        }
      }),
    );
  hearView();

  const tellRestarting = (): void => {
    awaitsCanvas = true;
    const { liveness } = readout.store.getState();
    readout.tick({
      ...liveness,
      state: liveness.state === 'waiting' ? 'waiting' : 'no-signal',
      graphics: 'restarting',
    });
  };
  const pictureLost = (): void => {
    tellRestarting();
    readings.viewLost();
  };
  /** Everything that the view worker before it had been told. */
  const viewCame = async (): Promise<void> => {
    tellRestarting();
    hearView();
    connectRecorder();
    measuring.connectView();
    displays.reconnect();
    void view.api.setScene(scene.forView());
    void view.api.setFields(handedFields);
    void view.api.withhold(isWithheld);
    void view.api.setBlanks(blanks.inForce());
    if (recording.store.getState().status === 'recording') void view.api.record(true);
    await feeds.resume();
  };

  // ── Commands that need more than one part ─────────────────────────────────────────────────────

  const stillHouse = {
    view: view.api,
    exporter: exporter.api,
    measuring,
    feed: feeds.store,
    scene,
    readout: readout.store,
    fields,
    withholding: problems.withholding,
    clockS,
  };

  const { review, reading, clips } = createReviewing({
    ...stillHouse,
    feeds,
    analysing,
    problems,
    shownCase: () => caseStore.getState().case,
  });

  const stability = createStability({
    feed: feeds.store,
    readout: readout.store,
    controls: feeds.controls,
    recording: recording.store,
    problems,
    clockS,
    note: recording.note,
    recorded: feeds.stability,
    sessionId: () => review.store.getState().index?.sessionId ?? null,
  });

  const openedAgain = createOpenedAgain({
    commands: feeds.commands,
    problems,
    description: () => feeds.store.getState().description,
    restore(work) {
      scene.commands.setLayout(work.layout);
      regions.replace(work.regions, work.referenceId);
      if (work.sizes === null || work.regions.length === 0) return;
      formatWatch.expect(work.sizes);
      const { formats } = feeds.store.getState();
      if (formats) seeFormats(formats);
    },
  });
  const keepWork = () => {
    const { layout } = scene.store.getState();
    const { referenceId } = regions.store.getState();
    openedAgain.keep(
      feeds.store.getState().description,
      layout && { layout, regions: regions.drawn(), referenceId, sizes: formatWatch.confirmed() },
    );
  };
  const worked = throttled(keepWork);
  keepsWork = worked.soon;
  // What was drawn a moment ago must not be lost to a reload.
  window.addEventListener('pagehide', keepWork);

  const commands: Commands = {
    ...scene.commands,
    ...regions.commands,
    ...analysing.commands,
    ...curves.commands,
    ...clips.commands,
    ...feeds.commands,
    ...openedAgain.commands,
    openAgain: openedAgain.openAgain,
    ...layouts.commands,
    ...library.commands,
    ...sessions.commands,
    ...createRecordingCommands({
      recording,
      sessions,
      blanks,
      feed: feeds.store,
      scene,
      measuring,
      view: view.api,
      shownCase: () => caseStore.getState().case,
      problems: problems.store,
      clockS,
      refresh: refreshLibrary,
    }),
    refreshLibrary,
    async openSession(id) {
      await openedAgain.commands.openSession(id);
      if (!sessions.hasThumbnail(id))
        setTimeout(() => void keepThumbnail({ view: view.api, sessions }, id), thumbnailAfterMs);
    },
    attachCanvas(canvas) {
      awaitsCanvas = false;
      const offscreen = canvas.transferControlToOffscreen();
      void view.api.attach(moved(offscreen, [offscreen]), scene.forView());
    },
    freeze: isFrozen => void view.api.freeze(isFrozen),
    setCase(change) {
      const next: Case = { ...caseStore.getState().case, ...change };
      const checked = caseSchema.safeParse(next);
      if (checked.success) caseStore.setState({ case: checked.data });
    },
    takeStill: annotations =>
      problems.guard('still', async () => {
        const stillId = await recording.whileOpen(async sessionId => {
          const kept = await keepStill(stillHouse, caseStore.getState().case, annotations);
          if (kept === null) return null;
          if (sessionId === null) return kept;
          await problems.guard('still-in-session', () => exporter.api.copyToSession(kept, sessionId));
          // It may have taken so long that this is another one.
          if (recording.store.getState().sessionId === sessionId)
            recording.note({ type: 'still', stillId: kept });
          return kept;
        });
        if (stillId !== null) await library.refresh();
        return stillId;
      }),
    async exportAnalysis(kind) {
      const { analysis, shapes } = analysing.store.getState();
      const { scene: size } = scene.store.getState();
      if (!analysis || !size) return null;
      const { write, type } = analysisFileKinds[kind];
      const files = await problems.guard('export-analysis', analysisFiles);
      return files && new Blob([files[write]({ analysis, shapes, scene: size, madeWith })], { type });
    },
    async traceEdge(at) {
      const traced = await problems.guard('trace-edge', async () => {
        const { layout } = scene.store.getState();
        const grab = layout && (await view.api.grab());
        if (!grab) return null;
        grab.picture.close();
        return measuring.traceEdge({ main: grab.main, second: grab.second }, layout, at);
      });
      if (!traced) return false;
      regions.commands.addRegion({
        role: 'edge',
        tissue: null,
        shape: { kind: 'polygon', points: [...traced] },
      });
      return true;
    },
    dismissProblem(id) {
      if (id === 'frame-size-changed') {
        formatWatch.confirm();
        problems.over(id);
      } else problems.dismiss(id);
    },
    calibrate: calibrating.commands,
    check: checking.commands,
    displays: displays.commands,
    reading: reading.commands,
    review: review.commands,
    updates: updates.commands,
    stability: stability.commands,
  };

  return {
    stores: {
      analysis: analysing.store,
      curves: curves.store,
      displays: displays.store,
      feed: feeds.store,
      scene: scene.store,
      regions: regions.store,
      readout: readout.store,
      recording: recording.store,
      library: library.store,
      sessions: sessions.store,
      clips: clips.store,
      problems: problems.store,
      caseStrip: caseStore,
      devices: feeds.devices,
      layouts: layouts.store,
      calibrating: calibrating.store,
      checking: checking.store,
      reading: reading.store,
      review: review.store,
      controls: feeds.controls,
      updates: updates.store,
      stability: stability.store,
    },
    commands,
    [Symbol.dispose]() {
      feeds[Symbol.dispose]();
      library[Symbol.dispose]();
      sessions[Symbol.dispose]();
      clearTimeout(settling);
      worked.stop();
      window.removeEventListener('pagehide', keepWork);
      recorderRoom[Symbol.dispose]();
      page[Symbol.dispose]();
      settings[Symbol.dispose]();
      displays[Symbol.dispose]();
      updates[Symbol.dispose]();
      readings[Symbol.dispose]();
      reading[Symbol.dispose]();
      review[Symbol.dispose]();
      recording[Symbol.dispose]();
      curves[Symbol.dispose]();
      stability[Symbol.dispose]();
      for (const part of [measuring, view, encode, exporter]) part[Symbol.dispose]();
    },
  };
}
