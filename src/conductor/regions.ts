/**
 * The regions on the picture, with undo. Scene pixels; what they measure is not known here. Where tissue is followed they are kept as they
 * lay in the key frame, shown where they lie now, and what a hand changes now is brought back to the key frame.
 */
import { createStore } from 'zustand/vanilla';
import { type Motion, movedShape } from '#model/motion.ts';
import { nextRegionId, type Region } from '#model/region.ts';
import type { Commands, RegionsState } from './api.ts';
import type { Readable } from './readable.ts';

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
  /** As they are kept: in pixels of the key frame, where tissue is followed. */
  drawn(): readonly Region[];
  /** Called when regions or reference changed, not when they only moved with the tissue. */
  onDrawn(listen: () => void): void;
  /** Where the tissue lies now; null: nothing is followed. */
  moveTo(motion: Motion | null): void;
  /** Regions are kept as they lie now: the picture shown is the key frame, or nothing is followed any more. */
  rebase(): void;
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
  let drawn: readonly Region[] = [];
  let motion: Motion | null = null;
  let past: (readonly Region[])[] = [];
  let lastChange: { id: string; atS: number } | null = null;
  let listen: () => void = () => undefined;

  const place = (regions: readonly Region[]): readonly Region[] =>
    motion ? regions.map(region => ({ ...region, shape: movedShape(region.shape, motion) })) : regions;

  const show = (regions: readonly Region[], state: Partial<RegionsState>): void => {
    drawn = regions;
    store.setState({ ...state, regions: place(drawn), canUndo: past.length > 0 });
    listen();
  };

  const set = (regions: readonly Region[], selectedId: string | null, isSameStep = false): void => {
    if (!isSameStep) past = [...past.slice(1 - undoLimit), drawn];
    const { referenceId } = store.getState();
    const isThere = regions.some(region => region.id === referenceId);
    show(regions, { selectedId, referenceId: isThere ? referenceId : null });
  };

  return {
    store,
    commands: {
      addRegion({ role, tissue, shape }) {
        const id = nextRegionId(drawn, role);
        lastChange = null;
        set([...drawn, { id, role, tissue, shape: movedShape(shape, motion, true) }], id);
      },
      changeRegion(id, change) {
        const atS = clockS();
        const isSameStep = lastChange?.id === id && atS - lastChange.atS < sameStepS;
        lastChange = { id, atS };
        const kept = change.shape ? { ...change, shape: movedShape(change.shape, motion, true) } : change;
        set(
          drawn.map(region => (region.id === id ? { ...region, ...kept } : region)),
          id,
          isSameStep,
        );
      },
      removeRegion(id) {
        lastChange = null;
        if (drawn.some(region => region.id === id))
          set(
            drawn.filter(region => region.id !== id),
            null,
          );
      },
      selectRegion: selectedId => store.setState({ selectedId }),
      setReference(referenceId) {
        store.setState({ referenceId });
        listen();
      },
      undo() {
        const before = past.at(-1);
        if (!before) return;
        past = past.slice(0, -1);
        lastChange = null;
        const { selectedId } = store.getState();
        show(before, { selectedId: before.some(region => region.id === selectedId) ? selectedId : null });
      },
    },
    drawn: () => drawn,
    onDrawn(newListen) {
      listen = newListen;
    },
    moveTo(newMotion) {
      motion = newMotion;
      if (drawn.length > 0) store.setState({ regions: place(drawn) });
    },
    rebase() {
      past = past.map(place);
      const now = place(drawn);
      motion = null;
      show(now, {});
    },
    replace(regions, referenceId) {
      past = [];
      lastChange = null;
      show(regions, { referenceId, selectedId: null });
    },
  };
}
