/**
 * The view worker: frames in, picture out, nothing in between that could wait for the page. Owns the canvas, the open
 * streams, the frame shown now and the ends of the ports to measurement and recording.
 *
 * A frame's path: `streams` gives the newest → `copier` takes its codes → `compositor` uploads and draws → the same
 * planes go on to measurement by transfer. While the GPU is busy newer frames replace older ones; nothing queues.
 */
import type { Blank } from '#model/blank.ts';
import type { StreamFormats } from '#model/feed.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import { type Layout, sceneSize } from '#model/layout.ts';
import { mayShowNumbers, type PictureState } from '#model/liveness.ts';
import { type Problem, problemOf } from '#model/problem.ts';
import { hashMark, profileHash } from '#model/profile-hash.ts';
import { createFlowWatch } from '#model/watch/flow-watch.ts';
import { cloneFrame, closeFrame, formatOf, isCodesFrame, numberOf } from '../frame-codes.ts';
import type { Scene, ViewApi, ViewNews } from './api.ts';
import { type Compositor, createCompositor } from './compositor.ts';
import type { DrawState } from './draw-state.ts';
import { fingerprintOf, stripsOf } from './fingerprint.ts';
import { createFlowTeller } from './flow-problems.ts';
import { createLivenessWatch } from './liveness-watch.ts';
import { createMeasureLink, type ShownPlanes } from './measure-link.ts';
import { ownCopy } from './own-copy.ts';
import { createPlaneCopier, sameFormat } from './plane-copy.ts';
import { createRecordLink } from './record-link.ts';
import { createSampleLink } from './sample-link.ts';
import { createStreams, type Due, type Streams } from './streams.ts';
import { createTheatres } from './theatres.ts';
import { createUnderWay } from './under-way.ts';
import {
  createOnOff,
  displayWithoutPicture,
  graphicsLost,
  noGraphics,
  streamBroke,
  unreadable,
} from './view-problems.ts';

/** A frame that plays comes sooner than this; behind it a picture stands still. */
const stillAfterMs = 200;
/** A background older than this no longer belongs to a live picture: its lines go. */
const backgroundHoldsS = 1;

