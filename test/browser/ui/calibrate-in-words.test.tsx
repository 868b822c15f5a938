/** Nothing of a calibration or of the start-of-day check is left in English once another language is spoken. */
import { afterEach, describe, expect, test } from 'vitest';
import type { CalibrationRun, Finding } from '#model/calibration.ts';
import { acceptCurve, acceptDark, acceptFlat } from '#model/calibration-run.ts';
import { fitRegistration } from '#model/fit/registration-fit.ts';
import { fitScale } from '#model/fit/scale-fit.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';
import { sampleMarks as sampleBars, sampleHistory } from '#test/support/sample-checks.ts';
import {
  sampleBadChart,
  sampleChart,
  sampleControls,
  sampleDark,
  sampleFits,
  sampleFlat,
  sampleMarks,
  samplePairs,
  samplePoints,
  sampleProfile,
  sampleRun,
} from '#test/support/sample-readings.ts';
import { drawn } from '#test/support/waiting.ts';
import { speak } from '#words/words.ts';
import { calibrating } from '../ui-registration/run.ts';

let app: RenderedApp;
afterEach(async () => {
  app.unmount();
  await speak('en');
});

/** Names, units, keys and what was typed stay as they are in every language. */
const allowed = new Set(
  [
    ['TBR', 'CNR', 'MAD', 'NIR', 'PNG', 'CSV', 'YUV', 'RGB', 'USAF', 'sRGB', 'rms', 'BT', 'SD', 'JSON'],
    ['px', 'mm', 'lp', 'nM', 'ms', 'min', 'ln', 'Enter', 'Esc', 'Shift', 'Delete', 'control'],
    ['Tower', 'Demo', 'own'],
  ].flat(),
);

const wordsOf = (text: string): string[] =>
  // Targets are called by their file's name where figures say what they are compared with.
  (text.replaceAll(/\w+-3x3/g, '').match(/[A-Za-z]{2,}/g) ?? []).filter(word => !allowed.has(word));

const isHidden = (element: Element) =>
  element.closest('script, style') !== null ||
  (element.closest('details:not([open])') !== null && element.closest('summary') === null);

const read = ['aria-label', 'aria-description', 'title', 'placeholder'] as const;

/** Texts and labels below `selector` that have Latin words in them which are not allowed. */
function leftInEnglish(selector: string): string[] {
  const roots = [...document.querySelectorAll(selector)];
  expect(roots).not.toEqual([]);
  const said = roots.flatMap(root =>
    [root, ...root.querySelectorAll('*')]
      .filter(element => !isHidden(element))
      .flatMap(element => [
        ...read.map(name => element.getAttribute(name) ?? ''),
        ...[...element.childNodes].filter(node => node.nodeType === 3).map(node => node.nodeValue ?? ''),
      ]),
  );
  return [...new Set(said)].filter(text => wordsOf(text).length > 0);
}

/** Folded parts are looked at, too. */
async function unfold(): Promise<void> {
  for (const details of document.querySelectorAll('details')) details.open = true;
  await drawn();
}

const finding = (severity: Finding['severity'], words: string): Finding => ({ severity, id: words, words });

/** Sentences as the worker makes them; the samples' own are invented. */
const real = {
  chart: [
    finding('good', 'Levels arrive in limited range, as video does: black at 16.1, white at 234.8 of 255.'),
    finding(
      'caution',
      'Brightness is coded by a power of 2.21 ± 0.02; the farthest of the grey steps is 4.1 of 255 away from it. That is much: switch off picture enhancement and noise reduction, and read the chart again.',
    ),
    finding(
      'caution',
      'The stream says that its levels are full range; they are limited. The calibration goes by what it measured.',
    ),
    finding(
      'good',
      'Colour is kept for every fourth pixel (4:2:0); grey, which is what NIR is read as, for every one.',
    ),
    finding('good', '219 of 219 grey steps are told apart.'),
  ],
  dark: [finding('good', 'Dark is steady: code 22.0, noise of one pixel 1.2 codes.')],
  flat: [
    finding(
      'caution',
      'After correction 99.1 % of the picture lies above 80 % of its maximum (before: 41.0 %); places differ by 0.52 %. See that target, light and camera did not move during the reading.',
    ),
    {
      ...finding(
        'good',
        'A fixed flat field corrects the instrument (lens, sensor, lamp at this distance), not the tissue: slopes, folds and other distances still change what is seen.',
      ),
      id: 'flat-instrument-only',
    },
  ],
} as const;

const isPhantom = ({ stores }: FakeConductor) => {
  const { description } = stores.feed.getState();
  stores.feed.setState({ description: description && { ...description, kind: 'phantom' } });
  stores.controls.setState({ controls: sampleControls });
};

const chart = { ...sampleChart, findings: real.chart };
const dark = { ...sampleDark, findings: real.dark };
const flat = { ...sampleFlat, findings: real.flat };
const nowS = Date.UTC(2026, 9, 14) / 1000;

/** Everything that a light step brings, accepted. */
function acceptedRun(): CalibrationRun {
  const begun = acceptCurve(sampleRun({ chart }), sampleFits[0]!, { from: 'path', nowS });
  const darkened = acceptDark({ ...begun, dark }, dark, { usesField: false, nowS });
  return { ...acceptFlat({ ...darkened, flat }, flat, nowS), step: 'verdict' };
}

