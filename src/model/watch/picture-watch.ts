/**
 * Pictures under which a number would be wrong: black, covered, swapped, saturated, without excitation, flooded with glare. Pure; fed with the signs
 * of frames in order, it answers with what is so now. Of several only the first is told: the others follow from it.
 */
import type { FrameSigns, LightSigns } from './frame-signs.ts';
import { createHold } from './hold.ts';

/** Of what is so now, in order of what explains the rest. */
export type PictureHazard =
  | 'picture-black'
  | 'channels-swapped'
  | 'lens-covered'
  | 'excitation-off'
  | 'field-saturated'
  | 'specular-flood';

export type PictureWatch = {
  /**
   * `isDisplayReferred`: NIR was coloured before it reached us, so that its colour says nothing. `whiteIsGlare`: what is white is left out as a
   * highlight; where the user said that it is not, there is no flood of it either.
   */
  see(
    signs: FrameSigns,
    context: { readonly isDisplayReferred: boolean; readonly whiteIsGlare: boolean },
  ): PictureHazard | null;
};

/** Nothing in the picture reaches this: noise and pedestals of cameras stay under it. */
const blackBelow = 0.03;
/** White light of tissue lies at 0.03 and above of colour; NIR comes grey, and is coded with at most a code of colour. */
const colouredFrom = 0.03;
/** … and so many times more than the channel that should have it. */
const colouredTimes = 3;
/** A scene has more contrast than this; a glow through a glove has less … */
const coveredContrast = 0.1;
/** … when it was this many times as much within the last seconds, or the picture is dim besides. */
const coveredFall = 3;
const dimBelow = 0.2;
/** What noise alone spreads NIR by, from its 5th to its 99.5th percentile. */
const floorSpread = 0.06;
/** Excitation is switched, not turned down: spread falls this many times, within `memoryS`. Dye washes out slower. */
const excitationFall = 3;
const memoryS = 1.5;
/** Light is back when it spreads by this share of what it did. */
const excitationBackShare = 0.4;
/** A quarter of NIR clipped is no nodule: gain or distance is wrong. Told no more under the second. */
const saturatedShare = { on: 0.25, off: 0.15 };
/** Highlights on a wet surface cover a few per cent, white drapes may fill a quarter; of a region on one highlights cover at most a quarter. */
const floodShare = { on: 0.35, off: 0.25 };
const regionFloodShare = { on: 0.45, off: 0.3 };

const contrastOf = ({ p5, p95 }: LightSigns): number => p95 - p5;
const spreadOf = ({ p5, p995 }: LightSigns): number => p995 - p5;

export function createPictureWatch(): PictureWatch {
  // Two readings in a row, a fifth of a second apart: one can be a frame that was damaged on its way.
  const quick = { onAfterS: 0.18, offAfterS: 0.35 };
  const black = createHold(quick);
  const swapped = createHold(quick);
  const covered = createHold({ onAfterS: 0.35, offAfterS: 0.35 });
  // After a covered lens, which takes NIR away as well.
  const off = createHold({ onAfterS: 0.55, offAfterS: 0.35 });
  const saturated = createHold(quick);
  // A highlight that passes lasts less.
  const flooded = createHold({ onAfterS: 0.5, offAfterS: 0.5 });
  const isOn = { covered: false, off: false, saturated: false, flooded: false };
  let recent: { readonly timeS: number; readonly contrast: number; readonly spread: number }[] = [];
  /** NIR's spread before it fell to the floor. */
  let lostSpread: number | null = null;

  const isSwapped = ({ white, nir }: FrameSigns, isDisplayReferred: boolean): boolean | null => {
    if (isDisplayReferred || !white || !nir || nir.colourfulness === null) return null;
    const { colourfulness } = nir;
    return colourfulness >= colouredFrom && colourfulness > colouredTimes * (white.colourfulness ?? 0);
  };
  const isCovered = (white: LightSigns): boolean => {
    const contrast = contrastOf(white);
    if (isOn.covered) return contrast < 1.5 * coveredContrast;
    const before = Math.max(0, ...recent.map(each => each.contrast));
    return contrast < coveredContrast && (before >= coveredFall * contrast || white.median < dimBelow);
  };
  const isExcitationOff = (nir: LightSigns): boolean => {
    const spread = spreadOf(nir);
    if (lostSpread !== null && spread >= Math.max(floorSpread, excitationBackShare * lostSpread))
      lostSpread = null;
    if (lostSpread !== null) return true;
    const before = Math.max(0, ...recent.map(each => each.spread));
    if (spread > floorSpread || before < excitationFall * spread || before < 2 * floorSpread) return false;
    lostSpread = before;
    return true;
  };
  const isFlooded = ({ white, regions }: FrameSigns): boolean => {
    const key = isOn.flooded ? 'off' : 'on';
    return (
      (white?.clippedShare ?? 0) > floodShare[key] ||
      regions.some(({ brightShare }) => brightShare > regionFloodShare[key])
    );
  };

  return {
    see(signs, { isDisplayReferred, whiteIsGlare }) {
      const { timestampS: timeS, white, nir } = signs;
      const last = recent.at(-1);
      if (last && !(timeS >= last.timeS && timeS - last.timeS <= 2)) {
        recent = [];
        lostSpread = null;
      }
      recent = recent.filter(each => timeS - each.timeS <= memoryS);
      // Without white light a black picture may only be one without light: that is for the excitation.
      const isBlack = black.see(white && white.p995 < blackBelow, timeS);
      const isOther = swapped.see(isSwapped(signs, isDisplayReferred), timeS);
      isOn.covered = covered.see(white && isCovered(white), timeS);
      isOn.off = off.see(nir && isExcitationOff(nir), timeS);
      isOn.saturated = saturated.see(
        nir && nir.clippedShare > saturatedShare[isOn.saturated ? 'off' : 'on'],
        timeS,
      );
      isOn.flooded = flooded.see(whiteIsGlare && isFlooded(signs), timeS);
      recent.push({ timeS, contrast: white ? contrastOf(white) : 0, spread: nir ? spreadOf(nir) : 0 });
      if (isBlack) return 'picture-black';
      if (isOther) return 'channels-swapped';
      if (isOn.covered) return 'lens-covered';
      if (isOn.off) return 'excitation-off';
      if (isOn.saturated) return 'field-saturated';
      return isOn.flooded ? 'specular-flood' : null;
    },
  };
}