export function createViewer(clockS: () => number): ViewApi & Disposable {
  const copier = createPlaneCopier();
  const recorder = createRecordLink(clockS);
  const samples = createSampleLink(() => setTimeout(sampleStill, stillAfterMs));
  const fields = createFieldShelf();
  /** Frames on their way to the canvas or to measurement. */
  const frames = createUnderWay();
  const theatres = createTheatres(clockS, () => {
    // A live feed's next frame is drawn for it; a picture that stands is drawn once more.
    if (!liveness.isLive() || isFrozen) void serveTheatres();
  });
  const measure = createMeasureLink(clockS, copier.giveBack, () => {
    // A live feed's next frame brings them; a picture that stands is drawn once more.
    if (!liveness.isLive() || isFrozen) askDraw();
  });
  let compositor: Compositor | null = null;
  /** Why nothing is drawn, as told to the page. */
  let told: Problem | null = null;
  let scene: Scene | null = null;
  /** Of the profile in force; recorded with every frame. */
  let profileMark = 0;
  /** Black in every copy of a frame, by stream. */
  let blanks: { readonly main: readonly Blank[]; readonly second: readonly Blank[] } = {
    main: [],
    second: [],
  };
  let streams: Streams | null = null;
  let formats: StreamFormats | null = null;
  /** The frames on the canvas, kept for stills and for a lost context. */
  let shown: Due | null = null;
  /** Counts what was drawn on the canvas. */
  let drawing = 0;
  /** A picture for theatre displays is being made. */
  let isServing = false;
  /** Rows that repeat tell nothing of a feed that was coded with loss. */
  let isCoded = false;
  let isFrozen = false;
  let isWorking = false;
  let isDrawAsked = false;
  /** Asked for while a frame was on its way, after its own draw. */
  let isDrawDue = false;
  let listen: (news: ViewNews) => void = () => undefined;

  const liveness = createLivenessWatch(clockS, {
    changed: () => askDraw(),
    tell(state, counted) {
      theatres.tick({ state: state.state, ageS: state.ageS, frameNumber: state.frameNumber });
      listen({ type: 'liveness', liveness: state, frames: counted });
      void spareCamera().catch(unread.on);
    },
  });

  const tellProblem = (problem: Problem, isOver = false) => listen({ type: 'problem', problem, isOver });

  const flow = createFlowWatch();
  const tellFlow = createFlowTeller(tellProblem);
  /** No number may be shown, as the page says. */
  let isWithheld = false;

  const unread = createOnOff(unreadable, tellProblem);
  const unserved = createOnOff(displayWithoutPicture, tellProblem);

  /** Everything that is drawn now; null when nothing can be. */
  const drawState = (state: PictureState): DrawState | null => {
    if (!scene || !formats) return null;
    const background = measure.background();
    const isHeld = !liveness.isLive() || isFrozen;
    const isBackgroundHeld = isHeld || clockS() - background.atS < backgroundHoldsS;
    const bands = measure.bands();
    const strength = isHeld ? 1 : bandsStrength(clockS() - bands.atS);
    return {
      scene,
      formats,
      fields,
      backgroundLinear: isBackgroundHeld && !isWithheld ? background.linear : null,
      bands: bands.shown && strength > 0 && !isWithheld ? { bands: bands.shown, strength } : null,
      veil: state === 'no-signal' || state === 'identical',
      hideOverlay: !scene.display.overlayVisible || !mayShowNumbers(state),
    };
  };

  /** False when nothing could be drawn: then the picture on the canvas is an older one. */
  const draw = (state = liveness.state()): boolean => {
    const drawn = drawState(state);
    if (!drawn || !compositor || compositor.isLost) return false;
    compositor.draw(drawn);
    drawing += 1;
    return true;
  };

  /** The frame on the canvas for the theatre displays that have room, after the console's own picture and never instead of it. */
  const serveTheatres = async (state = liveness.state()): Promise<void> => {
    if (!theatres.isAwaited()) return;
    const base = drawState(state);
    if (!base || !shown || !compositor || compositor.isLost || isServing) return;
    const sizes = formats?.second
      ? { main: formats.main, second: formats.second }
      : { main: base.formats.main };
    const size = sceneSize(base.scene.layout, sizes);
    if (!size) return;
    isServing = true;
    const by = compositor;
    const { frame, number, arrivedS } = driverOf(shown, base.scene.layout);
    const facts = { drawing, frameNumber: numberOf(frame, number), arrivedS, scene: size, state };
    try {
      await theatres.serve(base.scene, facts, ({ display, view, canvas }) =>
        by.pictureOf({ ...base, scene: { ...base.scene, display, view, canvas } }),
      );
      unserved.over();
    } catch (error) {
      unserved.on(error);
    } finally {
      isServing = false;
    }
  };

  /** Redraws the shown frame soon, once, however often it is asked for; behind a frame on its way, unless that is drawn later. */
  const askDraw = (): void => {
    if (isWorking) isDrawDue = true;
    if (isDrawAsked || isWorking) return;
    isDrawAsked = true;
    setTimeout(async () => {
      isDrawAsked = false;
      if (isWorking) {
        isDrawDue = true;
        return;
      }
      if (draw()) void serveTheatres();
      await compositor?.finished();
    });
  };

  const copyOf = (stream: 'main' | 'second', arrival: Due['main']) =>
    copier.copy(arrival.frame, {
      number: numberOf(arrival.frame, arrival.number),
      arrivedS: arrival.arrivedS,
      blanks: blanks[stream],
    });

  const copyShown = async (due: Due): Promise<ShownPlanes> => ({
    main: await copyOf('main', due.main),
    second: due.second && (await copyOf('second', due.second)),
  });

  const upload = (planes: ShownPlanes): void => {
    compositor?.upload('main', planes.main);
    if (planes.second) compositor?.upload('second', planes.second);
  };
  const giveBack = (planes: ShownPlanes): void => {
    copier.giveBack(planes.main);
    if (planes.second) copier.giveBack(planes.second);
  };

  const noteFormats = (due: Due): void => {
    const main = formatOf(due.main.frame);
    const second = due.second && formatOf(due.second.frame);
    const isSame =
      formats &&
      sameFormat(formats.main, main) &&
      (second && formats.second ? sameFormat(formats.second, second) : !second && !formats.second);
    if (isSame) return;
    formats = second ? { main, second } : { main };
    listen({ type: 'formats', formats });
  };

  /**
   * Chromium delivers nothing while two of a camera's frames are kept. When a recorder that hangs keeps one, the one that is shown becomes a copy of
   * our own, so that the picture goes on.
   */
  const spareCamera = async (): Promise<void> => {
    const due = shown;
    if (!due || !recorder.isLate() || (isOurs(due.main) && isOurs(due.second))) return;
    const [main, second] = await Promise.all([
      ownCopy(cloneFrame(due.main.frame)),
      due.second && ownCopy(cloneFrame(due.second.frame)),
    ]);
    // Else a newer one is shown, which closed it.
    if (due !== shown) return;
    shown = {
      ...due,
      main: { ...due.main, frame: main },
      second: due.second && second && { ...due.second, frame: second },
    };
    closeDue(due);
  };

  const show = async (due: Due, from: Streams): Promise<void> => {
    const planes = await copyShown(due).catch((error: unknown) => {
      closeDue(due);
      throw error;
    });
    if (from !== streams) {
      closeDue(due);
      return;
    }
    unread.over();
    noteFormats(due);
    if (shown) closeDue(shown);
    shown = due;
    const driver = scene?.layout.nir?.stream === 'second' && planes.second ? planes.second : planes.main;
    const frame = {
      number: driver.number,
      fingerprint: fingerprintOf(driver),
      pairSkewS: due.pairSkewS,
      arrivedS: Math.min(due.main.arrivedS, due.second?.arrivedS ?? due.main.arrivedS),
    };
    tellFlow([
      ...flow.see(stripsOf(driver), clockS()).filter(hazard => hazard !== 'frames-torn' || !isCoded),
      ...(from.isOutOfOrder() ? (['frames-out-of-order'] as const) : []),
    ]);
    void spareCamera().catch(unread.on);
    upload(planes);
    isDrawDue = false;
    const isDrawn = draw(liveness.stateWith(frame));
    const submittedS = clockS();
    if (samples.isWanted()) samples.answer(planes.main, planes.second);
    if (!measure.offer(planes)) {
      giveBack(planes);
      // A live feed brings the next frame; what is played or stands must not stay unmeasured.
      if (!liveness.isLive()) void remeasure().catch(unread.on);
    }
    if (!isDrawn) return;
    await compositor?.finished();
    if (from !== streams) return;
    from.clock.drawn(driver.arrivedS, submittedS, clockS());
    // Only now: what has arrived but is not on the canvas must not make an old picture pass for live.
    liveness.shown(frame);
    void serveTheatres();
  };

  /** An image, or a video that pauses, brings no next frame: calibration gets the one that is shown. */
  const sampleStill = async (): Promise<void> => {
    if (!shown || liveness.isLive() || !samples.isWanted()) return;
    const due = shown;
    const planes = await copyShown(due).catch(() => null);
    if (!planes) return;
    samples.answer(planes.main, planes.second);
    giveBack(planes);
  };

  /** `due` is shown and copied; null when another frame is by then, which closed it: that one is drawn and measured on its own account. */
  const copyStanding = async (due: Due): Promise<ShownPlanes | null> => {
    const planes = await copyShown(due).catch((error: unknown) => {
      if (due !== shown) return null;
      throw error;
    });
    if (planes && due !== shown) giveBack(planes);
    return due === shown ? planes : null;
  };

  /** Measures the shown frame, for pictures that no new one follows soon. */
  const remeasureShown = async (): Promise<void> => {
    if (!shown || (liveness.isLive() && !isFrozen)) return;
    const due = shown;
    await measure.idle();
    if (due !== shown) return;
    const planes = await copyStanding(due);
    // Else a newer frame is shown or being measured, with the same inputs.
    if (planes && !measure.offer(planes)) giveBack(planes);
  };
  const remeasure = (): Promise<void> => frames.track(remeasureShown());

  /** Shows what is due until nothing is; only one run at a time. */
  const showAllDue = async (): Promise<void> => {
    isWorking = true;
    try {
      // Read anew each time: the feed may be closed, or another opened, while a frame is on its way.
      for (let from = streams, due = from?.take(); from && due && !isFrozen; due = from?.take()) {
        await show(due, from);
        from = streams;
      }
    } catch (error) {
      unread.on(error);
    } finally {
      isWorking = false;
      if (isDrawDue) askDraw();
      isDrawDue = false;
    }
  };
  const work = (): void => {
    if (isFrozen && liveness.isLive()) {
      // Beside the frame that is held, one that waits would leave the camera none to fill, and nothing more could be recorded.
      const due = streams?.take();
      if (due) closeDue(due);
      if (due) streams?.clock.skipped(true);
      return;
    }
    if (!isWorking && !isFrozen) void frames.track(showAllDue());
  };

  const closeFeed = (): void => {
    streams?.[Symbol.dispose]();
    streams = null;
    if (shown) closeDue(shown);
    shown = null;
    formats = null;
    isFrozen = false;
    flow.forget();
    tellFlow([]);
    liveness.close();
  };

  /** The shown frame, copied out and uploaded once more: on a new canvas there are no textures yet. */
  const restore = async (): Promise<void> => {
    if (!shown || !compositor) return;
    const planes = await copyStanding(shown);
    if (!planes) return;
    upload(planes);
    giveBack(planes);
    askDraw();
  };

  return {
    attach(canvas, firstScene) {
      scene = firstScene;
      profileMark = hashMark(profileHash(firstScene.profile));
      compositor?.[Symbol.dispose]();
      compositor = null;
      try {
        compositor = createCompositor(canvas, () => {
          told = graphicsLost;
          tellProblem(told);
          liveness.graphics('lost');
        });
      } catch (error) {
        // Frames still come and can be recorded, but there is no picture, and it must say so.
        liveness.graphics('lost');
        // While the graphics process comes back there is none either, and that has been told.
        told ??= problemOf(error, noGraphics);
        tellProblem(told);
        return;
      }
      if (told) tellProblem(told, true);
      told = null;
      liveness.graphics('working');
      void restore().catch(unread.on);
      askDraw();
    },
    openFeed(feed) {
      closeFeed();
      isCoded = feed.isCoded ?? false;
      measure.begin(feed.turn);
      liveness.open(feed.isLive);
      const opened = createStreams(feed, clockS, {
        arrived: (stream, arrival) => recorder.send(stream, arrival, { profileMark, blanks: blanks[stream] }),
        due: work,
        ended: error => {
          if (error) tellProblem(problemOf(error, streamBroke));
          listen({ type: 'ended' });
        },
      });
      streams = opened;
      liveness.follow(opened);
      if (scene) opened.setLayout(scene.layout);
    },
    closeFeed() {
      closeFeed();
      askDraw();
    },
    setScene(newScene) {
      scene = newScene;
      profileMark = hashMark(profileHash(newScene.profile));
      streams?.setLayout(newScene.layout);
      askDraw();
    },
    async setBlanks(newBlanks) {
      const of = (stream: Blank['stream']) => newBlanks.filter(blank => blank.stream === stream);
      blanks = { main: of('main'), second: of('second') };
      if (shown) await restore();
      await remeasure();
    },
    withhold(isOn) {
      isWithheld = isOn;
      askDraw();
    },
    freeze(frozen) {
      isFrozen = frozen;
      liveness.freeze(frozen);
      if (!frozen) work();
    },
    remeasure,
    async measured() {
      if (liveness.isLive()) return;
      await frames.done();
      await measure.idle();
    },
    async grab() {
      if (!shown || !compositor || compositor.isLost) return null;
      const taken = { ...shown, main: { ...shown.main, frame: cloneFrame(shown.main.frame) } };
      const picture = compositor.picture();
      const second = shown.second && (await copyOf('second', shown.second));
      const main = await copyOf('main', taken.main);
      closeFrame(taken.main.frame);
      return { picture, main, second };
    },
    record: recorder.turn,
    connectQuantify: measure.connect,
    connectTheatre: theatres.connect,
    setTheatre: theatres.set,
    disconnectTheatre: theatres.disconnect,
    connectEncode: recorder.connect,
    connectCalibrate: samples.connect,
    setFields(newFields) {
      fields.put(newFields);
      askDraw();
    },
    subscribe(newListen) {
      listen = newListen;
    },
    [Symbol.dispose]() {
      closeFeed();
      liveness[Symbol.dispose]();
      theatres[Symbol.dispose]();
      measure[Symbol.dispose]();
      samples[Symbol.dispose]();
      recorder[Symbol.dispose]();
      compositor?.[Symbol.dispose]();
    },
  };
}

/** Bands belong to the frame they were made of: they fade when no newer ones come. */
const bandsStrength = (ageS: number): number => Math.min(1, Math.max(0, (1.2 - ageS) / 0.8));

/** The stream whose frames are counted and measured. */
const driverOf = (due: Due, layout: Layout): Due['main'] =>
  layout.nir?.stream === 'second' && due.second ? due.second : due.main;

/** Memory of our own, not a camera's buffer. */
const isOurs = (arrival: Due['second']): boolean => arrival === null || isCodesFrame(arrival.frame);

const closeDue = (due: Due): void => {
  closeFrame(due.main.frame);
  if (due.second) closeFrame(due.second.frame);
};
