/** Which numbers stand beside the picture, and what stands there when they must not. Pure. */
import { mayShowNumbers, noSignalAfterS, type PictureState } from '#model/liveness.ts';
import type { Figure, Measurement, PairFigures, RegionStatistics } from '#model/measurement.ts';
import type { Region } from '#model/region.ts';

/** One tumour against one background, ready to be printed. */
export type ShownFigures = {
  readonly tumour: Region | null;
  readonly background: Region | null;
  readonly tbr: Figure;
  readonly cnr: Figure;
  /** Smallest and largest TBR over all backgrounds that gave one; null with fewer than two. */
  readonly range: { readonly low: number; readonly high: number; readonly backgrounds: number } | null;
  readonly tumourStatistics: RegionStatistics | null;
  readonly backgroundStatistics: RegionStatistics | null;
  readonly pair: PairFigures | null;
};

const withheld = (detail: string): Figure => ({ withheld: 'frame-old', detail });

const stateReasons: Partial<Record<PictureState, string>> = {
  waiting: 'no frame yet',
  'no-signal': 'no signal',
  identical: 'identical frames',
};

/** Why no number may be shown at all, or null. `ageS` of the measured frame; pictures that stand still do not age. */
function reasonToWithhold(state: PictureState, ageS: number | null): string | null {
  if (!mayShowNumbers(state)) return stateReasons[state] ?? state;
  const isLive = state === 'live' || state === 'late';
  if (isLive && ageS !== null && ageS > noSignalAfterS) return `frame ${ageS.toFixed(1)} s old`;
  return null;
}

/** The selected region of a role where one is selected, else the first. */
const chosen = (regions: readonly Region[], role: Region['role'], selectedId: string | null) => {
  const ofRole = regions.filter(region => region.role === role);
  return ofRole.find(region => region.id === selectedId) ?? ofRole[0] ?? null;
};

function rangeOver(pairs: readonly PairFigures[], tumourId: string): ShownFigures['range'] {
  const values = pairs.flatMap(pair =>
    pair.tumourId === tumourId && 'value' in pair.tbr ? [pair.tbr.value] : [],
  );
  if (values.length < 2) return null;
  return { low: Math.min(...values), high: Math.max(...values), backgrounds: values.length };
}

export function shownFigures(input: {
  readonly regions: readonly Region[];
  readonly selectedId: string | null;
  readonly measurement: Measurement | null;
  readonly state: PictureState;
  readonly ageS: number | null;
}): ShownFigures {
  const { regions, selectedId, measurement, state, ageS } = input;
  const tumour = chosen(regions, 'tumour', selectedId);
  const background = chosen(regions, 'background', selectedId);
  const nothing = (figure: Figure): ShownFigures => ({
    tumour,
    background,
    tbr: figure,
    cnr: figure,
    range: null,
    tumourStatistics: null,
    backgroundStatistics: null,
    pair: null,
  });
  const reason = reasonToWithhold(state, ageS);
  if (reason !== null) return nothing(withheld(reason));
  if (!tumour) return nothing({ withheld: 'no-tumour', detail: 'no tumour region: press T and draw' });
  if (!background)
    return nothing({ withheld: 'no-background', detail: 'no background region: press B and draw' });
  const pair = measurement?.pairs.find(p => p.tumourId === tumour.id && p.backgroundId === background.id);
  if (!measurement || !pair) return nothing(withheld('measuring'));
  const statisticsOf = (id: string) => measurement.regions.find(region => region.id === id) ?? null;
  return {
    tumour,
    background,
    tbr: pair.tbr,
    cnr: pair.cnr,
    range: rangeOver(measurement.pairs, tumour.id),
    tumourStatistics: statisticsOf(tumour.id),
    backgroundStatistics: statisticsOf(background.id),
    pair,
  };
}
