/** The regions on the picture, with undo. Scene pixels; what they measure is not known here. */
import { createStore } from 'zustand/vanilla';
import { nextRegionId, type Region } from '#model/region.ts';
import type { Commands, Readable, RegionsState } from './api.ts';

/** Steps that can be taken back. */
const undoLimit = 100;

/** A drag is one step: changes of one region closer together than this are taken back together. */
const sameStepS = 0.6;

export type Regions = {
  readonly store: Readable<RegionsState>;
  readonly commands: Pick<
    Commands,
    'addRegion' | 'changeRegion' | 'removeRegion' | 'selectRegion' | 'setReference' | 'undo'
  >;
  /** All of them at once, from a recording; cannot be undone. */
  replace(regions: readonly Region[], referenceId: string | null): void;
};

export function createRegions(clockS: () => number): Regions {
  const store = createStore<RegionsState>(() => ({
    regions: [],
    selectedId: null,
    referenceId: null,
    canUndo: false,
  }));
  let past: (readonly Region[])[] = [];
  let lastChange: { id: string; atS: number } | null = null;

  const set = (regions: readonly Region[], selectedId: string | null, isSameStep = false) => {
    const before = store.getState();
    if (!isSameStep) past = [...past.slice(1 - undoLimit), before.regions];
    const { referenceId } = before;
    store.setState({
      regions,
      selectedId,
      canUndo: past.length > 0,
      referenceId: regions.some(region => region.id === referenceId) ? referenceId : null,
    });
  };

  return {
    store,
    commands: {
      addRegion({ role, tissue, shape }) {
        const { regions } = store.getState();
        const id = nextRegionId(regions, role);
        lastChange = null;
        set([...regions, { id, role, tissue, shape }], id);
      },
      changeRegion(id, change) {
        const { regions } = store.getState();
        const atS = clockS();
        const isSameStep = lastChange?.id === id && atS - lastChange.atS < sameStepS;
        lastChange = { id, atS };
        set(
          regions.map(region => (region.id === id ? { ...region, ...change } : region)),
          id,
          isSameStep,
        );
      },
      removeRegion(id) {
        const { regions } = store.getState();
        lastChange = null;
        if (regions.some(region => region.id === id))
          set(
            regions.filter(region => region.id !== id),
            null,
          );
      },
      selectRegion: selectedId => store.setState({ selectedId }),
      setReference: referenceId => store.setState({ referenceId }),
      undo() {
        const before = past.at(-1);
        if (!before) return;
        past = past.slice(0, -1);
        lastChange = null;
        const { selectedId } = store.getState();
        store.setState({
          regions: before,
          canUndo: past.length > 0,
          selectedId: before.some(region => region.id === selectedId) ? selectedId : null,
        });
      },
    },
    replace(regions, referenceId) {
      past = [];
      lastChange = null;
      store.setState({ regions, referenceId, selectedId: null, canUndo: false });
    },
  };
}
