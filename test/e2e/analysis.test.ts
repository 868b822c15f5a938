/** What is made of a frame beside its regions, through the built app, against what the phantoms truly emit. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { type Analysis, type AnalysisSettings, type Asked, isGiven } from '#model/analysis.ts';
import type { Point } from '#model/geometry.ts';
import { type PhantomSpec, phantomSchema } from '#model/phantom.ts';
import type { RegionRole, Shape, Tissue } from '#model/region.ts';
import type { ParameterKey } from '#model/time-curve/definitions.ts';
import { type CurveFigures, curveParameters } from '#model/time-curve/parameters.ts';
import type { TimeCurve } from '#model/time-curve/time-curve.ts';
import { breathingPose, restingPoint } from '#workers/feed/phantom/motion.ts';
import { createRadiance } from '#workers/feed/phantom/radiance.ts';
import {
  debugUrl,
  freshMeasurements,
  measurementOf,
  regionsOf,
  until,
  waitForState,
} from '../support/app-driver.ts';
import { openApp, startBrowser } from '../support/browser.ts';
import { type Circle, trueCircles, trueMean, trueTbr } from '../support/phantom-truth.ts';

const url = inject('appUrl');
const seeds = Object.values(
  import.meta.glob('../../seeds/phantoms/*.json', { eager: true, import: 'default' }),
);
const phantomNamed = (id: string): PhantomSpec =>
  seeds.map(seed => phantomSchema.parse(seed)).find(spec => spec.id === id)!;

let browser: Browser | undefined;
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

/** A phantom with its own calibration, and a scale that is 1 % sure. */
async function openPhantom(id: string, cores?: number): Promise<Page> {
  browser = await startBrowser();
  const { page } = await openApp(browser, { url: debugUrl(url), cores });
  await waitForState(page, 'live');
  await page.evaluate(`rimlight.commands.openPhantom(${JSON.stringify(id)})`);
  await until(page, "rimlight.stores.feed.getState().status === 'open'");
  await waitForState(page, 'live');
  const { mmPerPx } = phantomNamed(id);
  const scale = JSON.stringify({ mmPerPx, sdMmPerPx: mmPerPx / 100 });
  await page.evaluate(`(profile => rimlight.commands.setProfile({ ...profile, scale: ${scale} }))(
    rimlight.stores.scene.getState().profile)`);
  return page;
}

const add = (page: Page, role: RegionRole, shape: Shape, tissue: Tissue | null = null): Promise<void> =>
  page.evaluate(`rimlight.commands.addRegion(${JSON.stringify({ role, tissue, shape })})`);
const ask = (page: Page, settings: Partial<AnalysisSettings>): Promise<void> =>
  page.evaluate(`rimlight.commands.setAnalysis(${JSON.stringify(settings)})`);
const bothRegions = async (page: Page, at: { tumour: Circle; background: Circle }) => {
  await add(page, 'tumour', at.tumour);
  await add(page, 'background', at.background, 'muscle');
};
const signalOf = (times: number) =>
  ({ rule: { by: 'tbr', times }, reach: 1, smallestPx: 20, fillsHoles: true }) as const;

/** Analyses of `count` different frames that were made with what is in force now. */
async function analyses(page: Page, count: number): Promise<Analysis[]> {
  const nowS: number = await page.evaluate('(performance.timeOrigin + performance.now()) / 1000');
  const taken = new Map<number, Analysis>();
  const endMs = Date.now() + 60_000;
  while (taken.size < count) {
    if (Date.now() > endMs) throw new Error(`Only ${taken.size} frames were analysed.`);
    const analysis: Analysis | null = await page.evaluate('rimlight.stores.analysis.getState().analysis');
    if (analysis && analysis.arrivedS > nowS + 0.3) taken.set(analysis.frameNumber, analysis);
    await page.waitForTimeout(50);
  }
  return [...taken.values()];
}

