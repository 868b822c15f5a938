/**
 * Finds a Chromium for the tests without a hand: `CHROMIUM_PATH`, then an installed browser, then Playwright's own
 * download, then the binary that npm brought. Holds no resource; the npm binary is unpacked once per version.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
];
const fixedPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Flags every test browser starts with: no GPU, nothing in the background, nothing of another origin. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** Path of a Chromium that can be started; throws an `Error` that says what to install when there is none. */
export async function findChromium(): Promise<string> {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (existsSync(asked)) return asked;
    throw new Error(`CHROMIUM_PATH is ${asked}, but no file is there. Correct it or unset it.`);
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)));
  const installed = [...onPath, ...fixedPlaces, chromium.executablePath()].find(
    path => path && existsSync(path),
  );
  if (installed && process.env.RIMLIGHT_TEST_BROWSER !== 'npm') return installed;
  return unpackFromNpm();
}

/**
 * Whether the browser found is the one that npm brought: a headless shell that knows no camera permissions, neither given
 * nor refused. Tests of those are skipped there, and say so; all others give it the fake permission dialog.
 */
export const isHeadlessShell = async (): Promise<boolean> => (await findChromium()).includes(unpackedName);

/** The package unpacks into TMPDIR and reuses what lies there, so each version needs a folder of its own. */
const unpackedName = 'rimlight-chromium-147';

async function unpackFromNpm(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium found. Install Chrome or Chromium, or set CHROMIUM_PATH to one.');
  }
  const folder = join(tmpdir(), unpackedName);
  mkdirSync(folder, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return await packaged.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
