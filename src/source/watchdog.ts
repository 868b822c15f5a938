/**
 * Watches a receiver by its statistics, since WHEP says nothing when a picture stops. Reads no frame: those belong to the
 * view worker. Holds a timer until disposed of.
 */
import type { SizePx } from '#model/geometry.ts';
import type { RemoteProblemId } from './remote-problems.ts';

/** No new frame for this long means that the picture stopped. */
const patienceMs = 2000;
/** The first frame may take longer: the connection is being made and a key frame asked for. */
const firstFrameMs = 6000;
const lookEveryMs = 400;

export type Watchdog = { [Symbol.dispose](): void };

/**
 * Calls `onPicture` with the first frame's size (null where the browser does not say), and `onLost` once, when the
 * connection fails or frames stop; after that it rests.
 */
export function createWatchdog(
  session: { readonly peer: RTCPeerConnection; readonly receiver: RTCRtpReceiver },
  listener: { onPicture(size: SizePx | null): void; onLost(reason: RemoteProblemId): void },
): Watchdog {
  let decoded = 0;
  let newestMs = performance.now();
  let isOver = false;

  const timer = setInterval(() => {
    session.receiver.getStats().then(
      report => look(framesIn(report)),
      // A closed connection has no statistics; the state tells, below.
      () => look(null),
    );
  }, lookEveryMs);
  session.peer.addEventListener('connectionstatechange', checkState);

  function look(seen: { frames: number; size: SizePx | null } | null): void {
    if (isOver) return;
    if (seen && seen.frames > decoded) {
      const isFirst = decoded === 0;
      decoded = seen.frames;
      newestMs = performance.now();
      if (isFirst) listener.onPicture(seen.size);
      return;
    }
    const silentMs = performance.now() - newestMs;
    if (decoded > 0 && silentMs > patienceMs) lose('remote-stopped');
    else if (decoded === 0 && silentMs > firstFrameMs) lose('remote-no-picture');
  }

  function checkState(): void {
    const state = session.peer.connectionState;
    if (state === 'failed' || state === 'disconnected' || state === 'closed') lose('remote-cut');
  }

  function lose(reason: RemoteProblemId): void {
    if (isOver) return;
    finish();
    listener.onLost(reason);
  }

  function finish(): void {
    isOver = true;
    clearInterval(timer);
    session.peer.removeEventListener('connectionstatechange', checkState);
  }

  return { [Symbol.dispose]: finish };
}

function framesIn(report: RTCStatsReport): { frames: number; size: SizePx | null } | null {
  let seen: { frames: number; size: SizePx | null } | null = null;
  report.forEach((stats: RTCInboundRtpStreamStats) => {
    if (stats.type !== 'inbound-rtp' || stats.kind !== 'video') return;
    const { framesDecoded = 0, frameWidth, frameHeight } = stats;
    const size = frameWidth && frameHeight ? { widthPx: frameWidth, heightPx: frameHeight } : null;
    seen = { frames: framesDecoded, size };
  });
  return seen;
}
