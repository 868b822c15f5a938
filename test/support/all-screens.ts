/** Every sheet, panel and state of the console that has texts of its own, opened one by one. The page speaks whatever it was told to. */

import { analysisTabs, checkTabs } from '#ui/desk.ts';
import { fakeCavity, fakeEdge } from './fake-analysis.ts';
import type { FakeConductor } from './fake-conductor.ts';
import { type RenderedApp, renderApp } from './render-app.tsx';
import { sampleHistory } from './sample-checks.ts';
import { sampleChart, sampleControls, sampleProfile, sampleRun } from './sample-readings.ts';
import { importedSession } from './sample-sessions.ts';
import { drawn } from './waiting.ts';

/** `look` is called at every screen, with its name. */
export type Look = (name: string) => void | Promise<void>;

const circle = (x: number, y: number, radiusPx = 30) =>
  ({ kind: 'circle', centre: { x, y }, radiusPx }) as const;

/** Regions, an analysis, a recording that was left, a case of a study, and a problem. */
export function withWork(conductor: FakeConductor): void {
  const { commands, stores } = conductor;
  commands.addRegion({ role: 'tumour', tissue: null, shape: circle(398, 226, 90) });
  commands.addRegion({ role: 'background', tissue: 'muscle', shape: circle(150, 180) });
  commands.addRegion({ role: 'background', tissue: 'liver parenchyma', shape: circle(200, 320) });
  commands.addRegion({ role: 'edge', tissue: null, shape: fakeEdge });
  commands.addRegion({ role: 'cavity', tissue: null, shape: fakeCavity });
  commands.setAnalysis({
    signal: { rule: { by: 'tbr', times: 2 }, reach: 1, smallestPx: 50, fillsHoles: true },
    margin: true,
    rimOf: 'T1',
    peaksApartMm: 5,
    applicatorMm: 5,
  });
  commands.setCase({ protocolId: 'NL7674', label: 'K-017', neoadjuvant: true });
  stores.problems.setState({
    problems: [
      {
        id: 'black',
        severity: 'caution',
        text: 'The picture is black.',
        tip: 'Check the camera head, its light and the cable.',
      },
    ],
  });
  stores.sessions.setState({ sessions: [importedSession()], recovered: ['session-0001'], retentionDays: 30 });
  conductor.tick();
  conductor.analyse();
}

const sheetKeys = [
  ['sources', 'n'],
  ['iso-lines', 'm'],
  ['keys', '?'],
  ['library', 'i'],
  ['marks', 'N'],
  ['displays', 'D'],
  ['figures', 'd'],
  ['profiles', 'U'],
] as const;

/** A key as it is typed: a capital with Shift. */
export const press = (app: RenderedApp, key: string) => app.press(key, { shiftKey: /[A-Z?]/.test(key) });
const dialog = () => document.querySelector('dialog[open]');

/** Closes the sheet that is open. */
export async function close(app: RenderedApp): Promise<void> {
  document.querySelector<HTMLElement>('.sheet-head button')?.click();
  await app.until(() => dialog() === null);
}

/** Opens a sheet, and waits until it is there. */
export async function open(app: RenderedApp, how: () => void): Promise<void> {
  app.conductor.tick();
  how();
  await app.until(() => dialog() !== null && document.querySelector('dialog .opening') === null);
  await drawn();
}

/** Main screen and sheets. */
export async function lookAtSheets(look: Look): Promise<void> {
  const app = await renderApp(withWork);
  try {
    await app.until(() => app.root.querySelector('.problem') !== null);
    await look('main');
    for (const [name, key] of sheetKeys) {
      await open(app, () => press(app, key));
      await look(name);
      if (name === 'sources') {
        const ways = [
          ...document.querySelectorAll<HTMLElement>('dialog .ways button, dialog fieldset button'),
        ];
        for (const [index, way] of ways.slice(0, 5).entries()) {
          way.click();
          await drawn();
          await look(`source-${index}`);
        }
      }
      await close(app);
    }
    await open(app, () => app.find('.numbers-head .plain[aria-haspopup]').click());
    await look('pairs');
    await close(app);
    await open(app, () => app.find('.status-item.case').click());
    await look('case');
    await close(app);
    await open(app, () => app.find('.notice .build').click());
    await look('about');
  } finally {
    app.unmount();
  }
}

/** Analysis at each tab, calibration and check. */
export async function lookAtPanels(look: Look): Promise<void> {
  const app = await renderApp(withWork);
  try {
    app.press('y');
    await app.until(() => app.root.querySelector('.analysis') !== null);
    for (const tab of analysisTabs) {
      app.find(`#analysis-${tab}`).click();
      await app.until(() => app.find(`#analysis-${tab}`).getAttribute('aria-selected') === 'true');
      app.conductor.tick();
      await drawn();
      await look(`analysis-${tab}`);
    }
  } finally {
    app.unmount();
  }
  const guided = await renderApp(conductor => {
    conductor.stores.controls.setState({ controls: sampleControls });
    conductor.stores.calibrating.setState({
      run: sampleRun({ chart: sampleChart }),
      profiles: [{ profile: sampleProfile('Tower A', 40, '30°'), hash: '1', faults: [] }],
    });
    conductor.stores.checking.setState({ reports: sampleHistory() });
  });
  try {
    await guided.until(() => guided.root.querySelector('.calibrate h3') !== null);
    for (const step of ['path', 'steps', 'dark', 'flat', 'registration', 'scale', 'verdict'] as const) {
      guided.conductor.stores.calibrating.setState({ run: { ...sampleRun({ chart: sampleChart }), step } });
      await drawn();
      await look(`calibrate-${step}`);
    }
    guided.conductor.stores.calibrating.setState({ run: null });
    guided.press('Y', { shiftKey: true });
    await guided.until(() => guided.root.querySelector('.day-check') !== null);
    for (const tab of checkTabs) {
      guided.find(`#check-${tab}`).click();
      await guided.until(() => guided.find(`#check-${tab}`).getAttribute('aria-selected') === 'true');
      await drawn();
      await look(`check-${tab}`);
    }
  } finally {
    guided.unmount();
  }
}
