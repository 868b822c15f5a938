/**
 * From "the last packet of a frame came" to "the frame is drawn": the viewer against a plain `<video>`, on one WebRTC
 * loopback, in turns, both shown at one size. Arrival is `receiveTime` of the same RTP timestamp on both sides. Drawn is, on both
 * sides, when the picture was given to the browser's compositor: for `<video>` when its frame callback runs (the first moment
 * a page can know), for the viewer when its draw commands are out. What the graphics process then takes is not in either;
 * the viewer's own is printed as `viewerFinishedMs`, a `<video>`'s nobody tells.
 */

import { defaultDisplay, defaultView } from '#model/display.ts';
import { wholeFrame } from '#model/layout.ts';
import { unknownProfile } from '#model/profile.ts';
import { proxy, transfer, wrap } from '#workers/wire.ts';
import type { ClockedViewApi } from './view-clock.worker.ts';

const widthPx = 1280;
const heightPx = 720;
/** Both are shown at this size. */
const shownWidthPx = 640;
const shownHeightPx = 360;
const turns = 4;
const turnMs = 4000;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export async function measureLatency(): Promise<{
  latencyPerVideo: number;
  viewerMs: number;
  viewerFinishedMs: number;
  videoMs: number;
  videoSubmittedMs: number;
  frames: number;
}> {
  const { track, receiver } = await loopback();
  receiver.jitterBufferTarget = 0;
  const video = document.createElement('video');
  video.muted = true;
  video.width = shownWidthPx;
  document.body.append(video);

  const canvas = document.createElement('canvas');
  canvas.width = shownWidthPx;
  canvas.height = shownHeightPx;
  document.body.append(canvas);
  const worker = new Worker(new URL('./view-clock.worker.ts', import.meta.url), { type: 'module' });
  const view = wrap<ClockedViewApi>(worker);
  const offscreen = canvas.transferControlToOffscreen();
  await view.attach(transfer(offscreen, [offscreen]), {
    layout: {
      id: 'bench',
      name: 'bench',
      source: 'bench',
      displayReferred: false,
      white: { stream: 'main', rect: wholeFrame },
      nir: { stream: 'main', rect: wholeFrame },
    },
    profile: unknownProfile,
    display: { ...defaultDisplay, mode: 'overlay' },
    view: defaultView,
    canvas: { widthPx: shownWidthPx, heightPx: shownHeightPx },
  });
  let submitDelayS: number | null = null;
  let delayS: number | null = null;
  await view.subscribe(
    proxy(news => {
      if (news.type === 'liveness') ({ submitDelayS, delayS } = news.liveness);
    }),
  );

  const videoMs: number[] = [];
  const submittedMs: number[] = [];
  const viewerMs: number[] = [];
  const finishedMs: number[] = [];
  let frames = 0;
  for (let turn = 0; turn < turns; turn++) {
    // Turn of the <video>: nobody else reads the track.
    video.srcObject = new MediaStream([track]);
    const received = watchVideo(video, (waitedMs, submitted) => {
      videoMs.push(waitedMs);
      submittedMs.push(submitted);
    });
    await video.play();
    await pause(turnMs);
    received.stop();

    // Turn of the viewer: the <video> stays, one pixel large, only to tell when each frame was received.
    video.style.width = '1px';
    const again = watchVideo(video, () => undefined);
    const processor = new MediaStreamTrackProcessor({
      track: track.clone() as MediaStreamVideoTrack,
      maxBufferSize: 1,
    });
    await view.openRemote(transfer(processor.readable, [processor.readable]));
    await pause(turnMs);
    const arrivals = await view.takeArrivals();
    const toWorker = arrivals.flatMap(({ rtpTimestamp, atS }) => {
      const receivedS = again.receivedS.get(rtpTimestamp);
      return receivedS === undefined ? [] : [(atS - receivedS) * 1000];
    });
    frames += toWorker.length;
    if (toWorker.length > 10 && submitDelayS !== null && delayS !== null) {
      viewerMs.push(median(toWorker) + submitDelayS * 1000);
      finishedMs.push(median(toWorker) + delayS * 1000);
    }
    await view.closeFeed();
    again.stop();
    video.style.width = `${shownWidthPx}px`;
  }
  worker.terminate();
  const result = {
    viewerMs: median(viewerMs),
    viewerFinishedMs: median(finishedMs),
    videoMs: median(videoMs),
    videoSubmittedMs: median(submittedMs),
    frames,
  };
  return { ...result, latencyPerVideo: result.viewerMs / result.videoMs };
}

/** Frame callbacks of `video`: how long after reception they came, and when each RTP timestamp was received. */
function watchVideo(video: HTMLVideoElement, on: (waitedMs: number, submittedMs: number) => void) {
  const receivedS = new Map<number, number>();
  let isOn = true;
  const next: VideoFrameRequestCallback = (_, metadata) => {
    if (!isOn) return;
    const { receiveTime, rtpTimestamp, presentationTime } = metadata;
    if (receiveTime !== undefined && rtpTimestamp !== undefined) {
      receivedS.set(rtpTimestamp, (performance.timeOrigin + receiveTime) / 1000);
      on(performance.now() - receiveTime, presentationTime - receiveTime);
    }
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  return {
    receivedS,
    stop() {
      isOn = false;
    },
  };
}

/** A picture that changes everywhere, sent to ourselves: 720p at 30 frames a second where the machine can. */
async function loopback(): Promise<{ track: MediaStreamTrack; receiver: RTCRtpReceiver }> {
  const source = document.createElement('canvas');
  source.width = widthPx;
  source.height = heightPx;
  const context = source.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser has no 2D canvas.');
  let n = 0;
  setInterval(() => {
    n += 1;
    context.fillStyle = `hsl(${n % 360} 40% 40%)`;
    context.fillRect(0, 0, widthPx, heightPx);
    context.fillStyle = '#fff';
    context.fillRect((n * 8) % widthPx, 100, 80, 80);
  }, 33);
  const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()];
  sender.onicecandidate = ({ candidate }) => candidate && void receiver.addIceCandidate(candidate);
  receiver.onicecandidate = ({ candidate }) => candidate && void sender.addIceCandidate(candidate);
  const [track] = source.captureStream(30).getVideoTracks();
  if (!track) throw new Error('The canvas gives no track.');
  track.contentHint = 'detail';
  sender.addTrack(track);
  const arrived = new Promise<RTCTrackEvent>(resolve => {
    receiver.ontrack = resolve;
  });
  await sender.setLocalDescription();
  if (sender.localDescription) await receiver.setRemoteDescription(sender.localDescription);
  await receiver.setLocalDescription();
  if (receiver.localDescription) await sender.setRemoteDescription(receiver.localDescription);
  const event = await arrived;
  // The encoder starts small and finds its size within the first seconds.
  await pause(3000);
  return { track: event.track, receiver: event.receiver };
}
