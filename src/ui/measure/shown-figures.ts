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
  /** The tumour in per cent of the specimen's maximum; null: no edge is drawn. */
  readonly ofSpecimen: Figure | null;
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

/** Of a role, the first that one of `ids` names, the ids in their order; else the first of all. */
const chosen = (regions: readonly Region[], role: Region['role'], ids: readonly (string | null)[]) => {
  const ofRole = regions.filter(region => region.role === role);
  const named = ids.flatMap(id => ofRole.filter(region => region.id === id));
  return named[0] ?? ofRole[0] ?? null;
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
  /** Chosen in the table of pairs; a region that is selected on the picture comes before it. */
  readonly pair: { readonly tumourId: string; readonly backgroundId: string } | null;
  readonly measurement: Measurement | null;
  readonly state: PictureState;
  readonly ageS: number | null;
}): ShownFigures {
  const { regions, selectedId, measurement, state, ageS } = input;
  const { tumourId = null, backgroundId = null } = input.pair ?? {};
  const tumour = chosen(regions, 'tumour', [selectedId, tumourId]);
  const background = chosen(regions, 'background', [selectedId, backgroundId]);
  const nothing = (figure: Figure): ShownFigures => ({
    tumour,
    background,
    tbr: figure,
    cnr: figure,
    range: null,
    tumourStatistics: null,
    backgroundStatistics: null,
    pair: null,
    ofSpecimen: null,
  });
  const reason = reasonToWithhold(state, ageS);
  if (reason !== null) return nothing(withheld(reason));
  if (!tumour) return nothing({ withheld: 'no-tumour', detail: 'no tumour region' });
  if (!background) return nothing({ withheld: 'no-background', detail: 'no background region' });
  const isHazard = (figure: Figure | undefined): figure is Figure =>
    figure !== undefined && 'withheld' in figure && figure.withheld === 'hazard';
  const hazard = measurement?.pairs.map(({ tbr }) => tbr).find(isHazard);
  if (hazard) return nothing(hazard);
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
    ofSpecimen: regions.some(region => region.role === 'edge')
      ? (measurement.references.find(({ id }) => id === tumour.id)?.ofSpecimen ?? null)
      : null,
  };
}
