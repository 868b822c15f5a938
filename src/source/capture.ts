/** One or two cameras, captured. Holds the devices and their taps; disposing releases both. */
import { ProblemError } from '#model/problem.ts';
import { cameraProblem, toCameraError } from './camera-problems.ts';
import { type FrameTap, tapFrames } from './frame-stream.ts';
import type { CameraChoice } from './open-feed.ts';

/** A camera that delivers frames now. `nominalFps` is null when the device does not say. */
type CapturedCamera = {
  readonly track: MediaStreamTrack;
  readonly deviceId: string;
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly nominalFps: number | null;
  readonly frames: FrameTap['frames'];
  /** Another stream of the same track, for another reader. */
  framesAnew(): FrameTap['frames'];
  [Symbol.dispose](): void;
};

export type Capture = {
  readonly main: CapturedCamera;
  readonly second: CapturedCamera | null;
  [Symbol.dispose](): void;
};

/** The browser's devices; throws a `ProblemError` where the page is not allowed any. */
export function mediaDevices(): MediaDevices {
  // An insecure page has no `mediaDevices` at all, whatever the types say.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices) throw new ProblemError(cameraProblem('camera-insecure'));
  return devices;
}

/** The constraints of one camera: that device and no other, as it delivers, never rescaled by the browser. */
function cameraConstraints(
  choice: CameraChoice,
  deviceId: string,
): MediaTrackConstraints & { resizeMode: string } {
  return {
    ...(deviceId && { deviceId: { exact: deviceId } }),
    width: { ideal: choice.widthPx },
    height: { ideal: choice.heightPx },
    frameRate: { ideal: choice.fps },
    resizeMode: 'none',
  };
}

/** Opens the cameras of `choice`; asks for permission where it is missing. Throws a `ProblemError`, holding nothing then. */
export async function openCapture(choice: CameraChoice): Promise<Capture> {
  if (choice.secondDeviceId !== null && choice.secondDeviceId === choice.deviceId)
    throw new ProblemError(cameraProblem('camera-twice'));
  const main = await openOne(choice, choice.deviceId);
  let second: CapturedCamera | null = null;
  if (choice.secondDeviceId !== null) {
    try {
      second = await openOne(choice, choice.secondDeviceId);
    } catch (error) {
      main[Symbol.dispose]();
      throw error;
    }
  }
  return {
    main,
    second,
    [Symbol.dispose]() {
      main[Symbol.dispose]();
      second?.[Symbol.dispose]();
    },
  };
}

async function openOne(choice: CameraChoice, deviceId: string): Promise<CapturedCamera> {
  let track: MediaStreamTrack;
  try {
    const stream = await mediaDevices().getUserMedia({
      audio: false,
      video: cameraConstraints(choice, deviceId),
    });
    track = stream.getVideoTracks()[0]!;
  } catch (error) {
    throw toCameraError(error);
  }
  const settings = track.getSettings();
  let tap = tapFrames(track);
  return {
    track,
    deviceId: settings.deviceId ?? deviceId,
    name: track.label || 'Camera',
    widthPx: settings.width ?? 0,
    heightPx: settings.height ?? 0,
    nominalFps: settings.frameRate || null,
    frames: tap.frames,
    framesAnew() {
      tap[Symbol.dispose]();
      tap = tapFrames(track);
      return tap.frames;
    },
    [Symbol.dispose]() {
      tap[Symbol.dispose]();
      track.stop();
    },
  };
}
