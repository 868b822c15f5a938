/**
 * Cameras and capture cards by `getUserMedia`. An opened camera holds its devices until the feed is disposed of; a lost
 * one is looked for until it comes back.
 */
import { defaultLayout } from '#model/default-layout.ts';
import type { FeedDescription } from '#model/feed.ts';
import { createCameraControls } from './camera-controls.ts';
import { cameraProblem } from './camera-problems.ts';
import { type Capture, mediaDevices, openCapture } from './capture.ts';
import { createNewsBoard } from './news-board.ts';
import type { CameraChoice, CameraDevice, OpenFeed } from './open-feed.ts';

/** A lost camera is looked for this often, besides whenever the browser says that devices changed. */
const lookAgainMs = 2000;

/** The cameras there are, by name. Asks for nothing: names are empty until the user allowed a camera once. Throws a `ProblemError`. */
export async function listCameras(): Promise<CameraDevice[]> {
  const devices = await mediaDevices().enumerateDevices();
  return devices
    .filter(device => device.kind === 'videoinput')
    .map(({ deviceId, label }) => ({ deviceId, name: label }));
}

/**
 * Opens one camera, or two: white light and NIR. An empty `deviceId` is any camera. Throws a `ProblemError`; what
 * happens later (the device is lost, it came back) is told to subscribers. `controls` are those of the camera that carries
 * NIR, on which numbers hang. Must be disposed of.
 */
export async function openCamera(choice: CameraChoice): Promise<OpenFeed> {
  const board = createNewsBoard();
  const devices = mediaDevices();
  const lost = cameraProblem('camera-lost');
  let capture: Capture | null = await openCapture(choice);
  const description = describe(capture);
  const { main, second } = capture;
  const nirTrack = ({ main: only, second: nir }: Capture) => (nir ?? only).track;
  const controls = createCameraControls(nirTrack(capture), second ? 'NIR camera' : '');
  // Whatever was chosen, it is these devices that have to come back, not some other camera.
  const sameAgain: CameraChoice = {
    ...choice,
    deviceId: main.deviceId,
    secondDeviceId: second?.deviceId ?? null,
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLooking = false;
  let isOver = false;

  function watch(current: Capture): void {
    for (const camera of [current.main, current.second])
      camera?.track.addEventListener('ended', () => lose(current), { once: true });
  }

  function lose(current: Capture): void {
    if (isOver || capture !== current) return;
    capture = null;
    current[Symbol.dispose]();
    controls?.follow(null);
    void board.tell({ type: 'problem', problem: lost, isOver: false });
    devices.addEventListener('devicechange', look);
    timer = setTimeout(look, lookAgainMs);
  }

  function look(): void {
    if (isLooking || isOver || capture) return;
    isLooking = true;
    clearTimeout(timer);
    openCapture(sameAgain)
      .then(comeBack)
      .catch(() => {
        // Still away, which is what the problem on the board says.
        if (!isOver) timer = setTimeout(look, lookAgainMs);
      })
      .finally(() => {
        isLooking = false;
      });
  }

  function comeBack(found: Capture): void {
    if (isOver) {
      found[Symbol.dispose]();
      return;
    }
    capture = found;
    devices.removeEventListener('devicechange', look);
    watch(found);
    controls?.follow(nirTrack(found));
    void board.tell({ type: 'problem', problem: lost, isOver: true });
    void board.tell({ type: 'description', description: describe(found) });
    void board.tell({ type: 'inlets', main: found.main.frames, second: found.second?.frames ?? null });
  }

  watch(capture);
  return {
    description,
    main: main.frames,
    second: second?.frames ?? null,
    player: null,
    review: null,
    show: null,
    provoke: null,
    controls,
    renew() {
      // Lost now: it tells its inlets when it comes back.
      if (!capture) return;
      const { main: first, second: other } = capture;
      void board.tell({
        type: 'inlets',
        main: first.framesAnew(),
        second: other?.framesAnew() ?? null,
      });
    },
    subscribe: board.subscribe,
    [Symbol.dispose]() {
      isOver = true;
      clearTimeout(timer);
      devices.removeEventListener('devicechange', look);
      controls?.[Symbol.dispose]();
      capture?.[Symbol.dispose]();
      capture = null;
      board[Symbol.dispose]();
    },
  };
}

function describe({ main, second }: Capture): FeedDescription {
  return {
    kind: 'camera',
    name: second ? `${main.name} + ${second.name}` : main.name,
    nominalFps: main.nominalFps,
    layout: defaultLayout(second ? 2 : 1, main),
    profile: null,
    live: true,
    streams: second ? 2 : 1,
  };
}
