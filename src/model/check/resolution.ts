/** Resolution: the contrast of bar groups against 26.4 %, the Rayleigh criterion (AAPM TG-311, 10.1002/mp.16849). */
import {
  type BarGroup,
  type BarProfile,
  type CheckValue,
  type CheckWithheld,
  checkWithheld,
  isChecked,
  type ResolutionResult,
} from '../check.ts';
import { readBars } from './bars.ts';

/** Per cent from which on bars are told apart. */
export const resolvedPercent = 26.4;

/** Line pairs per mm of an element of the USAF 1951 chart: 2^(group + (element − 1) / 6). */
export const usafLinePairsPerMm = (group: number, element: number): number =>
  2 ** (group + (element - 1) / 6);

/** Contrast of every group, the finest that is resolved, and where 26.4 % is passed. */
export function readResolution(profiles: readonly BarProfile[]): ResolutionResult | CheckWithheld {
  const groups = profiles
    .filter(({ mark }) => mark.linePairsPerMm > 0 && Number.isFinite(mark.linePairsPerMm))
    .map((profile): BarGroup => {
      const { name, linePairsPerMm } = profile.mark;
      return { name, linePairsPerMm, contrast: readBars(profile) };
    })
    .sort((a, b) => a.linePairsPerMm - b.linePairsPerMm);
  const read = groups.flatMap(({ name, linePairsPerMm, contrast }) =>
    isChecked(contrast) ? [{ name, linePairsPerMm, ...contrast.percent }] : [],
  );
  if (groups.length === 0)
    return checkWithheld('no-groups', 'Mark at least one group of bars, with its line pairs per mm.');
  if (read.length === 0) {
    const none = checkWithheld('no-groups', 'None of the marked groups could be read.');
    return { groups, finest: none, limitLinePairsPerMm: none };
  }
  // Finer bars that look resolved behind ones that are not are false (spurious resolution): the first failure ends it.
  const failed = read.findIndex(({ value }) => value < resolvedPercent);
  const finest = read[failed < 0 ? read.length - 1 : failed - 1];
  const first = read[failed];
  return {
    groups,
    finest: finest ? { name: finest.name, linePairsPerMm: finest.linePairsPerMm } : noneResolved,
    limitLinePairsPerMm: !finest ? noneResolved : !first ? allResolved : passing(finest, first),
  };
}

const noneResolved = checkWithheld(
  'none-resolved',
  `Not even the coarsest marked group reaches ${resolvedPercent} %. Focus, or mark a coarser one.`,
);
const allResolved = checkWithheld(
  'all-resolved',
  `Every marked group reaches ${resolvedPercent} %: the limit is finer. Mark a finer group.`,
);

type Read = CheckValue & { readonly linePairsPerMm: number };

/** Straight between two groups in ln(lp/mm); the uncertainty of both contrasts carried through. Groups of one frequency: that one. */
function passing(above: Read, below: Read): CheckValue {
  const from = Math.log(above.linePairsPerMm);
  const span = Math.log(below.linePairsPerMm) - from;
  const drop = above.value - below.value;
  const along = (above.value - resolvedPercent) / drop;
  const value = Math.exp(from + along * span);
  const sdAlong = Math.hypot((1 - along) * above.sd, along * below.sd) / drop;
  return { value, sd: value * span * sdAlong };
}
