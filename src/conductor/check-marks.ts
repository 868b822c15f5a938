/** Wells and bars in the picture that the check holds: read from it again whenever a hand moves them, without new frames. */
import type { StoreApi } from 'zustand/vanilla';
import { readConcentration } from '#model/check/concentration.ts';
import { readDepth } from '#model/check/depth.ts';
import { gridThrough } from '#model/check/grid.ts';
import { readResolution } from '#model/check/resolution.ts';
import type { CheckParts, CheckTarget, CheckWells, CheckWithheld, PlacedWell } from '#model/check.ts';
import type { CheckCommands, CheckingState, CheckSeries } from './api.ts';
import { pictureGone } from './check-problems.ts';
import type { Readings, RemoteCalibrate } from './readings.ts';

type SeriesKind = CheckTarget['kind'];

/** Of the picture's width: how large a well is taken to be where none was found. */
const usualRadiusShare = 1 / 32;

export type CheckMarks = {
  readonly commands: Pick<
    CheckCommands,
    'placeWell' | 'removeWell' | 'setWellRadius' | 'layGrid' | 'findWells' | 'setMarks'
  >;
  /** Looks for wells where the picture was taken for them. */
  findWells(kind: SeriesKind): Promise<void>;
  readBars(): Promise<void>;
  /** The picture is gone, and with it what lay in it; the lines across bars stay for the next. */
  letGoOfPicture(): void;
  setSeries(kind: SeriesKind, change: Partial<CheckSeries>): void;
};

export function createCheckMarks(parts: {
  store: StoreApi<CheckingState>;
  readings: Pick<Readings, 'ask'>;
  /** Takes results into the report. */
  setParts(change: Partial<CheckParts>): void;
}): CheckMarks {
  const { store, readings, setParts } = parts;
  const state = () => store.getState();
  const setSeries: CheckMarks['setSeries'] = (kind, change) =>
    store.setState(({ series }) => ({ series: { ...series, [kind]: { ...series[kind], ...change } } }));

  /** Counts what was asked, so that only the newest answer counts: a hand moves faster than wells are read. */
  let asked = 0;
  const letGoOfPicture = (): void => {
    asked += 1;
    store.setState({ held: null, profiles: [] });
    setSeries('concentration', { placed: [], wells: [] });
    setSeries('depth', { placed: [], wells: [] });
  };
  const askAbout = async <T>(how: (api: RemoteCalibrate) => Promise<T>): Promise<T | null> => {
    const mine = ++asked;
    const answer = await readings.ask(how);
    if (mine !== asked) return null;
    if (answer === null) {
      letGoOfPicture();
      store.setState({ refused: pictureGone });
    }
    return answer;
  };

  const takeWells = (kind: SeriesKind, read: CheckWells | CheckWithheld, placed: readonly PlacedWell[]) => {
    const { held, series } = state();
    if (!held) return;
    const { target } = series[kind];
    const made = { madeAtS: held.takenAtS, conditions: held.picture.conditions };
    if ('withheld' in read) {
      setSeries(kind, { placed, wells: [] });
      setParts({ [kind]: { ...made, result: read } });
      return;
    }
    const { wells } = read;
    setSeries(kind, { placed: wells.map(placeOf), wells });
    if (kind === 'concentration')
      setParts({ concentration: { ...made, result: readConcentration(target, wells) } });
    else setParts({ depth: { ...made, result: readDepth(target, wells) } });
  };
  /** `placed` null: looks for them. */
  const readWells = async (kind: SeriesKind, placed: readonly PlacedWell[] | null): Promise<void> => {
    if (state().held?.part !== kind) return;
    if (placed) setSeries(kind, { placed });
    const { target } = state().series[kind];
    const read = await askAbout(async api => api.readCheckWells({ target, placed }));
    if (read) takeWells(kind, read, placed ?? []);
  };
  const readBars = async (): Promise<void> => {
    const { marks, held } = state();
    if (held?.part !== 'resolution') return;
    if (marks.length === 0) {
      store.setState({ profiles: [] });
      setParts({ resolution: null });
      return;
    }
    const profiles = await askAbout(api => api.readCheckBars(marks));
    if (!profiles) return;
    store.setState({ profiles });
    const { takenAtS, picture } = held;
    setParts({
      resolution: {
        madeAtS: takenAtS,
        conditions: picture.conditions,
        result: readResolution(profiles),
      },
    });
  };

  const placeWell: CheckCommands['placeWell'] = (kind, index, { centre, radiusPx }) => {
    const { series, held } = state();
    const { placed, target } = series[kind];
    if (!held || (target.values[index] ?? null) === null) return;
    const before = placed.find(well => well.index === index);
    const radius =
      radiusPx ?? before?.radiusPx ?? placed[0]?.radiusPx ?? usualRadiusShare * held.picture.widthPx;
    const at = centre ?? before?.centre;
    if (!at || !(radius > 0)) return;
    const well: PlacedWell = { index, centre: at, radiusPx: radius, from: 'hand' };
    void readWells(kind, inOrder([...placed.filter(each => each.index !== index), well]));
  };

  return {
    commands: {
      placeWell,
      removeWell(kind, index) {
        void readWells(
          kind,
          state().series[kind].placed.filter(well => well.index !== index),
        );
      },
      setWellRadius(kind, radiusPx) {
        const { placed } = state().series[kind];
        if (radiusPx > 0)
          void readWells(
            kind,
            placed.map(well => ({ ...well, radiusPx })),
          );
      },
      layGrid(kind) {
        const { target, placed } = state().series[kind];
        const wells = gridThrough(
          target,
          placed.filter(({ from }) => from === 'hand'),
        );
        if ('withheld' in wells) takeWells(kind, wells, placed);
        else void readWells(kind, wells);
      },
      findWells: kind => void readWells(kind, null),
      setMarks(marks) {
        store.setState({ marks });
        void readBars();
      },
    },
    findWells: kind => readWells(kind, null),
    readBars,
    letGoOfPicture,
    setSeries,
  };
}

const placeOf = ({ index, centre, radiusPx, from }: PlacedWell): PlacedWell => ({
  index,
  centre,
  radiusPx,
  from,
});
const inOrder = (wells: readonly PlacedWell[]) => wells.toSorted((a, b) => a.index - b.index);