function given<T extends object>(figures: Asked<T>): T {
  if (!isGiven(figures)) throw new Error(`Not given: ${JSON.stringify(figures)}`);
  return figures;
}
const frameIndexOf = (spec: PhantomSpec, { timestampS }: { timestampS: number }) =>
  Math.round(timestampS * spec.fps);

/** Scene pixels from a circle's line to the nearest tissue inside it that emits `light` or more: by brute force. */
function trueDistance(spec: PhantomSpec, frameIndex: number, edge: Circle, light: number): number {
  const { centre, radiusPx } = edge;
  const radianceAt = createRadiance(spec);
  const pose = breathingPose(spec, frameIndex);
  let least = Number.POSITIVE_INFINITY;
  const step = 0.25;
  for (let y = centre.y - radiusPx; y <= centre.y + radiusPx; y += step)
    for (let x = centre.x - radiusPx; x <= centre.x + radiusPx; x += step) {
      const distance = radiusPx - Math.hypot(x - centre.x, y - centre.y);
      if (distance < 0 || distance >= least) continue;
      const at = restingPoint(spec, pose, { x, y });
      if (radianceAt(at.x, at.y) >= light) least = distance;
    }
  return least;
}

describe('the ratio', () => {
  test.each(['linear-check', 'bolus'])('of %s lies in its own interval', async id => {
    const spec = phantomNamed(id);
    const page = await openPhantom(id);
    const at = trueCircles[id as keyof typeof trueCircles];
    await bothRegions(page, at);
    await until(page, "'value' in (rimlight.stores.readout.getState().measurement?.pairs[0]?.tbr ?? {})");
    const inside = (await freshMeasurements(page, 48)).filter(measurement => {
      const { tbr, tbrSd, tbrProfileSd } = measurement.pairs[0]!;
      if (!('value' in tbr)) return false;
      const away = Math.abs(tbr.value - trueTbr(spec, frameIndexOf(spec, measurement), at));
      return away <= 2 * Math.hypot(tbrSd ?? 0, tbrProfileSd ?? 0);
    });
    // 95 % each: of 48, forty at least but for one time in two thousand.
    expect(inside.length).toBeGreaterThanOrEqual(40);
  });
});

describe('margins', () => {
  test('in millimetres lie within their ± of the true distance, with the place marked', async () => {
    const id = 'linear-check';
    const spec = phantomNamed(id);
    const page = await openPhantom(id);
    const at = trueCircles[id];
    await bothRegions(page, at);
    const edge: Circle = { kind: 'circle', centre: { x: 74, y: 60 }, radiusPx: 40 };
    await add(page, 'edge', edge);
    await ask(page, { signal: signalOf(2), margin: true, limitsMm: [1, 5] });
    const [first] = await analyses(page, 3);
    const margin = given(first!.margin);
    const frameIndex = frameIndexOf(spec, first!);
    const truePx = trueDistance(spec, frameIndex, edge, 2 * trueMean(spec, frameIndex, at.background));
    const mm = margin.smallest.mm!;
    expect(margin.reachesEdge).toBe(false);
    // Twice the standard uncertainty, and what a step of a code and a pixel leave: a tenth of a pixel.
    expect(Math.abs(mm.value - truePx * spec.mmPerPx)).toBeLessThan(2 * mm.sd + 0.1 * spec.mmPerPx);
    expect(Math.hypot(margin.at.x - 74, margin.at.y - 60)).toBeCloseTo(40, 0);
    const lengthMm = 2 * Math.PI * 40 * spec.mmPerPx;
    expect(margin.edgeLength.mm!.value / lengthMm).toBeCloseTo(1, 2);
    // Seen by a user: the words, and the picture's marks in a still.
    await page.keyboard.press('y');
    await page.getByRole('tab', { name: 'Margin' }).click();
    await expect.poll(() => page.getByRole('tabpanel').textContent()).toContain('mm');
  });

  test('an edge that signal crosses has none; an edge that crosses itself is refused; without an edge it says so', async () => {
    const page = await openPhantom('linear-check');
    await bothRegions(page, trueCircles['linear-check']);
    await ask(page, { signal: signalOf(2), margin: true });
    const [without] = await analyses(page, 1);
    expect(without!.margin).toMatchObject({ withheld: 'no-edge' });
    await add(page, 'edge', { kind: 'circle', centre: { x: 60, y: 60 }, radiusPx: 20 });
    const [crossed] = await analyses(page, 1);
    expect(given(crossed!.margin)).toMatchObject({ reachesEdge: true, smallest: { px: 0 } });
    const bow: Point[] = [
      { x: 20, y: 20 },
      { x: 140, y: 100 },
      { x: 140, y: 20 },
      { x: 20, y: 100 },
    ];
    await page.evaluate(
      `rimlight.commands.changeRegion('E1', { shape: ${JSON.stringify({ kind: 'polygon', points: bow })} })`,
    );
    const [refused] = await analyses(page, 1);
    expect(refused!.margin).toMatchObject({ withheld: 'edge-crosses-itself' });
  });
});

