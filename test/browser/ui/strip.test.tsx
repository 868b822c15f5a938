/** The strip on top when it has the most to say: nothing of the case, the picture or the recording is cut off, in any language. */
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { cutTexts } from '#test/support/control-faults.ts';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { drawn } from '#test/support/waiting.ts';
import { speak } from '#words/words.ts';
import '@fontsource-variable/inter';

let app: RenderedApp;
afterEach(async () => {
  app.unmount();
  await speak('en');
});

const sizes = [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

/** Recording with losses, on a picture that is late, in a case of a treated tumour. */
const busy = (change: Parameters<FakeConductor['commands']['setCase']>[0]) => (conductor: FakeConductor) => {
  const { commands, stores } = conductor;
  commands.setCase({ neoadjuvant: true, ...change });
  stores.readout.setState(({ liveness }) => ({
    liveness: { ...liveness, state: 'late', ageS: 0.321, dropped: 769 },
  }));
  stores.recording.setState({
    status: 'recording',
    startedAtS: Date.now() / 1000 - 1566,
    secondsLeft: 16 * 60,
    dropped: 19,
  });
};

const cases = [
  { name: 'nothing was said of', change: {} },
  {
    name: 'everything was said of',
    change: {
      protocolId: 'NCT06979115',
      label: 'Leiden-2026.bed-sarcoma1',
      injectedAtS: Date.now() / 1000 - 23.7 * 3600,
    },
  },
] as const;

const calibrations = ['calibrated', 'relative, calibration of another camera'] as const;

describe.each(['en', 'nl', 'zh'] as const)('in %s nothing in the strip is cut off', language => {
  test.each(cases)('while it records a case that $name', async ({ change }) => {
    await speak(language);
    app = await renderApp(busy(change));
    for (const calibration of calibrations)
      for (const size of sizes) {
        app.conductor.stores.scene.setState({ calibration });
        await page.viewport(size.width, size.height);
        await drawn();
        const where = `${calibration}, ${size.width}`;
        const strip = app.find('.status');
        expect(cutTexts(strip), where).toEqual([]);
        expect(strip.scrollWidth, where).toBeLessThanOrEqual(size.width);
        const { bottom } = strip.getBoundingClientRect();
        const tall = [...strip.querySelectorAll('.status-item')].filter(
          each =>
            each.scrollHeight > each.clientHeight + 1 || each.getBoundingClientRect().bottom > bottom + 1,
        );
        expect(
          tall.map(each => each.textContent),
          where,
        ).toEqual([]);
      }
  });
});
