/**
 * In a page with nothing on it: a plain `<video>` of a camera or a WHEP address, and its pixels, read when the browser first tells of them. The
 * yardstick for the app.
 */

import { epochMs, type Notes, notesOfThread } from './thread-notes.ts';
import { codeHeightPx, codePlace, codeWidthPx, fromLevels, levelsAt } from './time-code.ts';

const middles = Array.from({ length: codePlace.columns * codePlace.rows }, (_, index) => ({
  x: ((index % codePlace.columns) + 0.5) * codePlace.blockPx,
  y: (Math.floor(index / codePlace.columns) + 0.5) * codePlace.blockPx,
}));
const whole = { x: 0, y: 0, width: codeWidthPx, height: codeHeightPx };

/** Plays, shown at the frame's own size, and notes until the page goes. `address` null: the first camera. */
export async function playVideo(address: string | null): Promise<void> {
  const video = document.createElement('video');
  video.muted = true;
  document.body.style.margin = '0';
  document.body.append(video);
  video.srcObject = address === null ? await openCamera() : await openStream(address);
  watch(video, notesOfThread());
  await video.play();
}

/** As the camera delivers: the browser would scale every frame to another size than asked for. */
const asItIs: MediaTrackConstraints & { resizeMode: string } = { resizeMode: 'none' };
const openCamera = (): Promise<MediaStream> => navigator.mediaDevices.getUserMedia({ video: asItIs });

async function openStream(address: string): Promise<MediaStream> {
  const peer = new RTCPeerConnection({ iceServers: [] });
  const { receiver } = peer.addTransceiver('video', { direction: 'recvonly' });
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== 'complete') await new Promise(resolve => setTimeout(resolve, 20));
  const response = await fetch(address, {
    method: 'POST',
    body: peer.localDescription?.sdp ?? '',
    headers: { 'Content-Type': 'application/sdp' },
  });
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
  // As the app asks: no frame waits for a smoother picture.
  receiver.jitterBufferTarget = 0;
  return new MediaStream([receiver.track]);
}

function watch(video: HTMLVideoElement, notes: Notes): void {
  const canvas = new OffscreenCanvas(codeWidthPx, codeHeightPx);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser has no 2D canvas.');
  const { x, y } = codePlace;
  const look: VideoFrameRequestCallback = (_, { presentationTime, presentedFrames }) => {
    const drawnMs = epochMs();
    context.drawImage(video, x, y, codeWidthPx, codeHeightPx, 0, 0, codeWidthPx, codeHeightPx);
    const { data } = context.getImageData(0, 0, codeWidthPx, codeHeightPx);
    const submittedMs = performance.timeOrigin + presentationTime;
    notes.readings.push({ code: fromLevels(levelsAt(middles, data, whole)), submittedMs, drawnMs });
    notes.delivered = presentedFrames;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}
