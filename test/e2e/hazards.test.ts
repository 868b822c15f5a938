/**
 * A picture that never lies: every hazard that a source can bring is provoked in the built app, one after another on one page. Each must be
 * said on the screen, no number may stand that should not, and when it is over the message goes and numbers come back.
 *
 * Elsewhere: a source that stops and a GPU that is lost (`faults.test.ts`), a full disk and a second window (`recordings.test.ts`), a camera
 * that repeats one frame (`faults.test.ts`), tracking lost (`analysis.test.ts`), and what no source can bring (`hazards-acts.test.ts`).
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { PhantomFault } from '#model/phantom.ts';
import type { HazardSpan } from '#model/replay-index.ts';
import { debugUrl, drawCircle, readTbr, until, waitForState } from '../support/app-driver.ts';
import { startBrowser } from '../support/browser.ts';
import { hide, provoke, type Screen, settle, untilScreen, withCable } from '../support/hazard-driver.ts';
import { trueCircles } from '../support/phantom-truth.ts';

type Hazard = {
  readonly fault: PhantomFault;
  /** Any of these problems says it (`src/conductor/README.md`); none: the picture's own words do. */
  readonly problems: readonly string[];
  /** What stands over or on the picture. */
  readonly picture?: RegExp;
  /** Whether numbers may stand while it lasts; `either`: they come and go with the picture's age. */
  readonly numbers: 'withheld' | 'stand' | 'either';
  /** A moment, not a state: its message stays 20 s, whose end is waited for once for all. */
  readonly isMoment?: boolean;
};

const hazards: readonly Hazard[] = [
  { fault: 'late-frames', problems: [], picture: /LATE \d+ ms/, numbers: 'either' },
  { fault: 'frozen', problems: [], picture: /IDENTICAL FRAMES/, numbers: 'withheld' },
  { fault: 'repeated-frames', problems: ['frames-repeated'], numbers: 'stand' },
  { fault: 'torn-frames', problems: ['frames-torn'], numbers: 'withheld' },
  { fault: 'out-of-order', problems: ['frames-out-of-order'], numbers: 'stand' },
  { fault: 'wrong-size', problems: ['frame-size-changed'], numbers: 'withheld' },
  { fault: 'channels-swapped', problems: ['channels-swapped'], numbers: 'withheld' },
  { fault: 'black', problems: ['picture-black'], numbers: 'withheld' },
  { fault: 'lens-covered', problems: ['lens-covered'], numbers: 'withheld' },
  { fault: 'saturated', problems: ['field-saturated'], numbers: 'withheld' },
  { fault: 'excitation-off', problems: ['excitation-off'], numbers: 'withheld' },
  { fault: 'specular-flood', problems: ['specular-flood'], numbers: 'withheld' },
  { fault: 'out-of-focus', problems: ['out-of-focus'], numbers: 'stand' },
  { fault: 'fast-motion', problems: ['motion-too-fast'], numbers: 'withheld' },
  { fault: 'unplugged', problems: ['camera-lost'], picture: /NO SIGNAL/, numbers: 'withheld' },
  {
    fault: 'ambient-light',
    problems: ['ambient-changed', 'dark-drift'],
    numbers: 'stand',
    isMoment: true,
  },
  { fault: 'white-balance-jump', problems: ['white-balance-jump'], numbers: 'stand', isMoment: true },
  // Last: the jump back when it ends would be what is told in the next row.
  { fault: 'gain-jump', problems: ['gain-jump'], numbers: 'stand', isMoment: true },
];

const isSaid =
  ({ problems, picture }: Hazard) =>
  ({ veil, tags, messages }: Screen, ids: readonly string[]): boolean => {
    const overPicture = [veil ?? '', ...tags].some(text => picture?.test(text));
    const isTold = problems.some(id => ids.includes(id)) && messages.length > 0;
    return (picture === undefined || overPicture) && (problems.length === 0 || isTold);
  };

/** Problems that stay for a while after what they tell of. */
const moments = hazards.filter(({ isMoment }) => isMoment).flatMap(({ problems }) => problems);

/** Longer than the watch of the field takes to know what is usual. */
const steadyForMs = 12_000;

const url = inject('appUrl');
let browser: Browser;
let page: Page;

async function drawPair(): Promise<void> {
  const { tumour, background } = trueCircles['sarcoma-bed'];
  await drawCircle(page, { role: 'tumour', ...tumour });
  await drawCircle(page, { role: 'background', tissue: 'muscle', ...background });
  await untilScreen(page, ({ numbers }) => numbers.length > 0, { what: 'A number' });
}

