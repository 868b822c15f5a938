/** Regions that follow the tissue, what is asked of analysis, and what a recording brings back. */
import { describe, expect, test } from 'vitest';
import { createAnalysing } from '#conductor/analysing.ts';
import { createProblems } from '#conductor/problems.ts';
import { createRegions } from '#conductor/regions.ts';
import { createSceneKeeper } from '#conductor/scene.ts';
import { type Analysis, noAnalysis, noShapes } from '#model/analysis.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import { type KeyFrame, type Motion, moved } from '#model/motion.ts';

const keyFrame: KeyFrame = {
  hash: 'a'.repeat(64),
  widthPx: 8,
  heightPx: 8,
  sceneWidthPx: 64,
  sceneHeightPx: 64,
  samples: new Uint8Array(64),
};
const motion: Motion = { angleRad: 0.3, dxPx: 5, dyPx: -2, centre: { x: 31.5, y: 31.5 } };
const circle = (x: number, y: number) => ({ kind: 'circle' as const, centre: { x, y }, radiusPx: 4 });

function house() {
  const scene = createSceneKeeper();
  const regions = createRegions(() => 0);
  let provided: readonly KeyFrame[] = [];
  const analysing = createAnalysing({
    scene,
    regions,
    problems: createProblems(),
    clockS: () => 100,
    takeKeyFrame: async () => keyFrame,
    provideKeyFrames: keyFrames => {
      provided = keyFrames;
    },
  });
  let asked = 0;
  regions.onDrawn(() => {
    asked += 1;
  });
  analysing.onAsked(() => {
    asked += 1;
  });
  const followed = (of: Motion): Parameters<typeof analysing.measured> => [
    { motion: { kind: 'followed', motion: of, agreement: 0.9 } } as Measurement,
    { keyFrame: keyFrame.hash } as MeasurementInputs,
  ];
  return { scene, regions, analysing, followed, asked: () => asked, provided: () => provided };
}
const placesOf = ({ regions }: ReturnType<typeof house>) =>
  regions.store.getState().regions.map(({ shape }) => ('centre' in shape ? shape.centre : null));

describe('followed tissue', () => {
  test('moves what is shown and not what is kept; a hand changes it where it lies now', async () => {
    const all = house();
    all.regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(20, 30) });
    await all.analysing.commands.followTissue(true);
    expect(all.provided()).toEqual([keyFrame]);
    expect(all.analysing.asked().keyFrame).toBe(keyFrame.hash);
    const before = all.asked();
    all.analysing.measured(...all.followed(motion));
    expect(all.analysing.asked().motionModel).toBe('similarity');
    expect(all.asked(), 'tissue that moves asks for nothing new').toBe(before);
    const now = moved(motion, { x: 20, y: 30 });
    expect(placesOf(all)[0]!.x).toBeCloseTo(now.x, 12);
    expect(all.regions.drawn()[0]!.shape).toEqual(circle(20, 30));

    all.regions.commands.addRegion({ role: 'background', tissue: 'fat', shape: circle(40, 40) });
    expect(placesOf(all)[1]!.x).toBeCloseTo(40, 12);
    expect(placesOf(all)[1]!.y).toBeCloseTo(40, 12);
    all.regions.commands.changeRegion('T1', { shape: circle(10, 12) });
    expect(placesOf(all)[0]!.y).toBeCloseTo(12, 12);
    all.regions.commands.undo();
    expect(placesOf(all)[0]!.y).toBeCloseTo(now.y, 12);
  });

  test('regions stay where they are when following ends, also those that can be undone', async () => {
    const all = house();
    all.regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(20, 30) });
    await all.analysing.commands.followTissue(true);
    all.regions.commands.addRegion({ role: 'leak', tissue: null, shape: circle(50, 50) });
    all.analysing.measured(...all.followed(motion));
    const shown = placesOf(all);
    await all.analysing.commands.followTissue(false);
    expect(placesOf(all)).toEqual(shown);
    expect(all.regions.drawn().map(({ shape }) => shape)).toEqual(
      all.regions.store.getState().regions.map(({ shape }) => shape),
    );
    expect(all.analysing.asked().keyFrame).toBeNull();
    all.regions.commands.undo();
    expect(placesOf(all)).toEqual(shown.slice(0, 1));
  });

  test('lost tracking leaves regions where they were; a reading of another key frame moves nothing', async () => {
    const all = house();
    all.regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(20, 30) });
    await all.analysing.commands.followTissue(true);
    all.analysing.measured(...all.followed(motion));
    const shown = placesOf(all);
    const [measurement, inputs] = all.followed({ ...motion, dxPx: 30 });
    all.analysing.measured({ ...measurement, motion: { kind: 'lost', detail: 'dark' } }, inputs);
    expect(placesOf(all)).toEqual(shown);
    all.analysing.measured(measurement, { ...inputs, keyFrame: 'b'.repeat(64) });
    expect(placesOf(all)).toEqual(shown);
  });

  test('regions and key frame change in one request: no frame is measured with one of each', async () => {
    const all = house();
    all.regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(20, 30) });
    await all.analysing.commands.followTissue(true);
    all.analysing.measured(...all.followed(motion));
    const requests: { hash: string | null; x: number }[] = [];
    all.regions.onDrawn(() => {
      const { shape } = all.regions.drawn()[0]!;
      requests.push({ hash: all.analysing.asked().keyFrame, x: 'centre' in shape ? shape.centre.x : 0 });
    });
    await all.analysing.commands.followTissue(false);
    expect(requests).toEqual([{ hash: null, x: moved(motion, { x: 20, y: 30 }).x }]);
  });
});

