import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaultLayout, vendorOverlay } from '#model/default-layout.ts';
import { rectShareToPx } from '#model/layout.ts';
import { calibrationOf } from '#model/profile.ts';
import { parseSeeds } from '#study/parse-seeds.ts';
import { presetSchema } from '#study/preset.ts';
import { protocolSchema } from '#study/protocol.ts';
import { calibrations, layouts, phantoms, presets, protocols, targets } from '#study/seeds.ts';
import { schemaFiles, schemasFolder } from '../../tools/schemas.ts';

const seedsFolder = new URL('../../../seeds/', import.meta.url);
const filesIn = (kind: string) =>
  readdirSync(new URL(`${kind}/`, seedsFolder)).filter(f => f.endsWith('.json'));
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, seedsFolder), 'utf8'));

const kinds = { protocols, presets, layouts, calibrations, phantoms, targets };
const protocol = (id: string) => protocols.find(p => p.id === id)!;
const layout = (id: string) => layouts.find(l => l.id === id)!;

describe('every seed', () => {
  test.each(Object.entries(kinds))('in %s is found, parsed and in the order of its file', (kind, seeds) => {
    const files = filesIn(kind);
    expect(files.length).toBeGreaterThan(0);
    expect(seeds.map(s => s.id.toLowerCase())).toEqual(files.toSorted().map(f => f.replace('.json', '')));
  });

  test.each(Object.entries(kinds))('in %s carries a source', (_, seeds) => {
    for (const seed of seeds) {
      const words = typeof seed.source === 'string' ? seed.source : seed.source.registry;
      expect(words.length, seed.id).toBeGreaterThan(10);
    }
  });

  test.each(Object.keys(kinds))('in %s that names a schema for editors names the published one', kind => {
    for (const file of filesIn(kind)) {
      const named = z.object({ $schema: z.string().optional() }).parse(read(`${kind}/${file}`)).$schema;
      const own = `../schemas/${kind.slice(0, -1)}.schema.json`;
      expect([own, undefined], `${kind}/${file}`).toContain(named);
      expect(readdirSync(schemasFolder)).toContain(own.replace('../schemas/', ''));
    }
  });

  test('keeps margin words that promise too much, and titles of people, out', () => {
    for (const [kind, name] of Object.keys(kinds).flatMap(k => filesIn(k).map(f => [k, f] as const))) {
      const text = readFileSync(new URL(`${kind}/${name}`, seedsFolder), 'utf8');
      expect(text, `${kind}/${name}`).not.toMatch(
        /\bR0\b|clear margin|complete resection|\b(Dr|Prof)\.? [A-Z]|@/,
      );
    }
  });
});

describe('a bad seed', () => {
  const good = () => structuredClone(protocol('NCT06979115'));

  test('stops with its file and the place in it', () => {
    const bad = { ...good(), enrolment: -4 };
    expect(() => parseSeeds({ 'seeds/protocols/bad.json': bad }, protocolSchema)).toThrow(
      /^Seed seeds\/protocols\/bad\.json: at enrolment: /,
    );
    const nested = good();
    expect(() =>
      parseSeeds(
        { 'a.json': { ...nested, arms: [{ ...nested.arms[0], doseIds: ['gone'] }] } },
        protocolSchema,
      ),
    ).toThrow('Seed a.json: at arms.0.doseIds: There is no dose gone.');
    expect(() => parseSeeds({ 'text.json': 'words' }, protocolSchema)).toThrow(
      /^Seed text\.json: at its top: /,
    );
  });

  test('with a misspelt field is refused, not read without it', () => {
    expect(() => parseSeeds({ 'a.json': { ...good(), enrollment: 40 } }, protocolSchema)).toThrow(
      /enrollment/,
    );
    expect(() => parseSeeds({ 'a.json': { ...presets[0], colour: 'red' } }, presetSchema)).toThrow(/colour/);
  });

  test('that takes the id of another is refused with both names', () => {
    expect(() => parseSeeds({ 'a.json': good(), 'b.json': good() }, protocolSchema)).toThrow(
      'Seed b.json: the id NCT06979115 is taken by a.json.',
    );
  });

  test('cannot turn a preset on or call it validated', () => {
    expect(presetSchema.safeParse({ ...presets[0], isOn: true }).success).toBe(false);
    expect(presetSchema.safeParse({ ...presets[0], validation: 'validated' }).success).toBe(false);
  });

  test('cannot give a dye to a study whose record has no fluorescence, or a dose without its unit', () => {
    const dark = structuredClone(protocol('NCT06093854'));
    expect(protocolSchema.safeParse({ ...dark, dye: 'ICG' }).success).toBe(false);
    const lame = good();
    expect(protocolSchema.safeParse({ ...lame, doses: [{ ...lame.doses[0], unit: null }] }).success).toBe(
      false,
    );
  });
});

