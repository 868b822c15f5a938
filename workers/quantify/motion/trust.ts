/**
 * Whether a pose may be believed. A pose that fits best need not be the tissue's: what stands still before the lens
 * fits best without motion, what repeats fits in many places, and where there is little to hold on to anything fits.
 * Limits were set on two series of the stress set (`test/unit/motion/stress.ts`); the README has what other series gave.
 */
import type { MotionModel } from '#model/motion.ts';
import type { Agreement, Step } from './agree.ts';
import { judgeLevel, type Room, searchLevel } from './room.ts';
import { judge, likenessOf } from './search.ts';
import type { Pose } from './solve.ts';

/** The share of the picture that agrees, or why the pose is not believed, for a person. */
export type Trust = { readonly agreement: number } | { readonly doubt: string };

/** Of all tiles in sight that tell. Other tissue reached 0.25; usual tissue in noise of 4 codes keeps more than 0.3. */
const leastLikeness = 0.28;
const fewestAgreeing = 20;
/**
 * What tiles would have the pose moved by, in pixels of level 0 under full likeness: all of them fitted together, and the middle
 * one of them. Where likeness is low a smaller one is already doubtful.
 */
const mostStepPx = 0.42;
const mostVotePx = 0.38;
/** How far disjoint sets of tiles put the pose apart, root mean square, in pixels of level 0. */
const mostApartPx = 0.3;
/** How far two scales may put the middle of the picture apart, in pixels of level 0. */
const mostBetweenScalesPx = 0.5;
/** Of the change of scale: beyond, patterns that are no longer alike decide. */
const mostGrowth = 0.03;
/** Growth is believed where likeness is high; below, noise makes it, and it makes the shift wrong. */
const clearLikeness = 0.8;
const mostDoubtfulGrowth = 3e-4;
/** Or where tiles and scales agree so well on all of the pose: what they differ by, summed, in pixels of level 0 under full likeness. */
const mostDoubtOfGrowthPx = 0.35;
/** With a scale a step at rest is held shorter: what stands still while tissue swells about it is right in the middle, and the tiles beside it say so. */
const mostStepAtRestPx = 0.14;
/** As like, this share of it, one repeat of the key frame further on: two places fit alike. */
const alike = 0.7;

/** `coarser` is what the next coarser scale made of the pose; `model`: what of it is to be believed. */
type Claim = { readonly pose: Pose; readonly coarser: Pose; readonly model: MotionModel };

/** Of a pose for the frame that is in the room. */
export function trustIn(room: Room, claim: Claim): Trust {
  const { pose, model } = claim;
  const found = judge(room, pose, judgeLevel);
  const agreement = Math.max(shareOf(found), shareOf(judge(room, pose, searchLevel)));
  const { step, stepsOfSets, likeness } = found;
  if (likeness < leastLikeness || found.agreeing < fewestAgreeing)
    return { doubt: `only ${Math.floor(100 * shareOf(found))} % of the picture agrees with the key frame` };
  const stepPx = lengthOf(room, step);
  const apartPx = apart(room, step, stepsOfSets);
  if (
    stepPx > mostStepPx * likeness ||
    2 ** judgeLevel * found.votePx > mostVotePx * likeness ||
    apartPx > mostApartPx
  )
    return { doubt: 'parts of the picture do not agree on one motion' };
  const scalesPx = betweenPx(room, claim);
  if (scalesPx > mostBetweenScalesPx) return { doubt: 'coarse and fine pattern do not agree on one motion' };
  const growth = Math.abs(pose.scale - 1);
  const isConfirmed = model === 'similarity' && stepPx + apartPx + scalesPx <= mostDoubtOfGrowthPx * likeness;
  if (growth > mostGrowth || (growth * (clearLikeness - likeness) > mostDoubtfulGrowth && !isConfirmed))
    return { doubt: 'the picture does not hold the motion well enough' };
  const isSteady = model === 'rigid' || stepPx <= mostStepAtRestPx;
  if (isAtRest(room, pose) && !(isWhole(found) && isSteady))
    return { doubt: 'something that stands still may be taken for the tissue' };
  if (repeats(room, pose, found)) return { doubt: 'two places fit alike' };
  return { agreement };
}