beforeAll(async () => {
  browser = await startBrowser({ camera: { devices: 1, fps: 30 } });
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  await withCable(context);
  page = await context.newPage();
  await page.goto(debugUrl(url));
  await waitForState(page, 'live');
  await drawPair();
});
afterAll(() => browser.close());

describe('with the simulated camera', () => {
  afterEach(() => settle(page));

  test.each(hazards)(
    '$fault is said on the screen, numbers are $numbers, and both are over with it',
    async hazard => {
      await untilScreen(page, ({ numbers, veil }) => numbers.length > 0 && !veil, {
        what: 'A picture with numbers before the hazard',
      });
      await provoke(page, hazard.fault);
      await untilScreen(page, isSaid(hazard), { what: `A word of ${hazard.fault}` });
      if (hazard.numbers === 'withheld')
        await untilScreen(page, ({ numbers }) => numbers.length === 0, {
          what: 'The end of every number',
          timeoutMs: 10_000,
        });
      // What was withheld stays away while the hazard lasts.
      for (let look = 0; look < 5 && hazard.numbers === 'withheld'; look++)
        expect((await untilScreen(page, () => true, { what: 'The screen' })).numbers).toEqual([]);
      // A machine that is busy with other things loses the signal for a moment: said and shown at once is what is asked.
      if (hazard.numbers === 'stand')
        await untilScreen(
          page,
          (screen, ids) => isSaid(hazard)(screen, ids) && screen.veil === null && screen.numbers.length > 0,
          { what: 'Its word beside numbers' },
        );

      await provoke(page, null);
      await untilScreen(
        page,
        (after, ids) =>
          after.numbers.length > 0 &&
          after.veil === null &&
          (hazard.isMoment || !hazard.problems.some(id => ids.includes(id))),
        { what: `The end of ${hazard.fault}` },
      );
    },
  );

  test('what is told of a moment goes by itself', async () => {
    // The gain came back a moment ago: only a change of what was steady is a jump.
    await page.waitForTimeout(steadyForMs);
    await provoke(page, 'gain-jump');
    await untilScreen(page, (_, ids) => ids.includes('gain-jump'), { what: 'A word of the jump' });
    await provoke(page, null);
    // There is a jump back, too: its 20 seconds are the last.
    await untilScreen(page, (_, ids) => !moments.some(id => ids.includes(id)), {
      what: 'The end of the messages of moments',
      timeoutMs: 60_000,
    });
    await untilScreen(page, ({ numbers }) => numbers.length > 0, { what: 'Numbers' });
  });

  test('a page that was hidden says so when it is seen again', async () => {
    await hide(page, true);
    await untilScreen(page, (_, ids) => ids.includes('page-hidden'), { what: 'A word of the hidden page' });
    await hide(page, false);
    const { messages } = await untilScreen(page, screen => /was hidden for/.test(screen.messages.join()), {
      what: 'For how long it was hidden',
    });
    expect(messages.join()).toContain('Keep the console in view');
  });

  test('practice is marked on the picture, and ends by a press there', async () => {
    await page.getByRole('button', { name: /^Source:/ }).click();
    await page.getByRole('button', { name: 'Simulated', exact: true }).click();
    await page.locator('.practise > summary').click();
    await page.getByRole('button', { name: 'black picture', exact: true }).click();
    await page.getByRole('button', { name: 'Make it happen', exact: true }).click();
    await page.getByText('PRACTICE: black picture').waitFor();
    await untilScreen(page, ({ numbers }) => numbers.length === 0, { what: 'The end of every number' });
    await page.locator('.practise-mark').getByRole('button', { name: 'End practice' }).click();
    await untilScreen(page, ({ numbers, veil }) => numbers.length > 0 && !veil, { what: 'The picture' });
    await expect(page.locator('.practise-mark').count()).resolves.toBe(0);
  });
});

