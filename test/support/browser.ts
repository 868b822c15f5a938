/** Starts the test browser with the fake devices a test asks for. The caller closes what it gets. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from './chromium.ts';

export type FakeCamera =
  /** One device that plays this .y4m or .mjpeg file. */
  | { readonly file: string }
  /** Chromium's own test pictures on so many devices. */
  | { readonly devices: number; readonly fps: number };

export type BrowserOptions = {
  readonly camera?: FakeCamera;
  /** True: nobody is asked and a camera is allowed. Default true when there is a camera. */
  readonly allowCamera?: boolean;
  readonly flags?: readonly string[];
};

export async function startBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { camera, allowCamera = camera !== undefined } = options;
  const flags = [...chromiumFlags, ...(options.flags ?? [])];
  if (camera && 'file' in camera) {
    flags.push('--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera.file}`);
  } else if (camera) {
    flags.push(`--use-fake-device-for-media-stream=device-count=${camera.devices},fps=${camera.fps}`);
  }
  if (allowCamera) flags.push('--use-fake-ui-for-media-stream');
  return chromium.launch({ executablePath: await findChromium(), args: flags, headless: true });
}

/** What the page said that it should not have: errors, violations of the policy, uncaught rejections. */
export type Complaints = { readonly texts: string[] };

/** A page of the built app at the size a theatre monitor has, and everything it complains about. */
export async function openApp(
  browser: Browser,
  options: { url: string; width?: number; height?: number },
): Promise<{ page: Page; context: BrowserContext; complaints: Complaints }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
  });
  const page = await context.newPage();
  const complaints: Complaints = { texts: [] };
  page.on('console', message => {
    if (message.type() === 'error') complaints.texts.push(message.text());
  });
  page.on('pageerror', error => complaints.texts.push(String(error)));
  await page.goto(options.url);
  return { page, context, complaints };
}