describe('what is asked', () => {
  test('traces the thresholds that are shown, and follows them', () => {
    const { scene, analysing, asked } = house();
    scene.commands.setDisplay({ thresholds: [3, 1.5], acceptsRelative: true });
    analysing.displayChanged();
    expect(analysing.asked().analysis).toMatchObject({ levels: [1.5, 3], acceptsRelative: true });
    const before = asked();
    scene.commands.setDisplay({ opacity: 0.3 });
    analysing.displayChanged();
    expect(asked(), 'opacity is nothing that is measured').toBe(before);
  });

  test('numbers that are only relative are not traced before that is accepted', () => {
    const { scene, analysing } = house();
    scene.commands.setDisplay({ thresholds: [2] });
    expect(analysing.asked().analysis.levels).toEqual([]);
  });

  test('settings that make no sense are not taken', () => {
    const { analysing } = house();
    analysing.commands.setAnalysis({ limitsMm: [] });
    analysing.commands.setAnalysis({ applicatorMm: Number.NaN });
    expect(analysing.store.getState().settings).toEqual(noAnalysis);
  });

  test('a recording’s settings hold as recorded until the user changes one', () => {
    const { scene, analysing } = house();
    scene.commands.setDisplay({ thresholds: [2], acceptsRelative: true });
    const recorded = { ...noAnalysis, levels: [1.2, 4], margin: true };
    analysing.recall({ analysis: recorded, specular: null, keyFrame: keyFrame.hash });
    expect(analysing.asked()).toEqual({ analysis: recorded, specular: null, keyFrame: keyFrame.hash });
    analysing.commands.setAnalysis({ margin: false });
    expect(analysing.asked().analysis).toMatchObject({ levels: [2], margin: false });
  });

  test('a recording of before there was a scale is followed without one, until tissue is followed anew', async () => {
    const { analysing } = house();
    analysing.recall({ analysis: noAnalysis, specular: null, keyFrame: keyFrame.hash });
    expect('motionModel' in analysing.asked()).toBe(false);
    analysing.recall({
      analysis: noAnalysis,
      specular: null,
      keyFrame: keyFrame.hash,
      motionModel: 'similarity',
    });
    expect(analysing.asked().motionModel).toBe('similarity');
    analysing.recall({ analysis: noAnalysis, specular: null, keyFrame: keyFrame.hash });
    await analysing.commands.followTissue(true);
    expect(analysing.asked().motionModel).toBe('similarity');
  });

  test('regions that swelled with the tissue come back to the key frame’s size when a hand changes them', async () => {
    const all = house();
    await all.analysing.commands.followTissue(true);
    const swollen = { ...motion, scale: 1.02 };
    all.analysing.measured(...all.followed(swollen));
    all.regions.commands.addRegion({ role: 'tumour', tissue: null, shape: circle(20, 30) });
    const radiusOf = (regions: readonly { shape: object }[]) =>
      regions.map(({ shape }) => ('radiusPx' in shape ? shape.radiusPx : null))[0];
    expect(radiusOf(all.regions.drawn())).toBeCloseTo(4 / 1.02, 12);
    expect(radiusOf(all.regions.store.getState().regions)).toBeCloseTo(4, 12);
    expect(placesOf(all)[0]!.x).toBeCloseTo(20, 12);
  });

  test('what was found goes when the picture is no longer trusted or another feed opens', () => {
    const { analysing } = house();
    const found = { arrivedS: 99.9, frameNumber: 1 } as Analysis;
    analysing.analysed(found, noShapes);
    analysing.tick('live');
    expect(analysing.store.getState().analysis).toBe(found);
    analysing.tick('no-signal');
    expect(analysing.store.getState().analysis).toBeNull();
    analysing.analysed({ ...found, arrivedS: 90 }, noShapes);
    analysing.tick('live');
    expect(analysing.store.getState().analysis, 'too old').toBeNull();
    analysing.analysed({ ...found, arrivedS: 90 }, noShapes);
    analysing.tick('still');
    expect(analysing.store.getState().analysis, 'a still does not age').not.toBeNull();
    analysing.clear();
    expect(analysing.store.getState()).toMatchObject({ analysis: null, isFollowing: false });
  });
});
