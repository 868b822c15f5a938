/**
 * Latency from the pixels of the built app: a time code that the source draws into each frame, read back from the drawn picture. What is measured from
 * where to where is in the README beside this file. Holds a browser with a profile on disk, a server and a camera until closed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { startGateway } from '../../gateway/gateway.ts';
import { chromiumFlags, findChromium } from '../../support/chromium.ts';
import type { FigureName } from '../figures.ts';
import { prepareBusy } from './busy.ts';
import { type ClockCamera, startClockCamera } from './clock-camera.ts';
import { makeCodedClip } from './coded-clip.ts';
import { byClock, drawnShare, framesOf, look, olderOf, type Spell, tell } from './measure.ts';
import { makeScripts, type Scripts } from './scripts.ts';
import { isOfStall, latencyOf, type MadeAt, median, type Older } from './summary.ts';
import { closeDisplay, openConsole, openDisplay, openFeed, openVideo, type PixelWindow } from './windows.ts';

type Measured = Partial<Record<FigureName, number>>;
/** `older`: frames drawn after a newer one, on any canvas. */
type PixelFigures = { readonly figures: Measured; readonly older: readonly Older[] };

type SourceName = 'phantom' | 'camera' | 'webrtc';

type PixelBench = {
  measure(source: SourceName): Promise<PixelFigures>;
  close(): Promise<void>;
};

type Rig = {
  readonly context: BrowserContext;
  readonly appUrl: string;
  readonly scripts: Scripts;
  readonly camera: ClockCamera;
};

const spellS = 10;
const displaySpellS = 8;
const videoRounds = 3;
const displayRounds = 4;
const busyRounds = 4;
/** Of all three sources. */
const intervalMs = 1000 / 30;

export async function startPixelBench(appUrl: string): Promise<PixelBench> {
  const scripts = await makeScripts();
  const camera = startClockCamera();
  const profile = mkdtempSync(join(tmpdir(), 'rimlight-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    args: [
      ...chromiumFlags,
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${camera.file}`,
      '--use-fake-ui-for-media-stream',
      '--screen-info={0,0 1920x1080 label=Console}{1920,0 1280x720 label=OR}',
    ],
    viewport: { width: 1280, height: 720 },
  });
  const rig: Rig = { context, appUrl, scripts, camera };
  return {
    measure: source => measures[source](rig),
    async close() {
      await context.close();
      camera[Symbol.dispose]();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The figures that every source has, under its name; and what was drawn. */
function common(name: SourceName, spells: readonly Spell[]): Measured {
  const { p50Ms, p95Ms, p99Ms, jitterMs } = tell(name, spells);
  return {
    [`latency-${name}-p50-ms`]: p50Ms,
    [`latency-${name}-p95-ms`]: p95Ms,
    [`latency-${name}-p99-ms`]: p99Ms,
    [`jitter-${name}-ms`]: jitterMs,
    [`drawn-per-delivered-${name}`]: drawnShare(spells),
  };
}

const p95 = (spells: readonly Spell[]): number => latencyOf(framesOf(spells)).p95Ms;
const p50 = (spells: readonly Spell[]): number => latencyOf(framesOf(spells)).p50Ms;

/** The phantom draws the clock in the same process as the app reads it. */
async function measurePhantom({ context, appUrl, scripts }: Rig): Promise<PixelFigures> {
  const app = await openConsole(context, appUrl, scripts);
  try {
    await openFeed(app, "rimlight.commands.openPhantom('sarcoma-bed')", 'phantom');
    const spells: Spell[] = [];
    for (let round = 0; round < 2; round++)
      spells.push(...(await look([app], byClock, { seconds: spellS, isOneClock: true })));
    return { figures: common('phantom', spells), older: olderOf(spells) };
  } finally {
    await app.page.close();
  }
}

const openCamera =
  "rimlight.commands.openCamera({ deviceId: '', secondDeviceId: null, widthPx: 640, heightPx: 480, fps: 30 })";

async function measureCamera(rig: Rig): Promise<PixelFigures> {
  const { context, appUrl, scripts, camera } = rig;
  const app = await openConsole(context, appUrl, scripts);
  try {
    const { app: idle, video } = await againstVideo(rig, app, {
      open: () => openFeed(app, openCamera, 'camera'),
      address: null,
      madeAt: byClock,
    });
    await openFeed(app, openCamera, 'camera');
    const displays = await measureDisplays(rig, app);
    const busy = await measureBusy(rig, app);
    const figures = common('camera', idle);
    const { medianMs, p99Ms, stalls } = await camera.report();
    console.log(
      `  the camera's clock was written every ${medianMs.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`,
    );
    return {
      figures: {
        ...figures,
        'latency-camera-per-video': p50(idle) / p50(video),
        ...displays.figures,
        ...busy.figures,
      },
      older: [...olderOf(idle), ...displays.older, ...busy.older].filter(
        older => !stalls.some(([fromMs, toMs]) => isOfStall(older, { fromMs, toMs })),
      ),
    };
  } finally {
    await app.page.close();
  }
}

