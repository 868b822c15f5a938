/** The screen over a conductor without a house, in the test's own page. */
import { createRoot, type Root } from 'react-dom/client';
import { page } from 'vitest/browser';
import { calibrations, layouts, phantoms, presets, protocols, targets } from '#study/seeds.ts';
import { App } from '#ui/App.tsx';
import { shortestToggleS } from '#ui/keys/dispatcher.ts';
import { fetchAllParts } from '#ui/lazy-part.tsx';
import { createFakeConductor, type FakeConductor } from './fake-conductor.ts';
import { until } from './waiting.ts';

export type RenderedApp = {
  readonly conductor: FakeConductor;
  readonly root: HTMLElement;
  /** The one element that matches; throws an `Error` when there is none. */
  find(selector: string): HTMLElement;
  /** Resolves once `holds` does; throws after a minute. */
  until(holds: () => boolean): Promise<void>;
  press(key: string, more?: KeyboardEventInit): void;
  release(code: string): void;
  /** As long as one key must rest before it may press a toggle again. */
  betweenPresses(): Promise<void>;
  unmount(): void;
};

const codes: Readonly<Record<string, string>> = { ' ': 'Space', Enter: 'Enter', Escape: 'Escape' };

/** `key` as `KeyboardEvent.key`; letters and digits get the code of a US keyboard. */
function codeOf(key: string): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  return /^\d$/.test(key) ? `Digit${key}` : (codes[key] ?? key);
}

/** Renders at `width` × `height` CSS pixels and waits until the picture knows its size. */
export async function renderApp(
  prepare: (conductor: FakeConductor) => void = () => undefined,
  size: { width: number; height: number } = { width: 1280, height: 720 },
): Promise<RenderedApp> {
  await page.viewport(size.width, size.height);
  const conductor = createFakeConductor();
  prepare(conductor);
  await fetchAllParts();
  const element = document.createElement('div');
  element.id = 'root';
  document.body.append(element);
  document.documentElement.lang = 'en';
  document.title = 'Rimlight';
  const root: Root = createRoot(element);
  root.render(
    <App conductor={conductor} seeds={{ protocols, presets, layouts, phantoms, calibrations, targets }} />,
  );
  await until(() => conductor.stores.scene.getState().canvas.widthPx !== 1280);
  await document.fonts.ready;
  return {
    conductor,
    root: element,
    until,
    find(selector) {
      const found = element.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`Nothing on the screen matches ${selector}.`);
      return found;
    },
    press(key, more = {}) {
      const target = document.activeElement ?? document.body;
      const event = new KeyboardEvent('keydown', {
        key,
        code: codeOf(key),
        bubbles: true,
        cancelable: true,
        ...more,
      });
      target.dispatchEvent(event);
    },
    release(code) {
      window.dispatchEvent(new KeyboardEvent('keyup', { code, bubbles: true, cancelable: true }));
    },
    betweenPresses: () => new Promise(resolve => setTimeout(resolve, shortestToggleS * 1000 + 50)),
    unmount() {
      root.unmount();
      element.remove();
    },
  };
}