test('a recording made while things went wrong says the same when it is replayed, and withholds the same', async () => {
  const told = ['excitation-off', 'channels-swapped'] as const;
  // The smallest picture there is: what is asked here is what the recording keeps, not what the machine can carry.
  await page.evaluate("rimlight.commands.openPhantom('linear-check')");
  await waitForState(page, 'live');
  const { tumour, background } = trueCircles['linear-check'];
  await drawCircle(page, { role: 'tumour', ...tumour });
  await drawCircle(page, { role: 'background', tissue: 'muscle', ...background });
  await page.keyboard.press('r');
  await until(page, 'rimlight.stores.recording.getState().frames > 10');
  for (const fault of told) {
    await provoke(page, fault);
    await untilScreen(page, (_, ids) => ids.includes(fault), { what: `A word of ${fault}` });
    await page.waitForTimeout(1500);
    await provoke(page, null);
    await untilScreen(page, ({ numbers }, ids) => numbers.length > 0 && !ids.includes(fault), {
      what: 'Its end',
    });
  }
  // Frames that are free of it: a quick machine would end the recording within the one that the end was told at.
  const { frames }: { frames: number } = await page.evaluate('rimlight.stores.recording.getState()');
  await until(page, `rimlight.stores.recording.getState().frames > ${frames + 15}`);
  await page.keyboard.press('r');
  await until(page, "rimlight.stores.recording.getState().status === 'idle'");
  await page.evaluate(
    'rimlight.commands.refreshLibrary().then(() => rimlight.commands.openSession(rimlight.stores.sessions.getState().sessions[0].id))',
  );
  await until(page, 'rimlight.stores.feed.getState().playhead?.frameCount > 5');
  await until(page, 'rimlight.stores.review.getState().index !== null');
  const spans: readonly HazardSpan[] = await page.evaluate(
    'rimlight.stores.review.getState().index.hazards.filter(({ withholds }) => withholds)',
  );
  expect([...new Set(spans.map(({ problemId }) => problemId))]).toEqual(told);
  // Slowly: a machine that is busy with other things looks once a second. The recording says it, and a detector mostly, too.
  for (const { problemId, from } of spans) {
    const isTold = (ids: readonly string[]) =>
      ids.includes(problemId) || ids.includes(`recorded-${problemId}`);
    await page.evaluate(`rimlight.commands.seek(${Math.max(0, from - 4)}); rimlight.commands.play(0.4)`);
    await untilScreen(page, ({ numbers }, ids) => isTold(ids) && numbers.length === 0, {
      what: `In replay, a word of ${problemId} without a number`,
    });
    await untilScreen(page, ({ numbers }, ids) => !isTold(ids) && numbers.length > 0, {
      what: `In replay, the end of ${problemId}`,
      timeoutMs: 180_000,
    });
  }

  // What was wrong is a band of the timeline, in words in its list, and a press there goes to its first frame: paused there, where no
  // detector has seen enough to say it again, there is no number either.
  await page.keyboard.press('k');
  await expect.poll(() => page.locator('.hazard-strip .band-withheld').count()).toBe(spans.length);
  await page.getByRole('button', { name: /^Marks/ }).click();
  for (const { from, to, words } of spans) {
    await page.getByRole('button', { name: words }).first().click();
    for (const at of [from, Math.floor((from + to) / 2), to]) {
      await page.evaluate(`rimlight.commands.seek(${at})`);
      await until(
        page,
        `rimlight.stores.feed.getState().playhead.frameIndex === ${at} &&
          rimlight.stores.readout.getState().measurement?.frameNumber === rimlight.stores.review.getState().index.frameNumbers[${at}]`,
      );
      const { numbers } = await untilScreen(page, ({ messages }) => messages.join(' ').includes(words), {
        what: `At frame ${at}, the words of the recording`,
      });
      expect(numbers).toEqual([]);
      expect(await readTbr(page)).toBeNull();
    }
    // Where nothing was wrong there is one, and none of it was left behind.
    await page.evaluate('rimlight.commands.seek(3)');
    await untilScreen(page, ({ numbers }) => numbers.length > 0, { what: 'The number of a frame before' });
  }
});

test('NIR that lies beside its tissue is said, where both channels show edges to tell it by', async () => {
  await page.evaluate("rimlight.commands.openPhantom('back-table-specimen')");
  await waitForState(page, 'live');
  await provoke(page, 'misregistered');
  await untilScreen(page, ({ messages }, ids) => ids.includes('misregistered') && messages.length > 0, {
    what: 'A word of misregistered',
    timeoutMs: 90_000,
  });
  await provoke(page, null);
  await untilScreen(page, (_, ids) => !ids.includes('misregistered'), {
    what: 'The end of misregistered',
    timeoutMs: 90_000,
  });
});

test('a camera that is unplugged leaves NO SIGNAL and no number, and comes back by itself', async () => {
  await page.getByRole('button', { name: /Source:/ }).click();
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  await page.getByLabel('Size to ask for').selectOption('640x480');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await until(page, "rimlight.stores.feed.getState().description?.kind === 'camera'");
  await waitForState(page, 'live');
  await page.evaluate('unplug(true)');
  const screen = await untilScreen(
    page,
    ({ veil }, ids) => /NO SIGNAL/.test(veil ?? '') && ids.includes('camera-lost'),
    { what: 'NO SIGNAL' },
  );
  expect(screen.messages.join(' ')).toContain('The camera is gone.');
  expect(screen.numbers).toEqual([]);
  await page.evaluate('unplug(false)');
  await untilScreen(page, ({ veil }, ids) => veil === null && !ids.includes('camera-lost'), {
    what: 'The picture of the camera',
    timeoutMs: 90_000,
  });
  await waitForState(page, 'live');
});