const shareOf = ({ agreeing, inside }: Pick<Agreement, 'agreeing' | 'inside'>): number =>
  agreeing / Math.max(1, inside);

/** How far a step of the judging level moves nine places of the picture, in pixels of level 0. Infinity: no step. */
function lengthOf({ size }: Room, step: Step | null): number {
  if (!step) return Number.POSITIVE_INFINITY;
  const [x = 0, y = 0, turn = 0, grow = 0] = step;
  let sum = 0;
  // A step's turn and scale are per half of the picture's width.
  for (const right of [-0.5, 0, 0.5])
    for (const share of [-0.5, 0, 0.5]) {
      const down = (share * size.heightPx) / size.widthPx;
      sum += Math.hypot(x + grow * right - turn * down, y + turn * right + grow * down);
    }
  return (2 ** judgeLevel * sum) / 9;
}

/** Root mean square of how far the steps of disjoint sets are from that of all. */
function apart(room: Room, step: Step | null, stepsOfSets: readonly (Step | null)[]): number {
  let squares = 0;
  for (const ofSet of stepsOfSets) {
    const off = ofSet && step && ofSet.map((value, i) => value - step[i]!);
    squares += lengthOf(room, off) ** 2;
  }
  return Math.sqrt(squares / stepsOfSets.length);
}

/** Of the picture, about its middle: where regions are looked for. */
const middleShare = 0.6;

/** The most that two poses put a place of the picture's middle apart, in pixels of level 0. */
function betweenPx({ size }: Room, { pose: one, coarser: other, model }: Claim): number {
  const [a, b] = model === 'rigid' ? [1, 1] : [one.scale, other.scale];
  const c = a * Math.cos(one.angleRad) - b * Math.cos(other.angleRad);
  const s = a * Math.sin(one.angleRad) - b * Math.sin(other.angleRad);
  let most = 0;
  for (const x of [-0.5, 0.5])
    for (const y of [-0.5, 0.5]) {
      const right = middleShare * x * size.widthPx;
      const down = middleShare * y * size.heightPx;
      const dx = one.dx - other.dx + c * right - s * down;
      const dy = one.dy - other.dy + s * right + c * down;
      most = Math.max(most, Math.hypot(dx, dy));
    }
  return most;
}

/** A pose is rest when it moves the picture by less, in pixels of level 0, at two fifths of its width from the centre. */
const restPx = 2;

const isAtRest = ({ size }: Room, { dx, dy, angleRad }: Pose): boolean =>
  Math.hypot(dx, dy) + Math.abs(angleRad) * 0.4 * size.widthPx < restPx;

/** Of all tiles: what stands still and hides no more than a quarter of what tells is no doubt. */
const leastAtRest = 0.75;
const leastEven = 0.6;
const fewestZones = 5;

/** Whether the picture rests and not one thing in it: most tiles agree, or where noise hides that, all parts are about as like. */
function isWhole({ zones, ...found }: Agreement): boolean {
  if (shareOf(found) >= leastAtRest) return true;
  return zones.length >= fewestZones && Math.min(...zones) >= leastEven * Math.max(...zones);
}

/** Whether the key frame moved onto itself first fits about as well. */
function repeats(room: Room, pose: Pose, found: Agreement): boolean {
  const c = Math.cos(pose.angleRad);
  const s = Math.sin(pose.angleRad);
  for (const { dx, dy } of room.key.repeats)
    for (const sign of [1, -1]) {
      const other = {
        ...pose,
        dx: pose.dx + sign * (c * dx - s * dy),
        dy: pose.dy + sign * (s * dx + c * dy),
      };
      if (likenessOf(judge(room, other, judgeLevel)) >= alike * found.likeness) return true;
    }
  return false;
}
