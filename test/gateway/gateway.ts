/**
 * A WHEP gateway for development and tests: loops a VP8 clip, or passes on RTP that arrives by UDP, to any number of
 * viewers. Holds an HTTP server, a peer connection for each viewer and a UDP socket until closed. Loopback only.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { MediaStreamTrack, RTCPeerConnection, RtpPacket, useH264, useVP8 } from 'werift';
import { playClip } from './clip-player.ts';
import type { Clip } from './ivf.ts';

export type GatewayOptions = {
  /** 0: any free port. */
  readonly port?: number;
  /** When given, every request must carry it as a Bearer token; otherwise 401. */
  readonly token?: string;
  /** Answers an offer with 406 and an offer of its own, which the viewer answers by PATCH. */
  readonly counterOffer?: boolean;
  /** Of a clip: called when the last packet of its frame `index` was given to a viewer's connection. */
  sent?(index: number): void;
  readonly source:
    | { readonly kind: 'clip'; readonly clip: Clip }
    | { readonly kind: 'rtp'; readonly port: number; readonly codec: 'vp8' | 'h264' };
};

export type Gateway = {
  /** The WHEP address. */
  readonly url: string;
  /** Counts since the start. */
  readonly opened: number;
  readonly deleted: number;
  /** Off: viewers stay connected and get nothing, as when a camera's cable is pulled. */
  send(isOn: boolean): void;
  close(): Promise<void>;
};

const host = '127.0.0.1';
const path = '/whep';
const sdpLimitBytes = 100_000;
const crossOrigin = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'POST, PATCH, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match',
  'Access-Control-Expose-Headers': 'Location, ETag',
};

type Viewer = { readonly peer: RTCPeerConnection; pass(packet: RtpPacket): void; close(): Promise<void> };

/** Starts a gateway; rejects when the port is taken. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { source, token, counterOffer = false } = options;
  const viewers = new Map<string, Viewer>();
  const counts = { opened: 0, deleted: 0 };
  let isSending = true;

  function createViewer(id: string): Viewer {
    const isH264 = source.kind === 'rtp' && source.codec === 'h264';
    const peer = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [host],
      codecs: { video: [isH264 ? useH264() : useVP8()] },
    });
    const track = new MediaStreamTrack({ kind: 'video' });
    const { sender } = peer.addTransceiver(track, { direction: 'sendonly' });
    const pass = (packet: RtpPacket) => {
      if (isSending && peer.connectionState === 'connected') sender.sendRtp(packet).catch(() => close());
    };
    const player = source.kind === 'clip' ? playClip(source.clip, pass, options.sent) : null;
    sender.onPictureLossIndication.subscribe(() => player?.restart());
    const close = async () => {
      player?.[Symbol.dispose]();
      viewers.delete(id);
      await peer.close();
    };
    peer.connectionStateChange.subscribe(state => {
      if (state === 'connected') player?.restart();
      if (state === 'failed' || state === 'closed') close().catch(() => undefined);
    });
    const viewer = { peer, pass, close };
    viewers.set(id, viewer);
    return viewer;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, headers: Record<string, string> = {}, body = '') =>
      response.writeHead(status, { ...crossOrigin, ...headers }).end(body);
    if (request.method === 'OPTIONS') return void reply(204);
    if (token && request.headers.authorization !== `Bearer ${token}`)
      return void reply(401, { 'WWW-Authenticate': 'Bearer' });

    const { pathname } = new URL(request.url ?? '', `http://${host}`);
    if (pathname === path) {
      if (request.method !== 'POST') return void reply(405);
      const id = crypto.randomUUID();
      const { peer } = createViewer(id);
      counts.opened++;
      const offer = await bodyOf(request);
      if (counterOffer) {
        await peer.setLocalDescription(await peer.createOffer());
      } else {
        await peer.setRemoteDescription({ type: 'offer', sdp: offer });
        await peer.setLocalDescription(await peer.createAnswer());
      }
      const headers = { 'Content-Type': 'application/sdp', Location: `${path}/${id}`, ETag: `"${id}"` };
      return void reply(counterOffer ? 406 : 201, headers, peer.localDescription?.sdp);
    }

    const viewer = viewers.get(pathname.slice(path.length + 1));
    if (!viewer) return void reply(404);
    if (request.method === 'PATCH') {
      await viewer.peer.setRemoteDescription({ type: 'answer', sdp: await bodyOf(request) });
      return void reply(204);
    }
    if (request.method === 'DELETE') {
      counts.deleted++;
      await viewer.close();
      return void reply(200);
    }
    reply(405);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400, crossOrigin);
      response.end(error instanceof Error ? error.message : String(error));
    });
  });
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gateway has no port.');

  const socket = source.kind === 'rtp' ? createSocket('udp4') : null;
  socket?.on('message', message => {
    for (const viewer of viewers.values()) viewer.pass(RtpPacket.deSerialize(message));
  });
  if (socket && source.kind === 'rtp') {
    socket.bind(source.port, host);
    await once(socket, 'listening');
  }

  return {
    url: `http://${host}:${address.port}${path}`,
    get opened() {
      return counts.opened;
    },
    get deleted() {
      return counts.deleted;
    },
    send(isOn) {
      isSending = isOn;
    },
    async close() {
      socket?.close();
      await Promise.all([...viewers.values()].map(viewer => viewer.close()));
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > sdpLimitBytes) throw new Error('An SDP of this size is a mistake.');
  }
  return Buffer.concat(chunks).toString('utf8');
}
