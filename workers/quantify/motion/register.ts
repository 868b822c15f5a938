/**
 * Follows tissue: how a frame lies against a key frame, from these two pictures alone. No frame between has a
 * part in it, so that nothing drifts and replay gives the same bits.
 */
import type { SizePx } from '#model/geometry.ts';
import type { KeyFrame, MotionModel, MotionReading } from '#model/motion.ts';
import { patternedShare } from './agree.ts';
import { tilesOf } from './fast.ts';
import { type ReducedPicture, reducedSize, reductionOf } from './key-picture.ts';
import { createRoom, judgeLevel, type Room, searchLevel } from './room.ts';
import { type Found, search } from './search.ts';
import { type Pose, solve } from './solve.ts';
import { trustIn } from './trust.ts';

export type Follower = {
  /**
   * Never throws for pictures: what cannot be followed is lost, with the reason in words. `model`, `similarity` unless given: what
   * the reading's motion carries, and what of it is confirmed.
   */
  follow(key: KeyFrame, picture: ReducedPicture, model?: MotionModel): MotionReading;
};

/**
 * With the kernels' bytes (`kernels/register.as.ts?kernel`), or null for their twins: both give the same
 * bits. Keeps the key frame of the last call ready.
 */
export function createFollower(wasm: Uint8Array<ArrayBuffer> | null): Follower {
  const module = wasm && WebAssembly.validate(wasm) ? new WebAssembly.Module(wasm) : null;
  let room: Room | null = null;
  return {
    follow(key, picture, model = 'similarity') {
      const fault = faultOf(key, picture);
      if (fault) return lost(fault);
      const { widthPx, heightPx } = key;
      if (room?.size.widthPx !== widthPx || room.size.heightPx !== heightPx)
        room = createRoom(module, { widthPx, heightPx });
      if (room.key.hash !== key.hash) room.setKey(key);
      const scene = { widthPx: key.sceneWidthPx, heightPx: key.sceneHeightPx };
      return followIn(room, picture, { scene, model });
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
  { level: 0, steps: 8, rowStep: 4, closePx: 0.06 },
  { level: 0, steps: 1, rowStep: 2, closePx: 0.06 },
] as const;

/** Of a picture's tiles: less holds no pose. */
const leastPatterned = 0.03;

function followIn(
  room: Room,
  picture: ReducedPicture,
  { scene, model }: { scene: SizePx; model: MotionModel },
): MotionReading {
  const { key, now } = room;
  const judged = key.levels[judgeLevel];
  if (!judged) throw new Error('No key frame was set.');
  if (judged.tiles.telling.length < leastPatterned * tilesOf(judged.key.size))
    return lost('the key frame shows too little pattern to follow');
  room.setNow(picture.samples);
  if (patternedShare(now.levels[searchLevel]!, key.blind?.levels[searchLevel] ?? null) < leastPatterned)
    return lost('the picture shows too little pattern to follow');
  const finished = finish(room, search(room));
  if (!finished) return lost('the picture agrees nowhere with the key frame');
  const { pose, coarser } = finished;
  const trust = trustIn(room, { pose, coarser, model });
  if ('doubt' in trust) return lost(trust.doubt);
  const factor = reductionOf(scene);
  return {
    kind: 'followed',
    motion: {
      angleRad: pose.angleRad,
      dxPx: pose.dx * factor,
      dyPx: pose.dy * factor,
      ...(model === 'similarity' && { scale: pose.scale }),
      centre: { x: (scene.widthPx - 1) / 2, y: (scene.heightPx - 1) / 2 },
    },
    agreement: trust.agreement,
  };
}

/** From the search's level to the finest; `coarser`: what the scale before the finest made of it. */
function finish({ kernels, now, key }: Room, start: Found | null): { pose: Pose; coarser: Pose } | null {
  let pose = start?.pose ?? null;
  let coarser = pose;
  for (const { level, ...until } of finishing) {
    if (!pose) return null;
    const { light } = now.levels[level]!;
    const order = { now: light, centre: key.centre, start: pose, ...until };
    pose = solve(kernels, key.levels[level]!, order);
    if (level > 0) coarser = pose;
  }
  return pose && coarser && { pose, coarser };
}
