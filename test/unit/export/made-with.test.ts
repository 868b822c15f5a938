/** Every file that leaves says which build made it: nothing leaves but what is listed, and each that is listed is made and read. */
import { decode as decodePng } from 'fast-png';
import { decode as decodeTiff } from 'tiff';
import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { manifestSchema, toManifest } from '#archive/format.ts';
import { analysisCsv, analysisGeoJson, analysisSvg } from '#model/analysis-files.ts';
import { checkCsv, checkText } from '#model/check/report.ts';
import { figuresCsv } from '#model/figures-csv.ts';
import { unknownProfile } from '#model/profile.ts';
import { profileFileText, readProfileFile } from '#model/profile-file.ts';
import { rowsToCsv, rowsToJson } from '#model/rows-csv.ts';
import { stabilityCsv } from '#model/stability/csv.ts';
import { stillSchema } from '#model/still.ts';
import { curvesCsv } from '#model/time-curve/csv.ts';
import { readingCsv, readingJson } from '#study/agreement/files.ts';
import { fakeAnalysis } from '#test/support/fake-analysis.ts';
import { exportKeys, importKeys } from '#ui/keys/key-wishes.ts';
import type { OwnKeys } from '#ui/keys/own-keys.ts';
import { stillToSvg } from '#workers/export/export-still.ts';
import { linearNirToPng, linearNirToTiff, readLinearNir } from '#workers/export/linear-nir.ts';
import { nirToPngs } from '#workers/export/pictures.ts';
import { stillCsv } from '#workers/export/still-csv.ts';
import { madeFrame, madeStill, scene } from '../../browser/export/made-still.ts';
import { type AnywhereFile, exits, isExit } from '../../support/exits.ts';
import { sourceFiles } from '../../support/imports.ts';
import { testBuild } from '../../support/made-with.ts';
import { sampleReport } from '../../support/sample-checks.ts';
import { closedSession, exported } from '../carry/carried.ts';

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const textOf = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

const picture = { ...fakeAnalysis(), scene, madeWith: testBuild };
const set = {
  version: 1,
  id: 'set-00000001',
  madeAtS: 1000,
  seed: 99,
  picture: 'picture',
  stillIds: ['still-000a'],
  repeats: [],
} as const;
const reading = { set: { ...set, stillIds: [...set.stillIds], repeats: [] }, readers: [] };
const source = { sessionId: 'session-0001', madeWith: testBuild, made: 'recorded' } as const;
const still = madeStill();
const report = sampleReport();
const ownKeys = (kept: { keys?: object } = {}) => {
  const store = createStore<OwnKeys>(() => ({ format: 'rimlight-keys', version: 1, keys: {}, pedals: [] }));
  return {
    store,
    keep: (change: Partial<OwnKeys>) => void Object.assign(kept, change),
    numberPedal: () => 1,
  };
};

async function nir() {
  const { layout } = still.inputs;
  const frame = madeFrame({ format: 'I420', widthPx: 48, heightPx: 32, bitDepth: 8 });
  const rect = { x: 0, y: 0, width: 48, height: 32 };
  const { profile } = still.inputs;
  const { low, high, cutPx, png } = nirToPngs({ frame, rect }, { profile, fields: [], madeWith: testBuild })
    .linear!;
  const kept = { ...still, inputs: { ...still.inputs, layout }, nirLinearScale: { low, high, cutPx } };
  return { kept, light: await readLinearNir(png, kept, scene) };
}

