/** Runs in the tests' browser page: opens real feeds and tells the test, in plain data, what came. */
import type { CameraControl, ControlId } from '#model/camera-controls.ts';
import type { Problem } from '#model/problem.ts';
import { ProblemError } from '#model/problem.ts';
import { listCameras, openCamera } from '#source/camera.ts';
import type { CameraChoice, OpenFeed, RemoteChoice, SourceNews } from '#source/open-feed.ts';
import { openRemote } from '#source/remote.ts';

export type SeenFrame = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly format: string | null;
  readonly timestamp: number;
};

export type Opened = { problem: Problem | null; description: OpenFeed['description'] | null };

let feed: OpenFeed | null = null;
let inlets: { main: OpenFeed['main']; second: OpenFeed['second'] } | null = null;
let heard: SourceNews[] = [];
let controlsHeard: (readonly CameraControl[])[] = [];

async function open(opening: Promise<OpenFeed>): Promise<Opened> {
  try {
    feed = await opening;
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem, description: null };
    throw error;
  }
  inlets = { main: feed.main, second: feed.second };
  heard = [];
  controlsHeard = [];
  feed.controls?.subscribe(controls => controlsHeard.push(controls));
  feed.subscribe(news => {
    heard.push(news);
    if (news.type === 'inlets') inlets = { main: news.main, second: news.second };
  });
  return { problem: null, description: feed.description };
}

const functions = {
  listCameras,
  openCamera: (choice: CameraChoice) => open(openCamera(choice)),
  openRemote: (choice: RemoteChoice) => open(openRemote(choice)),
  /** What was told since opening, in words: a problem's id with + or −, otherwise the news' type. */
  heard: (): string[] =>
    heard.map(news => (news.type === 'problem' ? `${news.isOver ? '-' : '+'}${news.problem.id}` : news.type)),
  /** The layout told last, if any. */
  layoutTold: (): string | null =>
    heard.findLast(news => news.type === 'description')?.description.layout.id ?? null,
  /** The next `count` frames of a stream, through a transfer to a worker's end as in the app. */
  async read(stream: 'main' | 'second', count: number): Promise<SeenFrame[]> {
    const inlet = inlets?.[stream];
    if (!(inlet instanceof ReadableStream)) throw new Error(`There is no ${stream} stream.`);
    const reader = inlet.getReader();
    const frames: SeenFrame[] = [];
    while (frames.length < count) {
      const { value, done } = await reader.read();
      if (done) break;
      if ('kind' in value) throw new Error('A camera delivers video frames.');
      const { codedWidth: widthPx, codedHeight: heightPx, format, timestamp } = value;
      frames.push({ widthPx, heightPx, format, timestamp });
      value.close();
    }
    reader.releaseLock();
    return frames;
  },
  /** Whether a fresh read ends or goes on. */
  async isEnded(stream: 'main' | 'second'): Promise<boolean> {
    return (await this.read(stream, 1)).length === 0;
  },
  /** Reads in a worker what was transferred to it; resolves with the number of frames that could be copied out there. */
  async readInWorker(count: number): Promise<number> {
    const code = `onmessage = async ({ data: { stream, count } }) => {
      const reader = stream.getReader();
      let copied = 0;
      try {
        while (copied < count) {
          const { value, done } = await reader.read();
          if (done) break;
          await value.copyTo(new Uint8Array(value.allocationSize()));
          value.close();
          copied++;
        }
      } catch (error) {
        // A promise that is rejected in a worker is heard by nobody.
        setTimeout(() => { throw error; });
        return;
      }
      postMessage(copied);
    }`;
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    const stream = inlets?.main;
    if (!(stream instanceof ReadableStream)) throw new Error('There is no stream to transfer.');
    const copied = await new Promise<number>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ stream, count }, [stream]);
    });
    worker.terminate();
    return copied;
  },
  /** The camera's settings; null where the feed has none. */
  controls: (): readonly CameraControl[] | null => feed?.controls?.read() ?? null,
  /** Every change of them that was told. */
  controlsHeard: () => controlsHeard,
  /** Locks a setting or lets go of it: null, or why the camera refused. */
  async setControl(id: ControlId, isLocked: boolean): Promise<Problem | null> {
    try {
      await feed?.controls?.set(id, isLocked);
    } catch (error) {
      if (error instanceof ProblemError) return error.problem;
      throw error;
    }
    return null;
  },
  /** Changes settings of a camera as another program would: by a track of its own. */
  async changeBehind(deviceId: string, settings: Record<string, string | number>): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { deviceId: { exact: deviceId } } });
    const track = stream.getVideoTracks()[0]!;
    await track.applyConstraints({ advanced: [settings] });
    track.stop();
  },
  dispose(): void {
    feed?.[Symbol.dispose]();
    feed = null;
  },
};

export type SourcePage = typeof functions;

declare global {
  var sourcePage: SourcePage;
}

globalThis.sourcePage = functions;
