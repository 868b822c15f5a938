/** Starts the test browser with the fake devices a test asks for. The caller closes what it gets. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { shortestToggleS } from '#ui/keys/dispatcher.ts';
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
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: flags,
    headless: true,
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async context => withSteadyHand(await newContext(context));
  return browser;
}

/**
 * A letter that goes back and forth does nothing when it is pressed again sooner than a hand does it: in every page of `context` the
 * next press of the same letter waits for that. `keyboard.down` and `up` do not wait.
 */
function withSteadyHand(context: BrowserContext): BrowserContext {
  const steady = ({ keyboard }: Page): void => {
    const press = keyboard.press.bind(keyboard);
    const pressedMs = new Map<string, number>();
    keyboard.press = async (key, options) => {
      if (/^(Shift\+)?[a-z]$/i.test(key)) {
        const restMs = (pressedMs.get(key) ?? 0) + shortestToggleS * 1000 + 50 - Date.now();
        if (restMs > 0) await new Promise(resolve => setTimeout(resolve, restMs));
      }
      await press(key, options);
      pressedMs.set(key, Date.now());
    };
  };
  for (const page of context.pages()) steady(page);
  return context.on('page', steady);
}

/** What the page said that it should not have: errors, violations of the policy, uncaught rejections. */
export type Complaints = { readonly texts: string[] };

/** A page of the built app at the size a theatre monitor has, and everything it complains about. */
export async function openApp(
  browser: Browser,
  /** `cores`: what the machine says it has, instead of its own. */
  options: { url: string; width?: number; height?: number; cores?: number | undefined },
): Promise<{ page: Page; context: BrowserContext; complaints: Complaints }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
  });
  if (options.cores !== undefined)
    await context.addInitScript(
      `Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => ${options.cores} })`,
    );
  const page = await context.newPage();
  const complaints: Complaints = { texts: [] };
  page.on('console', message => {
    if (message.type() === 'error') complaints.texts.push(message.text());
  });
  page.on('pageerror', error => complaints.texts.push(String(error)));
  await page.goto(options.url);
  return { page, context, complaints };
}