describe('the five studies', () => {
  test('are there, in a stable order', () => {
    expect(protocols.map(p => p.id)).toEqual([
      'NCT06093854',
      'NCT06610071',
      'NCT06760221',
      'NCT06979115',
      'NL7674',
    ]);
  });

  test('say what their records say of dose and time', () => {
    const [dayBefore, sameDay] = protocol('NCT06979115').doses;
    expect(dayBefore).toMatchObject({
      amount: 2,
      unit: 'mg/kg',
      route: 'intravenous',
      hoursBeforeSurgery: { from: 24, to: 24 },
      infusionMin: 60,
      diluent: { volumeMl: 250 },
      isLightProtected: true,
    });
    expect(sameDay).toMatchObject({ amount: 0.5, hoursBeforeSurgery: { from: 1, to: 3 }, infusionMin: null });
    expect(protocol('NCT06979115').enrolment).toBe(40);
    expect(protocol('NCT06610071').doses.map(d => [d.amount, d.unit])).toEqual([
      [0.25, 'mg/kg'],
      [25, 'mg per patient'],
    ]);
    expect(protocol('NL7674').doses).toMatchObject([
      { amount: null, hoursBeforeSurgery: { from: 24, to: 24 } },
    ]);
  });

  test('say what their records say of arms, stations, margins and radiotherapy', () => {
    const skin = protocol('NCT06610071');
    expect(skin).toMatchObject({
      enrolment: 592,
      stations: ['gross tumour', 'tumour bed', 'cross-sectioned specimen'],
    });
    expect(skin.strata).toHaveLength(2);
    expect(skin.arms.map(a => a.role)).toEqual(['comparator', 'experimental', 'experimental']);
    expect(skin.endpoints.filter(e => e.rank === 'primary').map(e => e.name)).toEqual([
      'Local recurrence at two years',
    ]);
    expect(protocol('NL7674')).toMatchObject({
      enrolment: 186,
      marginRule: { comparison: '>', distanceMm: 1 },
    });
    expect(protocols.filter(p => p.marginRule !== null).map(p => p.id)).toEqual(['NL7674']);
    const spine = protocol('NCT06093854');
    expect(spine.radiotherapy).toMatchObject([
      { doseGy: { from: 15, to: 20 }, durationMin: { from: 20, to: 50 } },
      { doseGy: { from: 30, to: 30 }, fractions: 5 },
    ]);
    expect(spine.timedEvents.map(e => e.id)).toEqual(['resection-end', 'iort-start', 'iort-end']);
  });

  test('admit it where the record has no fluorescence', () => {
    const dark = protocols.filter(p => !p.fluorescence.isInRecord);
    expect(dark.map(p => p.id)).toEqual(['NCT06093854', 'NCT06760221']);
    for (const p of dark) expect(p).toMatchObject({ dye: null, doses: [], stations: null, marginRule: null });
    expect(protocol('NCT06760221').neoadjuvant?.who).toBe('every patient');
  });
});

describe('presets', () => {
  test('are all off and not validated here, and quote the published figures', () => {
    expect(presets.every(p => !p.isOn && p.validation === 'not validated here')).toBe(true);
    const accuracy = (id: string) =>
      presets.find(p => p.id === id)!.accuracy.map(a => Object.values(a).slice(1));
    expect(accuracy('sbr-2-0-positive')).toEqual([[100, 85.9, 58.3, 100]]);
    expect(accuracy('sbr-1-5-close')).toEqual([[70.3, 76.1, 60.5, 83.1]]);
    expect(accuracy('tbr-2-7')).toEqual([
      [90.5, 78.6, null, null],
      [92.9, 81, null, null],
    ]);
    expect(accuracy('distance-1-mm')).toEqual([[60, 90, 54, 92]]);
  });

  test('cover every kind of rule', () => {
    expect(new Set(presets.map(p => p.kind))).toEqual(new Set(presetSchema.shape.kind.options));
  });
});

describe('layouts', () => {
  const hd = { widthPx: 1920, heightPx: 1080 };

  test('cut the quadrants and the left column of insets where they lie', () => {
    const quadrants = layout('quadrants-2048x1536');
    const frame = { widthPx: 2048, heightPx: 1536 };
    expect(rectShareToPx(quadrants.white!.rect, frame)).toEqual({ x: 0, y: 0, width: 1024, height: 768 });
    expect(rectShareToPx(quadrants.nir!.rect, frame)).toEqual({ x: 1024, y: 0, width: 1024, height: 768 });
    const insets = layout('insets-left-16x9');
    expect(rectShareToPx(insets.white!.rect, hd)).toEqual({ x: 0, y: 0, width: 480, height: 360 });
    expect(rectShareToPx(insets.nir!.rect, hd)).toEqual({ x: 0, y: 360, width: 480, height: 360 });
    expect(rectShareToPx(insets.nir!.rect, { widthPx: 3840, heightPx: 2160 })).toEqual({
      x: 0,
      y: 720,
      width: 960,
      height: 720,
    });
  });

  test('give both halves of a shared frame the same size', () => {
    for (const id of ['white-nir', 'nir-white', 'white-over-nir']) {
      const white = rectShareToPx(layout(id).white!.rect, hd);
      const nir = rectShareToPx(layout(id).nir!.rect, hd);
      expect([white.width, white.height], id).toEqual([nir.width, nir.height]);
    }
  });

  test('are those that the sources announce by themselves, under the same ids', () => {
    const announced = [
      defaultLayout(1, null),
      defaultLayout(2, null),
      defaultLayout(1, { widthPx: 1272, heightPx: 508 }),
      vendorOverlay,
    ];
    for (const { source, ...known } of announced) {
      expect(source.length).toBeGreaterThan(10);
      expect(layout(known.id)).toMatchObject(known);
    }
  });

  test('label only the vendor overlay as display-referred, and only two cameras use a second stream', () => {
    expect(layouts.filter(l => l.displayReferred).map(l => l.id)).toEqual(['vendor-overlay']);
    expect(layouts.filter(l => l.nir?.stream === 'second').map(l => l.id)).toEqual(['two-cameras']);
  });
});

test('no shipped calibration claims to be calibrated, because no dark was measured', () => {
  expect(new Set(calibrations.map(c => calibrationOf(c, false)))).toEqual(
    new Set(['relative, uncalibrated']),
  );
});

describe('the published schemas', () => {
  test('are up to date (otherwise run: npm run schemas)', () => {
    const expected = schemaFiles();
    expect(readdirSync(schemasFolder).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [name, content] of Object.entries(expected))
      expect(readFileSync(`${schemasFolder}${name}`, 'utf8'), name).toBe(content);
  });
});
