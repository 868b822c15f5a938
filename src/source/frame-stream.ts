/**
 * Turns a video track into a stream of frames that drops and never queues. Holds at most one frame of its own (two in
 * the fallback); the source that tapped the track disposes of the tap and stops the track.
 */

export type FrameTap = {
  /** To be transferred to the view worker, which closes every frame it reads. */
  readonly frames: ReadableStream<VideoFrame>;
  [Symbol.dispose](): void;
};

const isVideoTrack = (track: MediaStreamTrack): track is MediaStreamVideoTrack => track.kind === 'video';

/**
 * Frames of `track` as the camera or peer delivered them. By `MediaStreamTrackProcessor` where the browser has it
 * (Chromium); otherwise each frame that a hidden `<video>` presents, which comes later and stops in a hidden tab.
 */
export function tapFrames(track: MediaStreamTrack): FrameTap {
  if (!isVideoTrack(track)) throw new Error('Only a video track has frames.');
  return 'MediaStreamTrackProcessor' in globalThis ? tapByProcessor(track) : tapByVideoElement(track);
}

function tapByProcessor(track: MediaStreamVideoTrack): FrameTap {
  const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 });
  return {
    frames: readable,
    // The stream belongs to whoever it was transferred to; it ends when the track is stopped.
    [Symbol.dispose]() {},
  };
}

function tapByVideoElement(track: MediaStreamVideoTrack): FrameTap {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  let controller!: ReadableStreamDefaultController<VideoFrame>;
  let request = 0;
  let isAwaited = false;
  let isOver = false;
  // A frame that goes through a transferred stream is copied by reference; ours may be closed once the next is asked for.
  let handedOver: VideoFrame | null = null;

  const frames = new ReadableStream<VideoFrame>(
    {
      start(c) {
        controller = c;
      },
      pull() {
        handedOver?.close();
        handedOver = null;
        isAwaited = true;
      },
      cancel: () => finish(),
    },
    { highWaterMark: 0 },
  );

  const present: VideoFrameRequestCallback = (_now, { mediaTime }) => {
    request = video.requestVideoFrameCallback(present);
    if (!isAwaited) return;
    const frame = frameOf(video, mediaTime);
    // Nothing is asked for again until something came: a frame that could not be taken is made up for by the next.
    if (!frame) return;
    isAwaited = false;
    handedOver = frame;
    controller.enqueue(frame);
  };

  function finish(): void {
    if (isOver) return;
    isOver = true;
    video.cancelVideoFrameCallback(request);
    track.removeEventListener('ended', end);
    video.srcObject = null;
    handedOver?.close();
  }

  function end(): void {
    if (isOver) return;
    finish();
    controller.close();
  }

  request = video.requestVideoFrameCallback(present);
  track.addEventListener('ended', end);
  // Muted playback is always allowed; what can refuse it is a track that ended meanwhile.
  video.play().catch(end);
  return { frames, [Symbol.dispose]: end };
}

/** What the element presents now; null when it lost that in the moment between, as it may while a track restarts. */
function frameOf(video: HTMLVideoElement, mediaTime: number): VideoFrame | null {
  try {
    return new VideoFrame(video, { timestamp: Math.round(mediaTime * 1e6) });
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