test('the gap of a liver metastasis’s rim is found within three degrees', async () => {
  const id = 'liver-rim';
  const spec = phantomNamed(id);
  const page = await openPhantom(id);
  const rim = spec.nir.rim!;
  const centre = { x: rim.x * spec.widthPx, y: rim.y * spec.heightPx };
  await add(page, 'tumour', { kind: 'circle', centre, radiusPx: 1.25 * rim.radius * spec.widthPx });
  await add(page, 'background', trueCircles[id].background, 'liver parenchyma');
  await ask(page, { signal: signalOf(2), rimOf: 'T1' });
  const [found] = await analyses(page, 1);
  const { gaps, completeness, radius } = given(found!.rim);
  expect(gaps).toHaveLength(1);
  expect(Math.abs(gaps[0]!.degrees - rim.gapDeg)).toBeLessThanOrEqual(3);
  expect(Math.abs(completeness - (1 - rim.gapDeg / 360))).toBeLessThanOrEqual(3 / 360);
  expect(Math.abs(radius.px / (rim.radius * spec.widthPx) - 1)).toBeLessThan(0.06);
});

test('the three peaks of a specimen come in their order, and the table has its pieces', async () => {
  const id = 'back-table-specimen';
  const spec = phantomNamed(id);
  const page = await openPhantom(id);
  await bothRegions(page, trueCircles[id]);
  expect(await page.evaluate('rimlight.commands.traceEdge({ x: 400, y: 300 })')).toBe(true);
  await ask(page, { signal: signalOf(1.8), peaksApartMm: 12 });
  const [found] = await analyses(page, 1);
  const { peaks, edgeId } = given(found!.peaks);
  const { leak, nodule, rim } = spec.nir;
  const near = ({ x, y }: Point, of: { x: number; y: number; radius: number }) =>
    Math.hypot(x - of.x * spec.widthPx, y - of.y * spec.heightPx) < 1.6 * of.radius * spec.widthPx;
  expect(edgeId).toBe('E1');
  expect(peaks.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(near(peaks[0]!.at, leak!)).toBe(true);
  expect(near(peaks[1]!.at, nodule!)).toBe(true);
  expect(near(peaks[2]!.at, rim!) || near(peaks[2]!.at, nodule!)).toBe(true);
  const { components, count } = given(found!.signal);
  expect(count).toBeGreaterThanOrEqual(3);
  expect(components[0]!.area.px).toBeGreaterThan(components[1]!.area.px);
});

test('regions follow the tissue, say when they cannot, and stand where they were', async () => {
  const id = 'sarcoma-bed';
  const spec = phantomNamed(id);
  const page = await openPhantom(id);
  const { tumour, background } = trueCircles[id];
  await bothRegions(page, { tumour, background });
  await page.keyboard.press('Shift+M');
  await until(page, 'rimlight.stores.analysis.getState().isFollowing');
  await until(page, "rimlight.stores.readout.getState().measurement?.motion?.kind === 'followed'");
  // Where the key frame was taken the circles lay as drawn; the phantom knows where its tissue was then and is now.
  const offsets: number[] = [];
  const moves: number[] = [];
  for (let i = 0; i < 25; i++) {
    const [measurement, regions] = await Promise.all([measurementOf(page), regionsOf(page)]);
    if (measurement?.motion?.kind === 'followed') {
      const { motion } = measurement.motion;
      const pose = breathingPose(spec, frameIndexOf(spec, measurement));
      moves.push(motion.dyPx);
      offsets.push(motion.dyPx - pose.moveY);
      expect(regions.find(({ id: name }) => name === 'T1')).toBeDefined();
    }
    await page.waitForTimeout(170);
  }
  expect(offsets.length).toBeGreaterThan(15);
  const median = offsets.toSorted((a, b) => a - b)[offsets.length >> 1]!;
  // The same offset all the time: that of the key frame.
  const errors = offsets.map(offset => Math.abs(offset - median)).sort((a, b) => a - b);
  expect(errors[errors.length >> 1]!).toBeLessThan(0.5);
  expect(Math.max(...moves) - Math.min(...moves), 'the tissue moved').toBeGreaterThan(2);

  await page.evaluate("rimlight.commands.calibrate.show({ kind: 'cap' })");
  await until(
    page,
    "(({ motion, pairs } = {}) => motion?.kind === 'lost' && pairs[0].tbr.withheld === 'tracking-lost')(rimlight.stores.readout.getState().measurement ?? {})",
  );
  expect(await page.getByLabel('TBR', { exact: true }).first().textContent()).not.toMatch(/\d/);
  expect((await regionsOf(page)).map(({ id: name }) => name)).toEqual(['T1', 'B1']);
  await page.evaluate("rimlight.commands.calibrate.show({ kind: 'tissue' })");
  await until(page, "rimlight.stores.readout.getState().measurement?.motion?.kind === 'followed'");
});

test('curves have the parameters of the dye that arrived, within two per cent', async () => {
  const id = 'bolus';
  const spec = phantomNamed(id);
  const page = await openPhantom(id);
  await bothRegions(page, trueCircles[id]);
  const { arrivalS, riseS, everyS, baseShare } = spec.nir.bolus!;
  const timeS = (): Promise<number> =>
    page.evaluate('rimlight.stores.readout.getState().measurement?.timestampS ?? 0');
  const rule = { arrival: 'tangent', fromS: null } as const;
  // A machine that stands still for a second breaks the curve, and says so: then the next dye is waited for.
  let figures: CurveFigures | null = null;
  let cycle = Math.floor((await timeS()) / everyS);
  for (let attempt = 0; attempt < 3 && !(figures && 'value' in figures.slope); attempt++, cycle++) {
    if (attempt > 0)
      await until(
        page,
        `rimlight.stores.readout.getState().measurement?.timestampS > ${cycle * everyS}`,
        90_000,
      );
    await page.evaluate('rimlight.commands.curves.clear()');
    const endS = cycle * everyS + arrivalS + riseS + 5;
    await until(page, `rimlight.stores.readout.getState().measurement?.timestampS > ${endS}`, 90_000);
    const curves: readonly TimeCurve[] = await page.evaluate('rimlight.stores.curves.getState().curves');
    figures = curveParameters(curves.find(curve => curve.id === 'T1')!.points, rule).figures;
  }
  const share = (key: ParameterKey, truth: number) => {
    const figure = figures![key];
    if (!('value' in figure)) throw new Error(`${key}: ${figure.detail}`);
    return Math.abs(figure.value / truth - 1);
  };
  const { arrival } = figures!;
  if (!('value' in arrival)) throw new Error(arrival.detail);
  expect(Math.abs(arrival.value - (cycle - 1) * everyS - arrivalS) / arrivalS).toBeLessThan(0.02);
  expect(share('timeToMaximum', riseS)).toBeLessThan(0.02);
  expect(share('timeToHalf', riseS / 2)).toBeLessThan(0.02);
  const whole = trueMean(spec, Math.round((arrivalS + riseS + 2) * spec.fps), trueCircles[id].tumour);
  expect(share('maximum', whole * (1 - baseShare))).toBeLessThan(0.02);
  expect(share('slope', (whole * (1 - baseShare)) / riseS)).toBeLessThan(0.02);
  await page.keyboard.press('y');
  await page.getByRole('tab', { name: 'Curves' }).click();
  await page.getByRole('tabpanel').getByText('Tmax').first().waitFor();
});

// With more cores analysis has a thread of its own.
test.each([2, 8])('with %d cores what was found live is found again in replay, bit for bit', async cores => {
  // A small picture: a machine that is late analyses at half resolution, and only full resolution can be compared.
  const id = 'bolus';
  const page = await openPhantom(id, cores);
  await bothRegions(page, trueCircles[id]);
  await add(page, 'edge', { kind: 'circle', centre: { x: 140, y: 118 }, radiusPx: 70 });
  await add(page, 'cavity', { kind: 'circle', centre: { x: 150, y: 125 }, radiusPx: 60 });
  await page.evaluate('rimlight.commands.setDisplay({ thresholds: [1.5, 2.5] })');
  await ask(page, { signal: signalOf(1.8), margin: true, rimOf: 'T1', peaksApartMm: 4, applicatorMm: 8 });
  await page.evaluate('rimlight.commands.followTissue(true)');
  await until(page, "rimlight.stores.readout.getState().measurement?.motion?.kind === 'followed'");
  await page.evaluate(`
    globalThis.seen = new Map();
    rimlight.stores.analysis.subscribe(({ analysis }) => { if (analysis) seen.set(analysis.frameNumber, analysis); });
  `);
  await page.keyboard.press('r');
  await until(page, "rimlight.stores.recording.getState().status === 'recording'");
  await page.evaluate('seen.clear()');
  // Half resolution is what a late machine falls back to; replay never does, and only whole frames can be compared.
  await until(page, '[...seen.values()].filter(({ stepPx }) => stepPx === 1).length > 8', 120_000);
  await until(page, 'rimlight.stores.recording.getState().frames > 12');
  await page.keyboard.press('r');
  await until(page, "rimlight.stores.recording.getState().status === 'idle'");
  const live = new Map<number, Analysis>(await page.evaluate('[...seen]'));

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Source:/ }).click();
  await page.getByRole('button', { name: 'Recorded', exact: true }).click();
  await page.getByRole('button', { name: 'Replay' }).first().click();
  await until(page, "rimlight.stores.feed.getState().description?.kind === 'replay'");
  await until(page, 'rimlight.stores.feed.getState().playhead?.frameCount > 10');
  await page.evaluate('rimlight.commands.pause()');
  const count: number = await page.evaluate('rimlight.stores.feed.getState().playhead.frameCount');
  const bits = ({ arrivedS: _, inputsRevision: __, ...numbers }: Analysis) => JSON.stringify(numbers);
  let compared = 0;
  for (let index = 0; index < count && compared < 8; index++) {
    await page.evaluate(`rimlight.commands.seek(${index})`);
    await until(page, `rimlight.stores.feed.getState().playhead.frameIndex === ${index}`);
    const number: number = await page.evaluate('rimlight.stores.readout.getState().liveness.frameNumber');
    await until(
      page,
      `rimlight.stores.analysis.getState().analysis?.frameNumber === rimlight.stores.readout.getState().liveness.frameNumber`,
      10_000,
    ).catch(() => number);
    const again: Analysis | null = await page.evaluate('rimlight.stores.analysis.getState().analysis');
    const recorded = again && live.get(again.frameNumber);
    if (!again || recorded?.stepPx !== 1) continue;
    expect(bits(again)).toBe(bits(recorded));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(3);
});
