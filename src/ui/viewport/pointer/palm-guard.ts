/** Tells a resting palm from a finger: by its size, and by the pen that is down beside it. */
import type { HandKind } from './state.ts';

/** CSS pixels. A gloved fingertip leaves 30 to 50; the side of a hand more. */
const palmFromPx = 80;

type PalmGuard = {
  /** What is to be made of something that comes down. */
  down(id: number, kind: HandKind, contactPx: number): 'hand' | 'palm' | 'pen-beats-touch';
  isPalm(id: number): boolean;
  /** True where what went up was a palm. */
  up(id: number): boolean;
};

export function createPalmGuard(): PalmGuard {
  const palms = new Set<number>();
  const fingers = new Set<number>();
  let pen: number | null = null;
  return {
    down(id, kind, contactPx) {
      // Ids are used again, and not every palm is seen to go.
      palms.delete(id);
      if (kind === 'touch' && (pen !== null || contactPx >= palmFromPx)) {
        palms.add(id);
        return 'palm';
      }
      if (kind === 'touch') fingers.add(id);
      if (kind !== 'pen') return 'hand';
      pen = id;
      if (fingers.size === 0) return 'hand';
      for (const finger of fingers) palms.add(finger);
      fingers.clear();
      return 'pen-beats-touch';
    },
    isPalm: id => palms.has(id),
    up(id) {
      if (pen === id) pen = null;
      fingers.delete(id);
      return palms.delete(id);
    },
  };
}
