/** The feed worker: one made feed at a time, its streams sent on their ports. Owns the maker that is open. */
import type { FeedPortMessage } from '../ports.ts';
import type { FeedApi, FeedNews, FeedSpec } from './api.ts';
import type { Maker, Tell } from './maker.ts';
import { openPhantom } from './phantom/open-phantom.ts';

/** Decoders are loaded when they are needed: the phantom must show its first frame quickly. */
async function make(spec: FeedSpec, tell: Tell): Promise<Maker> {
  switch (spec.kind) {
    case 'phantom':
      return openPhantom(spec, tell);
    case 'file': {
      const { openFiles } = await import('./file/open-files.ts');
      return openFiles(spec, tell);
    }
    case 'replay': {
      const { openReplay } = await import('./replay/open-replay.ts');
      return openReplay(spec.sessionId, tell);
    }
  }
}

/**
 * What the page talks to. One feed is open at a time; a second `open` closes the first and overtakes it if it is not ready yet.
 * News of a feed that was closed or overtaken is not told. Throws from `open` what the maker throws (`ProblemError`).
 */
export function createFeed(): FeedApi & Disposable {
  let maker: Maker | null = null;
  /** Counts openings, so that one that was overtaken is disposed of when it is ready. */
  let turn = 0;
  let listen: (news: FeedNews) => void | Promise<void> = () => undefined;

  let importing = new AbortController();

  const close = () => {
    maker?.[Symbol.dispose]();
    maker = null;
  };

  return {
    async open(spec, ports) {
      close();
      const mine = ++turn;
      const opened = await make(spec, async news => {
        if (mine === turn) await listen(news);
      });
      if (mine !== turn) {
        opened[Symbol.dispose]();
        return opened.description;
      }
      maker = opened;
      send(ports.main, opened.main);
      opened.onRenewed?.(stream => send(ports.main, stream));
      if (ports.second && opened.second) send(ports.second, opened.second);
      return opened.description;
    },
    close() {
      turn += 1;
      close();
    },
    play: speed => maker?.player?.play(speed),
    pause: () => maker?.player?.pause(),
    show: target => maker?.show?.(target),
    provoke: fault => maker?.provoke?.(fault),
    seek: frameIndex => maker?.player?.seek(frameIndex),
    loop: range => maker?.player?.loop?.(range),
    index: async () => (await maker?.index?.()) ?? null,
    stability: async () => (await maker?.stability?.()) ?? null,
    thumbnail: async (frameIndex, heightPx) => (await maker?.thumbnail?.(frameIndex, heightPx)) ?? null,
    async importPictures(files, { layout, madeWith }, tell) {
      importing.abort();
      importing = new AbortController();
      const { signal } = importing;
      const [{ importPictures }, { createFreeRoom }, { sessionsFolder }] = await Promise.all([
        import('./file/import-session.ts'),
        import('#archive/free-room.ts'),
        import('#archive/sessions.ts'),
      ]);
      const sessions = await sessionsFolder(await navigator.storage.getDirectory());
      const id = crypto.randomUUID();
      const freeBytes = createFreeRoom(navigator.storage, 'importing');
      return importPictures(files, layout, { sessions, id, madeWith, freeBytes, signal, tell });
    },
    cancelImport: () => importing.abort(),
    subscribe(newListen) {
      listen = newListen;
    },
    [Symbol.dispose]() {
      importing.abort();
      turn += 1;
      close();
    },
  };
}

function send(port: MessagePort, stream: Maker['main']): void {
  const message: FeedPortMessage = { type: 'stream', stream };
  port.postMessage(message, [stream]);
}