const files: Readonly<Record<AnywhereFile, () => string | Promise<string>>> = {
  'figures csv': () => figuresCsv(still.measurement, testBuild),
  'curves csv': () =>
    curvesCsv({
      curves: [],
      rule: { arrival: 'three-sd', fromS: null },
      everyS: 0,
      calibration: null,
      madeWith: testBuild,
    }),
  'stability csv': () => stabilityCsv([], { sessionId: null, madeWith: testBuild, refused: 0 }),
  'analysis geojson': () => analysisGeoJson(picture),
  'analysis svg': () => analysisSvg(picture),
  'analysis csv': () => analysisCsv(picture),
  'rows csv': () => [...rowsToCsv([], source)].join(''),
  'rows json': () => JSON.stringify(rowsToJson([], source)),
  'reading csv': () => readingCsv(reading, testBuild),
  'reading json': () => readingJson(reading, testBuild),
  'check csv': () => checkCsv({ ...report, madeWith: null }, testBuild),
  'check text': () => checkText({ ...report, madeWith: null }, [], testBuild),
  keys: () => exportKeys(ownKeys(), testBuild).text(),
  profile: () => profileFileText({ profile: unknownProfile, fields: [] }, testBuild),
  session: async () => {
    const { sessions, id } = await closedSession();
    return textOf((await exported(sessions, id)).bytes);
  },
  'still csv': () => stillCsv({ ...still, madeWith: null }, testBuild),
  'still svg': () =>
    stillToSvg(
      { ...still, madeWith: null },
      { scene, unitPx: 1, anchors: [], shapes: picture.shapes, isFrozen: false },
      testBuild,
    ).text(),
  'still tiff': async () => {
    const { kept, light } = await nir();
    const [ifd] = decodeTiff(await bytesOf(linearNirToTiff(light, { ...kept, madeWith: null }, testBuild)));
    expect(ifd!.imageDescription).toContain(`madeWith=${testBuild}\n`);
    return String(ifd!.fields.get(305));
  },
  'still nir-png': async () => {
    const { kept, light } = await nir();
    return decodePng(await bytesOf(linearNirToPng(light, { ...kept, madeWith: null }, testBuild))).text!
      .Software!;
  },
};

const sources = sourceFiles(['src', 'workers']).filter(({ path, text }) => isExit(path, text));

test('nothing leaves the app but where it is listed with its files', () => {
  expect(sources.map(({ path }) => path).sort()).toEqual(Object.keys(exits).sort());
});

test.each(Object.entries(files))('%s says which build made it', async (_, make) => {
  expect(await make()).toContain(testBuild);
});

describe('what was kept before builds were written down', () => {
  test('is read: sessions of both versions, stills', () => {
    const { madeWith, ...before } = manifestSchema.parse({
      ...toManifest({
        version: 1,
        id: 'session-0001',
        startedAtS: 1,
        endedAtS: 2,
        feed: { kind: 'camera', name: 'Tower A', layout: still.inputs.layout, streams: 1 },
        case: still.case,
        frames: 1,
        bytes: 2,
      }),
    });
    expect(madeWith).toBeUndefined();
    expect(toManifest(before)).toEqual(before);
    const { madeWith: taken, ...old } = still;
    expect(taken).toBe(testBuild);
    expect(stillSchema.parse(old).madeWith).toBeNull();
  });

  test('says in its files that the build is not known, beside the one that made the file', async () => {
    const csv = stillCsv({ ...still, madeWith: null }, testBuild);
    expect(csv).toContain('# Taken with a build that is not known.\r\n');
    expect(csv).toContain(`# Made with ${testBuild}.\r\n`);
    expect(stillCsv({ ...still, madeWith: 'Rimlight 0.0.9+aa' }, testBuild)).toContain(
      '# Taken with Rimlight 0.0.9+aa.\r\n',
    );
  });
});

test('the mark of a build changes nothing for who reads the file back', async () => {
  const set = { profile: unknownProfile, fields: [] };
  expect(readProfileFile(profileFileText(set, testBuild))).toEqual(readProfileFile(profileFileText(set)));
  const kept = {};
  expect(importKeys(ownKeys(kept), await exportKeys(ownKeys(), testBuild).text())).toBeNull();
  expect(kept).toEqual({ format: 'rimlight-keys', version: 1, keys: {}, pedals: [] });
});
