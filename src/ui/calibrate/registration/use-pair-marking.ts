/** The run's pairs and the hand on them. */
import { type RefObject, useRef, useState } from 'react';
import type { CalibrationRun, PointPair } from '#model/calibration.ts';
import { useCommands } from '../../house.ts';
import { type Channel, type Marked, type Marking, nothingHeld, otherChannel, settle } from './marking.ts';
import type { PaneHandle } from './PicturePane.tsx';

export type PairMarking = {
  readonly marking: Marking;
  readonly pairs: readonly PointPair[];
  readonly usesDistortion: boolean;
  readonly panes: Readonly<Record<Channel, RefObject<PaneHandle | null>>>;
  setDistortion(uses: boolean): void;
  /** Takes what a function of `marking.ts` answers. */
  take(next: Marked): void;
  setPairs(pairs: readonly PointPair[]): void;
  /** Sets the held point; the focus goes where the next press is. */
  set(): void;
};

export function usePairMarking({ pairs, registration, draft }: CalibrationRun): PairMarking {
  const { calibrate } = useCommands();
  const [marking, setMarking] = useState(nothingHeld);
  const [usesDistortion, setUsesDistortion] = useState((registration ?? draft).distortion !== null);
  const panes = { white: useRef<PaneHandle>(null), nir: useRef<PaneHandle>(null) };
  const setPairs = (next: readonly PointPair[]) => {
    if (next !== pairs) calibrate.setPairs(next, usesDistortion);
  };
  const take = (next: Marked) => {
    setMarking(next.marking);
    setPairs(next.pairs);
  };
  return {
    marking,
    pairs,
    usesDistortion,
    panes,
    setDistortion(uses) {
      setUsesDistortion(uses);
      calibrate.setPairs(pairs, uses);
    },
    take,
    setPairs,
    set() {
      const next = settle({ marking, pairs });
      take(next);
      const from = marking.held?.channel ?? 'white';
      panes[next.marking.half ? otherChannel(from) : from].current?.focus();
    },
  };
}
