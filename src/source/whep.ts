/**
 * A WHEP player of our own (draft-ietf-wish-whep): one POST with our offer, and either an answer (201) or the server's
 * counter-offer (406), which our PATCH answers. A session holds a peer connection and a resource on the gateway.
 */
import { remoteError, statusError } from './remote-problems.ts';

/** No ICE server is asked, so that gathering ends in milliseconds; a machine with a broken interface must not hang us. */
const gatheringLimitMs = 2000;
const replyLimitMs = 8000;
const sdpType = 'application/sdp';

export type WhepEndpoint = { readonly address: string; readonly token: string | null };

/** A negotiated session: media may not flow yet. Disposing closes the connection and deletes the gateway's resource. */
export type WhepSession = {
  readonly peer: RTCPeerConnection;
  readonly receiver: RTCRtpReceiver;
  [Symbol.dispose](): void;
};

/** `address` as a URL. Throws a `ProblemError` unless it is https, or http to this very machine. */
export function checkAddress(address: string, base?: URL): URL {
  const url = URL.parse(address, base);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw remoteError('remote-address');
  const isThisMachine = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  if (url.protocol === 'http:' && !isThisMachine) throw remoteError('remote-plain');
  return url;
}

/** Negotiates one video stream to receive. Throws a `ProblemError`, leaving nothing behind; `signal` abandons it. */
export async function openWhep(endpoint: WhepEndpoint, signal: AbortSignal): Promise<WhepSession> {
  const url = checkAddress(endpoint.address);
  const peer = new RTCPeerConnection({ iceServers: [] });
  let resource: Resource | null = null;
  try {
    peer.addTransceiver('video', { direction: 'recvonly' });
    await peer.setLocalDescription();
    await gathered(peer);
    const response = await send(url, endpoint, {
      method: 'POST',
      body: peer.localDescription?.sdp ?? '',
      signal,
    });
    if (response.status !== 201 && response.status !== 406) throw statusError(response.status);
    resource = resourceOf(response, url, endpoint);
    if (response.status === 406) return await answerCounterOffer(peer, response, resource, signal);
    await accept(peer, { type: 'answer', sdp: await response.text() });
    return session(peer, resource);
  } catch (error) {
    peer.close();
    resource?.delete();
    throw error;
  }
}

/** The server may only offer, never answer: our first connection made the wrong half of the bargain and is replaced. */
async function answerCounterOffer(
  refused: RTCPeerConnection,
  response: Response,
  resource: Resource | null,
  signal: AbortSignal,
): Promise<WhepSession> {
  if (!resource) throw remoteError('remote-not-understood', new Error('A counter-offer without Location.'));
  refused.close();
  const peer = new RTCPeerConnection({ iceServers: [] });
  try {
    await accept(peer, { type: 'offer', sdp: await response.text() });
    for (const transceiver of peer.getTransceivers()) {
      const isWanted = transceiver === firstVideo(peer);
      transceiver.direction = isWanted ? 'recvonly' : 'inactive';
    }
    await peer.setLocalDescription();
    await gathered(peer);
    const patched = await resource.answer(peer.localDescription?.sdp ?? '', signal);
    if (!patched.ok) throw statusError(patched.status);
    return session(peer, resource);
  } catch (error) {
    peer.close();
    throw error;
  }
}

const firstVideo = (peer: RTCPeerConnection): RTCRtpTransceiver | undefined =>
  peer.getTransceivers().find(transceiver => transceiver.receiver.track.kind === 'video');

function session(peer: RTCPeerConnection, resource: Resource | null): WhepSession {
  const receiver = firstVideo(peer)?.receiver;
  if (!receiver) throw remoteError('remote-not-understood', new Error('No video was offered.'));
  // A late frame is worth less to a surgeon than a dropped one.
  receiver.jitterBufferTarget = 0;
  return {
    peer,
    receiver,
    [Symbol.dispose]() {
      peer.close();
      resource?.delete();
    },
  };
}

async function accept(peer: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<void> {
  try {
    await peer.setRemoteDescription(description);
  } catch (error) {
    throw remoteError('remote-not-understood', error);
  }
}

/** The session as the gateway names it. */
type Resource = {
  answer(sdp: string, signal: AbortSignal): Promise<Response>;
  /** Asks and does not wait: a gateway that cannot hear this drops the session by itself. */
  delete(): void;
};

function resourceOf(response: Response, endpointUrl: URL, endpoint: WhepEndpoint): Resource | null {
  const location = response.headers.get('Location');
  if (location === null) return null;
  const url = checkAddress(location, new URL(response.url || endpointUrl));
  // The token was given to the endpoint's origin; a Location elsewhere must not carry it off.
  const credentials = url.origin === endpointUrl.origin ? endpoint : { ...endpoint, token: null };
  const tag = response.headers.get('ETag');
  return {
    answer: (sdp, signal) =>
      send(url, credentials, { method: 'PATCH', body: sdp, signal, ...(tag && { tag }) }),
    delete() {
      const signal = AbortSignal.timeout(replyLimitMs);
      send(url, credentials, { method: 'DELETE', signal }).catch(() => undefined);
    },
  };
}

type Request = {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly signal: AbortSignal;
  readonly body?: string;
  /** The session's entity tag, when the gateway gave one. */
  readonly tag?: string;
};

async function send(url: URL, { token }: WhepEndpoint, request: Request): Promise<Response> {
  const { method, body, tag } = request;
  try {
    return await fetch(url, {
      method,
      ...(body !== undefined && { body }),
      headers: {
        ...(body !== undefined && { 'Content-Type': sdpType }),
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(tag && { 'If-Match': tag }),
      },
      credentials: 'omit',
      cache: 'no-store',
      // A page that closes still gets its DELETE out.
      keepalive: method === 'DELETE',
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(replyLimitMs)]),
    });
  } catch (error) {
    throw remoteError('remote-unreachable', error);
  }
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise(resolve => {
    const settle = () => {
      clearTimeout(timer);
      peer.removeEventListener('icegatheringstatechange', check);
      resolve();
    };
    const check = () => {
      if (peer.iceGatheringState === 'complete') settle();
    };
    const timer = setTimeout(settle, gatheringLimitMs);
    peer.addEventListener('icegatheringstatechange', check);
    check();
  });
}