/** The gateway knows when it sent which frame; frames carry their number. */
async function measureRemote(rig: Rig): Promise<PixelFigures> {
  const { context, appUrl, scripts } = rig;
  const clip = await makeCodedClip(context);
  const sentMs: number[][] = clip.frames.map(() => []);
  const gateway = await startGateway({
    source: { kind: 'clip', clip },
    sent: index => sentMs[index]?.push(performance.timeOrigin + performance.now()),
  });
  const madeAt: MadeAt = (code, drawnMs) => sentMs[code]?.findLast(ms => ms <= drawnMs) ?? null;
  const app = await openConsole(context, appUrl, scripts);
  try {
    const { app: spells, video } = await againstVideo(rig, app, {
      open: () =>
        openFeed(
          app,
          `rimlight.commands.openRemote(${JSON.stringify({ address: gateway.url, token: null })})`,
          'remote',
        ),
      address: gateway.url,
      madeAt,
    });
    return {
      figures: { ...common('webrtc', spells), 'latency-webrtc-per-video': p50(spells) / p50(video) },
      older: olderOf(spells),
    };
  } finally {
    await app.page.close();
    await gateway.close();
  }
}

/** The app and a plain `<video>` on the same stream, in turns; while one is measured the other has no stream. */
async function againstVideo(
  { context, appUrl, scripts }: Rig,
  app: PixelWindow,
  source: { open(): Promise<void>; address: string | null; madeAt: MadeAt },
): Promise<{ app: Spell[]; video: Spell[] }> {
  const { open, address, madeAt } = source;
  const spells: { app: Spell[]; video: Spell[] } = { app: [], video: [] };
  for (let round = 0; round < videoRounds; round++) {
    await open();
    spells.app.push(...(await look([app], madeAt, { seconds: spellS })));
    await app.page.evaluate('rimlight.commands.closeFeed()');
    const video = await openVideo(context, { appUrl, scripts, address });
    spells.video.push(...(await look([video], madeAt, { seconds: spellS })));
    await video.page.close();
  }
  tell('plain <video>', spells.video);
  return spells;
}

/** With no theatre display, one and two, in turns: what each costs the console's own picture. */
async function measureDisplays({ scripts }: Rig, app: PixelWindow): Promise<PixelFigures> {
  const main: Spell[][] = [[], [], []];
  const theatre: Spell[] = [];
  for (let round = 0; round < displayRounds; round++) {
    const open: PixelWindow[] = [];
    for (const spells of main) {
      if (spells !== main[0]) open.push(await openDisplay(app, scripts));
      const [own, ...others] = await look([app, ...open], byClock, { seconds: displaySpellS });
      if (own) spells.push(own);
      theatre.push(...others);
    }
    for (const display of open) await closeDisplay(app, display);
  }
  for (const [count, spells] of main.entries()) tell(`console beside ${count} theatre displays`, spells);
  const { p50Ms, p95Ms } = tell('theatre displays themselves', theatre);
  /** Median over rounds: other load falls on neighbouring spells alike. */
  const added = (count: number) =>
    median(main[count]!.map((spell, round) => (p95([spell]) - p95([main[count - 1]![round]!])) / intervalMs));
  return {
    figures: {
      'first-display-frames': added(1),
      'second-display-frames': added(2),
      'latency-theatre-p50-ms': p50Ms,
      'latency-theatre-p95-ms': p95Ms,
    },
    older: olderOf([...main.flat(), ...theatre]),
  };
}

/** Idle and busy with everything at once, in turns. */
async function measureBusy({ context, appUrl }: Rig, app: PixelWindow): Promise<PixelFigures> {
  const load = await prepareBusy(app.page, context, appUrl);
  const idle: Spell[] = [];
  const busy: Spell[] = [];
  try {
    for (let round = 0; round < busyRounds; round++) {
      idle.push(...(await look([app], byClock, { seconds: spellS })));
      await load.begin();
      busy.push(...(await look([app], byClock, { seconds: spellS })));
      console.log('  busy with', await load.end());
    }
  } finally {
    await load.close();
  }
  const { p95Ms: idleMs } = tell('console idle', idle);
  const { p95Ms: busyMs } = tell('console busy', busy);
  return {
    figures: {
      'latency-busy-per-idle': median(busy.map((spell, round) => p95([spell]) / p95([idle[round]!]))),
      'latency-idle-p95-ms': idleMs,
      'latency-busy-p95-ms': busyMs,
      'drawn-per-delivered-busy': drawnShare(busy),
    },
    older: olderOf([...idle, ...busy]),
  };
}

const measures = {
  phantom: measurePhantom,
  camera: measureCamera,
  webrtc: measureRemote,
} as const satisfies Record<SourceName, (rig: Rig) => Promise<PixelFigures>>;
