/** Plays a clip over and over as RTP. Holds a timer until disposed of. */
import { RtpHeader, RtpPacket } from 'werift';
import type { Clip } from './ivf.ts';

/** Payload of one packet: with RTP, SRTP, UDP and IP headers it stays under every usual MTU. */
const payloadBytes = 1100;
const videoClockHz = 90_000;
/** A viewer may ask for a key frame at every lost packet; it gets one at most this often. */
const keyFrameAtMostEveryMs = 500;

export type ClipPlayer = {
  /** Goes on at the clip's next key frame, which a viewer asked for: its first, unless it has more. */
  restart(): void;
  [Symbol.dispose](): void;
};

/** Calls `send` with the packets of each frame when it is due, then `sent`; RTP timestamps go on evenly over every repetition. */
export function playClip(
  clip: Clip,
  send: (packet: RtpPacket) => void,
  sent?: (index: number) => void,
): ClipPlayer {
  let beganMs = performance.now();
  let beganRtp = Math.floor(Math.random() * 2 ** 31);
  let sequenceNumber = Math.floor(Math.random() * 2 ** 15);
  let index = 0;
  let keyFrameMs = beganMs;
  let timer: NodeJS.Timeout;

  const rtpAt = (seconds: number) => (beganRtp + Math.round(seconds * videoClockHz)) >>> 0;

  function play(): void {
    const frame = clip.frames[index]!;
    if (isKeyFrame(frame.data)) keyFrameMs = performance.now();
    for (const [part, isLast] of packetsOf(frame.data)) {
      sequenceNumber = (sequenceNumber + 1) & 0xffff;
      const header = new RtpHeader({
        payloadType: 96,
        marker: isLast,
        sequenceNumber,
        timestamp: rtpAt(frame.atS),
      });
      send(new RtpPacket(header, part));
    }
    sent?.(index);
    index++;
    if (index === clip.frames.length) {
      index = 0;
      beganRtp = rtpAt(clip.durationS);
      beganMs += clip.durationS * 1000;
    }
    wait();
  }

  function wait(): void {
    const dueMs = beganMs + clip.frames[index]!.atS * 1000;
    timer = setTimeout(play, Math.max(0, dueMs - performance.now()));
  }

  wait();
  return {
    restart() {
      const nowMs = performance.now();
      if (nowMs - keyFrameMs < keyFrameAtMostEveryMs) return;
      clearTimeout(timer);
      const next = clip.frames.findIndex(({ data }, at) => at >= index && isKeyFrame(data));
      index = Math.max(0, next);
      const { atS } = clip.frames[index]!;
      beganRtp = rtpAt((nowMs - beganMs) / 1000 - atS);
      beganMs = nowMs - atS * 1000;
      play();
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
    },
  };
}

/** The lowest bit of a VP8 frame (RFC 6386 §9.1). */
const isKeyFrame = (data: Buffer): boolean => (data[0]! & 1) === 0;

/** A VP8 frame cut into payloads with their one-byte descriptor (RFC 7741 §4.2): S marks the first. */
function packetsOf(frame: Buffer): [payload: Buffer, isLast: boolean][] {
  const packets: [Buffer, boolean][] = [];
  for (let at = 0; at < frame.length; at += payloadBytes) {
    const descriptor = Buffer.from([at === 0 ? 0x10 : 0x00]);
    const payload = Buffer.concat([descriptor, frame.subarray(at, at + payloadBytes)]);
    packets.push([payload, at + payloadBytes >= frame.length]);
  }
  return packets;
}
