/**
 * What one shown frame against the one before tells: repeated, torn. Fed by the view worker with a hash of each of some strips of rows.
 * Camera noise makes every strip of every live frame another, so that a strip which repeats was not read anew.
 */

/** Over so long shares are taken, in seconds. */
const windowS = 2;
/** Fewer frames than this in the window say nothing. */
const fewestFrames = 8;
/** A link that carries 25 pictures at 30 or 60 a second repeats some evenly, and misses none: so many new ones a second are enough. */
const enoughNewPerS = 20;
/** Repeats that last longer are another hazard (`identicalAfterS`), whose beginning must not look like this one. Seconds. */
const frozenAfterS = 0.45;
/** Share of frames that repeat the one before. */
const repeated = { on: 0.25, off: 0.1 };
/** Share of frames of which some strips, but not all, repeat: one may be an accident of a still, noiseless edge. */
const torn = { on: 0.15, off: 0.05 };
/** Strips that repeat of themselves (black bars, a vendor's text) are those that do so in more than this share of frames. */
const deadShare = 0.9;
/** So many living strips in one run, from the top or the bottom, must be old. */
const fewestTorn = 2;
/** A codec leaves what hardly changed as it was, here and there: where it does so in more than this share of frames nothing is called torn. */
const patchyShare = 0.05;

export type FlowHazard = 'frames-repeated' | 'frames-torn';

export type FlowWatch = {
  /** A new frame is on its way to the canvas; `strips`: a hash of each strip of rows, from the top; `atS` rises. */
  see(strips: readonly number[], atS: number): readonly FlowHazard[];
  /** Another feed, another size, or a seek. */
  forget(): void;
};

type Seen = { readonly atS: number; readonly kind: 'new' | 'repeated' | 'torn' | 'patchy' };

export function createFlowWatch(): FlowWatch {
  let before: readonly number[] | null = null;
  let seen: Seen[] = [];
  /** How often each strip changed in frames that brought anything new, faded. */
  let alive: number[] = [];
  const isOn = { repeated: false, torn: false };

  const kindOf = (strips: readonly number[], last: readonly number[]): Seen['kind'] => {
    const isOld = strips.map((strip, i) => strip === last[i]);
    if (isOld.every(Boolean)) return 'repeated';
    // Learned after they were judged, or the first torn frame would teach that its strips are dead.
    const living = isOld.filter((_, i) => alive[i]! > 1 - deadShare);
    isOld.forEach((old, i) => {
      alive[i] = 0.97 * alive[i]! + (old ? 0 : 0.03);
    });
    const old = living.filter(Boolean).length;
    if (old < fewestTorn || old === living.length) return 'new';
    // A tear is one edge between new rows and old ones.
    return longestRun(living) === old && (living[0] || living.at(-1)) ? 'torn' : 'patchy';
  };

  return {
    see(strips, atS) {
      const last = before;
      before = strips;
      if (!last || last.length !== strips.length) {
        seen = [];
        // A strip is alive when it was seen to change: half a picture that stands still by nature is not torn.
        alive = strips.map(() => 0);
        Object.assign(isOn, { repeated: false, torn: false });
        return [];
      }
      const kind = kindOf(strips, last);
      const lastNew = seen.findLast(each => each.kind !== 'repeated');
      // The end of a frozen picture: what it repeated was told as that.
      const wasFrozen = kind !== 'repeated' && (!lastNew || atS - lastNew.atS > frozenAfterS);
      seen = [...(wasFrozen ? [] : seen.filter(each => atS - each.atS <= windowS)), { atS, kind }];
      const spanS = Math.max(atS - seen[0]!.atS, 1e-3);
      const shareOf = (kind: Seen['kind']) => seen.filter(each => each.kind === kind).length / seen.length;
      if (seen.length >= fewestFrames) {
        const news = seen.filter(each => each.kind !== 'repeated').length;
        // Nothing new for longer is a frozen picture, which says so itself.
        const isFed = seen.some(each => each.kind !== 'repeated' && atS - each.atS <= frozenAfterS);
        const isRare = spanS >= windowS / 2 && isFed && news / spanS < enoughNewPerS;
        isOn.repeated = isRare && shareOf('repeated') > repeated[isOn.repeated ? 'off' : 'on'];
        isOn.torn = shareOf('torn') > torn[isOn.torn ? 'off' : 'on'] && shareOf('patchy') <= patchyShare;
      }
      return [
        ...(isOn.torn ? (['frames-torn'] as const) : []),
        ...(isOn.repeated ? (['frames-repeated'] as const) : []),
      ];
    },
    forget() {
      before = null;
    },
  };
}

function longestRun(isOld: readonly boolean[]): number {
  let [run, longest] = [0, 0];
  for (const old of isOld) {
    run = old ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
