/**
 * Follows tissue: how a frame lies against a key frame, from these two pictures alone. No frame between has a
 * part in it, so that nothing drifts and replay gives the same bits.
 */
import type { SizePx } from '#model/geometry.ts';
import type { KeyFrame, MotionReading } from '#model/motion.ts';
import { patternedTiles } from './agree.ts';
import { type ReducedPicture, reducedSize, reductionOf } from './key-picture.ts';
import { createRoom, type Room } from './room.ts';
import { type Found, judge, search, shareOf } from './search.ts';
import { type Pose, solve } from './solve.ts';

export type Follower = {
  /** Never throws for pictures: what cannot be followed is lost, with the reason in words. */
  follow(key: KeyFrame, picture: ReducedPicture): MotionReading;
};

/**
 * With the kernels' bytes (`kernels/register.as.ts?kernel`), or null for their twins: both give the same
 * bits. Keeps the key frame of the last call ready.
 */
export function createFollower(wasm: Uint8Array<ArrayBuffer> | null): Follower {
  const module = wasm && WebAssembly.validate(wasm) ? new WebAssembly.Module(wasm) : null;
  let room: Room | null = null;
  return {
    follow(key, picture) {
      const fault = faultOf(key, picture);
      if (fault) return lost(fault);
      const { widthPx, heightPx } = key;
      if (room?.size.widthPx !== widthPx || room.size.heightPx !== heightPx)
        room = createRoom(module, { widthPx, heightPx });
      if (room.key.hash !== key.hash) room.setKey(key);
      return followIn(room, picture, { widthPx: key.sceneWidthPx, heightPx: key.sceneHeightPx });
    },
  };
}

const lost = (detail: string): MotionReading => ({ kind: 'lost', detail });

/** Below, the coarsest scale has no pixels left to compare. */
const smallestPx = 64;

/** Why these two cannot be compared at all. */
function faultOf(key: KeyFrame, picture: ReducedPicture): string | null {
  const { widthPx, heightPx } = key;
  if (picture.widthPx !== widthPx || picture.heightPx !== heightPx)
    return 'the picture has another size than the key frame';
  const expected = reducedSize({ widthPx: key.sceneWidthPx, heightPx: key.sceneHeightPx });
  if (expected.widthPx !== widthPx || expected.heightPx !== heightPx)
    return 'the key frame does not fit its scene';
  if (Math.min(widthPx, heightPx) < smallestPx)
    return `a picture under ${smallestPx} pixels a side is too small to follow`;
  if (picture.samples.length !== widthPx * heightPx) return 'the picture is not whole';
  return null;
}

const finishing = [
  { level: 1, steps: 16, rowStep: 2, closePx: 0.06 },
  { level: 0, steps: 8, rowStep: 4, closePx: 0.02 },
] as const;

/**
 * Tried on other scenes, at most 40 % of the pattern agreed by chance; behind a bar over 15 % of the picture
 * at least 52 % of it did where the motion was right (`test/unit/motion`).
 */
const leastAgreement = 0.5;
/**
 * Of the coarse pattern: where noise hides the fine one, the coarse one decides, if nearly all of it agrees.
 */
const leastCoarse = 0.8;
/** Of a picture's tiles: less holds no pose. */
const leastPatterned = 0.03;

const patternedShare = (patterned: Uint8Array): number => {
  let count = 0;
  for (const one of patterned) count += one;
  return count / patterned.length;
};

function followIn(room: Room, picture: ReducedPicture, scene: SizePx): MotionReading {
  const { now, key } = room;
  const [, fine, coarse] = key.levels;
  if (!fine || !coarse) throw new Error('No key frame was set.');
  if (patternedShare(fine.patterned) < leastPatterned)
    return lost('the key frame shows too little pattern to follow');
  now.set(picture.samples);
  if (patternedShare(patternedTiles(now.levels[coarse.level]!)) < leastPatterned)
    return lost('the picture shows too little pattern to follow');
  const pose = finish(room, search(room));
  if (!pose) return lost('the picture agrees nowhere with the key frame');
  const found = shareOf(judge(room, pose, fine));
  const foundCoarse = shareOf(judge(room, pose, coarse));
  const agreement = foundCoarse >= leastCoarse ? Math.max(found, foundCoarse) : found;
  if (agreement < leastAgreement)
    return lost(`only ${Math.floor(100 * agreement)} % of the picture agrees with the key frame`);
  const factor = reductionOf(scene);
  return {
    kind: 'followed',
    motion: {
      angleRad: pose.angleRad,
      dxPx: pose.dx * factor,
      dyPx: pose.dy * factor,
      centre: { x: (scene.widthPx - 1) / 2, y: (scene.heightPx - 1) / 2 },
    },
    agreement,
  };
}

/** From the search's level to the finest. */
function finish({ kernels, now, key }: Room, start: Found | null): Pose | null {
  let pose = start?.pose ?? null;
  for (const { level, ...until } of finishing) {
    if (!pose) return null;
    const { light } = now.levels[level]!;
    const order = { now: light, centre: key.centre, start: pose, ...until };
    pose = solve(kernels, key.levels[level]!, order);
  }
  return pose;
}
