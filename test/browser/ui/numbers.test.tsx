/** Numbers with their uncertainty, and the table of all of them. */
import { afterEach, describe, expect, test } from 'vitest';
import type { PairFigures, RegionStatistics } from '#model/measurement.ts';
import { inWordsWithUncertainty, tbrSdOf } from '#overlay/uncertainty.ts';
import type { FakeConductor } from '#test/support/fake-conductor.ts';
import { type RenderedApp, renderApp } from '#test/support/render-app.tsx';

let app: RenderedApp | null = null;

afterEach(() => {
  app?.unmount();
  app = null;
});

type Change = {
  readonly pairs?: Partial<PairFigures>;
  readonly regions?: Partial<RegionStatistics>;
  readonly ofSpecimen?: number;
};

const circle = (x: number) => ({ kind: 'circle', centre: { x, y: 200 }, radiusPx: 30 }) as const;

/** Two tumours, two backgrounds, an edge; nothing selected. */
const withNumbers =
  (change: Change = {}) =>
  (conductor: FakeConductor) => {
    const { commands, stores } = conductor;
    commands.addRegion({ role: 'tumour', tissue: null, shape: circle(300) });
    commands.addRegion({ role: 'background', tissue: 'muscle', shape: circle(100) });
    commands.addRegion({ role: 'tumour', tissue: null, shape: circle(400) });
    commands.addRegion({ role: 'background', tissue: 'skin', shape: circle(500) });
    commands.addRegion({ role: 'edge', tissue: null, shape: circle(320) });
    commands.selectRegion(null);
    conductor.tick();
    const { measurement } = stores.readout.getState();
    if (!measurement) throw new Error('The fake conductor measured nothing.');
    const { ofSpecimen } = change;
    stores.readout.setState({
      measurement: {
        ...measurement,
        regions: measurement.regions.map(each => ({ ...each, ...change.regions })),
        pairs: measurement.pairs.map(each => ({ ...each, ...change.pairs })),
        references: measurement.regions.map(({ id }) => ({
          id,
          percent: { withheld: 'no-reference', detail: 'no reference chosen' },
          ofSpecimen:
            ofSpecimen === undefined
              ? { withheld: 'clipped', detail: 'E1 clipped 0.3 %: its maximum is unknown' }
              : { value: ofSpecimen },
        })),
      },
    });
  };

const open = async (prepare: (conductor: FakeConductor) => void): Promise<RenderedApp> => {
  app = await renderApp(prepare);
  return app;
};

describe('TBR’s uncertainty', () => {
  test('is that of noise and calibration together, and each is said apart', async () => {
    const { find } = await open(withNumbers({ pairs: { tbrSd: 0.04, tbrProfileSd: 0.03 } }));
    expect(find('.tbr').textContent).toBe('3.60');
    expect(find('.plus-minus').textContent).toContain('± 0.10');
    expect(find('.plus-minus').title).toContain('noise ± 0.08, calibration ± 0.06');
    find('.plus-minus').click();
    await app?.until(() => document.querySelector('dialog [aria-current="true"]') !== null);
    const words = document.querySelector('dialog [aria-current="true"]')?.textContent;
    expect(words).toContain('0.04: ± 0.08 (k = 2, noise only); with calibration ± 0.10');
  });

  test('of noise alone says that the calibration states none', async () => {
    const { find } = await open(withNumbers({ pairs: { tbrSd: 0.21 } }));
    expect(find('.tbr').textContent).toBe('3.6');
    expect(find('.plus-minus').textContent).toContain('± 0.5');
    expect(find('.plus-minus').title).toContain('noise only');
  });

  test('combines in squares, and is not known where no part is', () => {
    expect(tbrSdOf({ tbrSd: 0.3, tbrProfileSd: 0.4 })).toBeCloseTo(0.5, 14);
    expect(tbrSdOf({ tbrSd: 0.3, tbrProfileSd: null })).toBe(0.3);
    expect(tbrSdOf({ tbrSd: null, tbrProfileSd: null })).toBeNull();
    expect(inWordsWithUncertainty(28.04, 0.8)).toBe('28.0 ± 1.6');
    expect(inWordsWithUncertainty(28.04, null)).toBe('28.0');
    expect(inWordsWithUncertainty(412, 31)).toBe('412 ± 62');
  });
});

