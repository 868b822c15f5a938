/**
 * The check's commands of a house without a house: the model's own results over wells, bars and series that are always the samples.
 * What would take a camera or a disk is written down.
 */

import type { StoreApi } from 'zustand/vanilla';
import type { CheckCommands, CheckingState } from '#conductor/api.ts';
import { readConcentration } from '#model/check/concentration.ts';
import { readDepth } from '#model/check/depth.ts';
import { gridThrough } from '#model/check/grid.ts';
import { checkCsv, checkText } from '#model/check/report.ts';
import { readResolution } from '#model/check/resolution.ts';
import { type CheckParts, type CheckTarget, noCheckParts, type PlacedWell } from '#model/check.ts';
import { testBuild } from './made-with.ts';
import {
  sampleParts,
  samplePicture,
  samplePlaces,
  sampleProfiles,
  sampleReport,
  sampleTargets,
  sampleWells,
} from './sample-checks.ts';

export const noChecking: CheckingState = {
  isOpen: false,
  held: null,
  series: {
    concentration: { target: sampleTargets.concentration, placed: [], wells: [] },
    depth: { target: sampleTargets.depth, placed: [], wells: [] },
  },
  marks: [],
  profiles: [],
  stabilityS: 120,
  about: { device: 'Tower A', scope: '0°, 10 mm', note: '' },
  report: null,
  isKept: false,
  readingPart: null,
  busy: null,
  refused: null,
  reports: [],
};

export function fakeCheckCommands({
  checking,
  ask,
}: {
  readonly checking: StoreApi<CheckingState>;
  /** Writes a command down. */
  readonly ask: (name: string) => (...given: readonly unknown[]) => undefined;
}): CheckCommands {
  const note = (name: string, ...given: readonly unknown[]) => ask(`check.${name}`)(...given);
  const setParts = (change: Partial<CheckParts>) =>
    checking.setState(({ report, about }) => ({
      report: {
        ...sampleReport({ ...(report?.parts ?? noCheckParts), ...change }),
        id: report?.id ?? 'now',
        ...about,
      },
      isKept: false,
      refused: null,
    }));
  const setWells = (kind: CheckTarget['kind'], placed: readonly PlacedWell[]) => {
    const { target } = checking.getState().series[kind];
    const wells = sampleWells(target, placed);
    checking.setState(({ series }) => ({ series: { ...series, [kind]: { target, placed, wells } } }));
    const { conditions } = samplePicture(target);
    const made = { madeAtS: sampleReport().madeAtS, conditions };
    if (kind === 'concentration')
      setParts({ concentration: { ...made, result: readConcentration(target, wells) } });
    else setParts({ depth: { ...made, result: readDepth(target, wells) } });
  };
  const hold = (part: NonNullable<CheckingState['held']>['part'], target: CheckTarget | null) =>
    checking.setState({ held: { part, picture: samplePicture(target), takenAtS: sampleReport().madeAtS } });
  const placedOf = (kind: CheckTarget['kind']) => checking.getState().series[kind].placed;
  return {
    open: () => checking.setState({ isOpen: true }),
    leave() {
      note('leave');
      checking.setState({ isOpen: false, busy: null, refused: null });
    },
    beginAnew: () => checking.setState({ held: null, report: null, isKept: false, marks: [], profiles: [] }),
    setAbout: change =>
      checking.setState(({ about, report }) => ({
        about: { ...about, ...change },
        report: report && { ...report, ...change },
        isKept: false,
      })),
    setTarget(target) {
      note('setTarget', target);
      checking.setState(({ series }) => ({
        series: { ...series, [target.kind]: { target, placed: [], wells: [] } },
      }));
    },
    setStabilityS: stabilityS => checking.setState({ stabilityS }),
    async read(part) {
      note('read', part);
      checking.setState({ readingPart: part });
      if (part === 'concentration' || part === 'depth') {
        hold(part, checking.getState().series[part].target);
        setWells(part, samplePlaces);
        return;
      }
      if (part === 'resolution') {
        hold(part, null);
        if (checking.getState().marks.length === 0) return;
      }
      if (part === 'uniformity') hold(part, null);
      setParts({ [part]: sampleParts[part] });
    },
    stopReading() {
      note('stopReading');
      checking.setState({ busy: null });
    },
    endReading() {
      note('endReading');
      checking.setState({ busy: null });
    },
    placeWell(kind, index, { centre, radiusPx }) {
      const before = placedOf(kind).find(well => well.index === index);
      const at = centre ?? before?.centre;
      if (!at) return;
      const well: PlacedWell = {
        index,
        centre: at,
        radiusPx: radiusPx ?? before?.radiusPx ?? 76,
        from: 'hand',
      };
      setWells(
        kind,
        [...placedOf(kind).filter(each => each.index !== index), well].toSorted((a, b) => a.index - b.index),
      );
    },
    removeWell(kind, index) {
      setWells(
        kind,
        placedOf(kind).filter(well => well.index !== index),
      );
    },
    setWellRadius(kind, radiusPx) {
      setWells(
        kind,
        placedOf(kind).map(well => ({ ...well, radiusPx })),
      );
    },
    layGrid(kind) {
      const byHand = placedOf(kind).filter(({ from }) => from === 'hand');
      const wells = gridThrough(checking.getState().series[kind].target, byHand);
      if (!('withheld' in wells)) setWells(kind, wells);
    },
    findWells: kind => setWells(kind, samplePlaces),
    setMarks(marks) {
      const profiles = sampleProfiles(marks);
      checking.setState({ marks, profiles });
      const { conditions } = samplePicture(null);
      const resolution =
        marks.length === 0
          ? null
          : { madeAtS: sampleReport().madeAtS, conditions, result: readResolution(profiles) };
      setParts({ resolution });
    },
    async keep() {
      note('keep');
      const { report, reports } = checking.getState();
      if (!report) return false;
      checking.setState({ isKept: true, reports: [report, ...reports.filter(({ id }) => id !== report.id)] });
      return true;
    },
    deleteReport: async id =>
      checking.setState(({ reports }) => ({ reports: reports.filter(report => report.id !== id) })),
    async exportReport(id, kind) {
      note('exportReport', id, kind);
      const { report, reports } = checking.getState();
      const found = [report, ...reports].find(each => each?.id === id);
      if (!found) return null;
      return new Blob([kind === 'csv' ? checkCsv(found, testBuild) : checkText(found, [], testBuild)]);
    },
  };
}