function registered(): Partial<CalibrationRun> {
  const registration = fitRegistration(samplePairs, { widthPx: 640, heightPx: 480 }, false);
  if (!('model' in registration)) throw new Error(registration.words);
  return { pairs: samplePairs, registration };
}

function scaled(): Partial<CalibrationRun> {
  const scale = fitScale(sampleMarks);
  if ('severity' in scale) throw new Error(scale.words);
  return { marks: sampleMarks, scale };
}

const runs: readonly (readonly [string, (conductor: FakeConductor) => void])[] = (
  [
    ['the chart before it is read', sampleRun()],
    ['the chart', sampleRun({ chart })],
    ['a chart that must not be used', sampleRun({ chart: { ...sampleBadChart, findings: real.chart } })],
    ['the light steps, begun', sampleRun({ step: 'steps', curvePoints: samplePoints.slice(0, 2) })],
    ['the light steps', sampleRun({ step: 'steps', curvePoints: samplePoints, curveFits: sampleFits })],
    ['the dark before it is read', sampleRun({ step: 'dark' })],
    ['the dark', sampleRun({ step: 'dark', dark })],
    ['the flat field before it is read', sampleRun({ step: 'flat' })],
    ['the flat field', sampleRun({ step: 'flat', flat })],
    ['the verdict on nothing', sampleRun({ step: 'verdict' })],
    ['the verdict', acceptedRun()],
  ] as const
).map(([name, run]) => [
  name,
  conductor => {
    isPhantom(conductor);
    conductor.stores.calibrating.setState({ run });
  },
]);

describe('in Chinese no English is left in', () => {
  test.each([
    ...runs,
    ['the registration before it', calibrating('registration')],
    ['the registration', calibrating('registration', registered())],
    ['the scale before it', calibrating('scale')],
    ['the scale', calibrating('scale', scaled())],
  ] as const)('%s', async (_, prepare) => {
    await speak('zh');
    app = await renderApp(prepare);
    await app.until(() => app.root.querySelector('.calibrate h3') !== null);
    await unfold();
    expect(leftInEnglish('.calibrate, .picture-layer')).toEqual([]);
  });

  test('a reading under way and one that was refused', async () => {
    await speak('zh');
    app = await renderApp(runs[0]![1]);
    app.conductor.stores.calibrating.setState({ busy: { words: 'Reading the flat field', share: 0.6 } });
    await app.until(() => app.root.querySelector('.calibrate progress') !== null);
    expect(leftInEnglish('.calibrate')).toEqual([]);
    app.conductor.stores.calibrating.setState({
      busy: null,
      refused: {
        id: 'chart-incomplete',
        severity: 'stop',
        text: 'Part of the test chart is cut off or covered: its top left and its top right and its bottom left corner cannot be seen.',
        tip: 'Show the whole chart full screen; switch off zoom, cropping and overscan, and close menus that lie over it.',
      },
    });
    await app.until(() => app.root.querySelector('.calibrate .refusal') !== null);
    expect(leftInEnglish('.calibrate')).toEqual([]);
  });

  test('the sheet of profiles, one of which has expired', async () => {
    await speak('zh');
    const kept = (profile: Profile, hash: string) => ({ profile, hash, faults: [] });
    app = await renderApp(conductor => {
      isPhantom(conductor);
      conductor.stores.calibrating.setState({
        canResume: true,
        profiles: [
          { ...kept(sampleProfile('A 1', 40, '30°'), '1'), faults: [{ kind: 'expired', part: 'dark' }] },
          { ...kept(sampleProfile('A 2', 3, '0°'), '2'), faults: [{ kind: 'other-device' }] },
        ],
      });
      conductor.stores.scene.setState({ profile: unknownProfile, calibration: 'relative, uncalibrated' });
    });
    app.press('U', { shiftKey: true });
    await app.until(() => document.querySelector('dialog .in-force') !== null);
    await unfold();
    expect(leftInEnglish('dialog')).toEqual([]);
  });

  const tabs = [
    'concentration',
    'depth',
    'uniformity',
    'resolution',
    'dark',
    'stability',
    'report',
    'history',
  ];

  test('the check: each part before it is read, read, and beside its history', async () => {
    await speak('zh');
    app = await renderApp(conductor => {
      isPhantom(conductor);
      conductor.stores.checking.setState({ reports: sampleHistory() });
    });
    app.press('Y', { shiftKey: true });
    await app.until(() => app.root.querySelector('.day-check') !== null);
    for (const name of tabs) {
      app.find(`#check-${name}`).click();
      await app.until(() => app.find(`#check-${name}`).getAttribute('aria-selected') === 'true');
      await unfold();
      expect(leftInEnglish('.calibrate'), name).toEqual([]);
      const part = tabs.indexOf(name) < 6;
      if (!part) continue;
      app.press('Enter');
      await app.until(() =>
        app.conductor.asked.some(each => each.name === 'check.read' && each.with[0] === name),
      );
      if (name === 'resolution') app.conductor.commands.check.setMarks(sampleBars);
      await drawn();
      await unfold();
      expect(leftInEnglish('.calibrate, .picture-layer'), `${name}, read`).toEqual([]);
    }
  });
});

test('an English key that nobody translated would be found', async () => {
  app = await renderApp(runs[1]![1]);
  await unfold();
  expect(leftInEnglish('.calibrate').length).toBeGreaterThan(20);
});