describe('beside TBR', () => {
  test('stand CNR’s uncertainty, and the tumour’s mean, 95th percentile and peak', async () => {
    const { find } = await open(withNumbers({ pairs: { cnrSd: 0.8 }, regions: { peak: 0.445 } }));
    expect(find('.side-figures').textContent).toContain('± 1.6');
    expect(find('.tumour-light').textContent).toContain('mean 0.342');
    expect(find('.tumour-light').textContent).toContain('p95 0.410');
    expect(find('.tumour-light').textContent).toContain('peak 0.445');
  });

  test('highlights are told where there are any, and the share of the specimen where there is an edge', async () => {
    const { find, conductor, until } = await open(
      withNumbers({ regions: { specularShare: 0.012 }, ofSpecimen: 63.24 }),
    );
    expect(find('.tumour-light').textContent).toContain('highlights 1.2 %');
    expect(find('.tumour-light').textContent).toContain('63.2 % of specimen');
    conductor.commands.removeRegion('E1');
    await until(() => !find('.tumour-light').textContent.includes('specimen'));
  });

  test('the specimen’s share that is withheld says why', async () => {
    const { find } = await open(withNumbers());
    expect(find('.tumour-light').textContent).toContain('E1 clipped 0.3 %: its maximum is unknown');
    expect(find('.tumour-light').textContent).not.toContain('highlights');
  });
});

describe('the table of pairs and regions', () => {
  const rows = (table: number) => [
    ...document.querySelectorAll(`dialog .measured-table:nth-of-type(${table}) tbody tr`),
  ];
  const openTable = async (
    prepare = withNumbers({ pairs: { tbrSd: 0.04 }, regions: { effectiveN: 432.6 } }),
  ) => {
    const opened = await open(prepare);
    opened.find('[aria-label="All pairs and regions"]').click();
    await opened.until(() => document.querySelector('dialog table') !== null);
    return opened;
  };

  test('has every tumour against every background, and every region', async () => {
    await openTable();
    expect(rows(1).map(row => row.querySelector('th')?.textContent)).toEqual([
      'T1 / B1 muscle',
      'T1 / B2 skin',
      'T2 / B1 muscle',
      'T2 / B2 skin',
    ]);
    expect(rows(1)[0]?.textContent).toContain('3.60 ± 0.08');
    expect(rows(2).map(row => row.querySelector('th')?.textContent)).toEqual([
      'T1 tumour',
      'B1 muscle',
      'T2 tumour',
      'B2 skin',
      'E1 edge',
    ]);
    expect(rows(2)[0]?.textContent).toContain('433');
  });

  test('chooses the pair that the numbers show, over what was selected', async () => {
    const { find, until, conductor } = await openTable();
    conductor.commands.selectRegion('T1');
    rows(1)[3]?.querySelector('button')?.click();
    await until(() => find('.background-name').textContent === 'to B2 skin');
    expect(find('.tumour-name').textContent).toBe('T2');
    expect(rows(1)[3]?.querySelector('button')?.getAttribute('aria-pressed')).toBe('true');
    expect(rows(1)[0]?.querySelector('button')?.getAttribute('aria-pressed')).toBe('false');
    conductor.commands.selectRegion('B1');
    await until(() => find('.background-name').textContent === 'to B1 muscle');
    expect(find('.tumour-name').textContent).toBe('T2');
  });

  test('shows no number of an old picture, and offers no file of it', async () => {
    const { until, conductor } = await openTable();
    conductor.stores.readout.setState({ measurementAgeS: 0.8 });
    await until(() => document.querySelector('dialog table') === null);
    const dialog = document.querySelector('dialog');
    expect(dialog?.textContent).toContain('No numbers: ');
    expect(dialog?.querySelector<HTMLButtonElement>('.row button')?.disabled).toBe(true);
  });
});

describe('the panel fits', () => {
  test('at 1280 × 720 with everything that can stand in it', async () => {
    const { find, until, conductor } = await open(
      withNumbers({
        pairs: { tbrSd: 0.04, tbrProfileSd: 0.03, cnrSd: 0.8 },
        regions: { specularShare: 0.012, peak: 0.445 },
        ofSpecimen: 63.24,
      }),
    );
    const { profile } = conductor.stores.scene.getState();
    conductor.commands.setProfile({ ...profile, transfer: { kind: 'unknown' } });
    conductor.commands.selectRegion('B1');
    await until(() => document.querySelector('.region-details') !== null);
    const panel = find('.numbers');
    const bottom = panel.getBoundingClientRect().bottom;
    expect(panel.scrollHeight).toBeLessThanOrEqual(panel.clientHeight + 1);
    for (const chip of panel.querySelectorAll('.chip'))
      expect(chip.getBoundingClientRect().bottom).toBeLessThanOrEqual(bottom);
    const chips = find('.chips');
    expect(chips.scrollHeight).toBeLessThanOrEqual(chips.clientHeight);
  });
});
