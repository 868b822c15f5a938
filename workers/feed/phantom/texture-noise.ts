/** Smooth noise in the plane, for textures. Seeded; pure once made. */
import { hash } from './random.ts';

export type TextureNoise = {
  /** Gradient noise (Perlin 2002), about −0.7 … 0.7, one bump a unit. */
  smooth(x: number, y: number): number;
  /** `octaves` of smooth noise, each twice as fine and half as strong; about −1 … 1. */
  fractal(x: number, y: number, octaves: number): number;
  /** 1 on the crest lines of the noise and 0 far away: vessels, creases, septa. */
  ridge(x: number, y: number): number;
  /** Distance to the nearest of one random point per cell, and to the second nearest minus it: lobules and their borders. */
  cells(x: number, y: number, into: { nearest: number; border: number }): void;
};

const fade = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);

/** Noise of the period 256 units in both directions. */
export function createTextureNoise(seed: number): TextureNoise {
  const order = new Uint8Array(512);
  for (let i = 0; i < 256; i++) order[i] = i;
  for (let i = 255; i > 0; i--) {
    const j = hash(seed, i, 1) % (i + 1);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  order.copyWithin(256, 0, 256);
  const slopeX = new Float32Array(256);
  const slopeY = new Float32Array(256);
  const offsetX = new Float32Array(256);
  const offsetY = new Float32Array(256);
  for (let i = 0; i < 256; i++) {
    const angle = (hash(seed, i, 2) / 2 ** 32) * 2 * Math.PI;
    slopeX[i] = Math.cos(angle);
    slopeY[i] = Math.sin(angle);
    offsetX[i] = 0.15 + (0.7 * hash(seed, i, 3)) / 2 ** 32;
    offsetY[i] = 0.15 + (0.7 * hash(seed, i, 4)) / 2 ** 32;
  }
  const corner = (column: number, row: number): number => order[(order[column & 255]! + row) & 255]!;

  function smooth(x: number, y: number): number {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const fx = x - column;
    const fy = y - row;
    const a = corner(column, row);
    const b = corner(column + 1, row);
    const c = corner(column, row + 1);
    const d = corner(column + 1, row + 1);
    const u = fade(fx);
    const top = slopeX[a]! * fx + slopeY[a]! * fy;
    const topRight = slopeX[b]! * (fx - 1) + slopeY[b]! * fy;
    const low = slopeX[c]! * fx + slopeY[c]! * (fy - 1);
    const lowRight = slopeX[d]! * (fx - 1) + slopeY[d]! * (fy - 1);
    const upper = top + u * (topRight - top);
    return upper + fade(fy) * (low + u * (lowRight - low) - upper);
  }

  function fractal(x: number, y: number, octaves: number): number {
    let sum = 0;
    let strength = 1;
    for (let octave = 0; octave < octaves; octave++) {
      sum += strength * smooth(x, y);
      // Irrational steps keep the lattices of two octaves from falling onto each other.
      x = x * 2.03 + 17.3;
      y = y * 2.03 + 9.7;
      strength *= 0.5;
    }
    return sum;
  }

  function ridge(x: number, y: number): number {
    const v = 1 - Math.abs(smooth(x, y)) * 3;
    return v > 0 ? v * v : 0;
  }

  function cells(x: number, y: number, into: { nearest: number; border: number }): void {
    const column = Math.floor(x);
    const row = Math.floor(y);
    let nearest = 9;
    let second = 9;
    for (let j = -1; j <= 1; j++)
      for (let i = -1; i <= 1; i++) {
        const cell = corner(column + i, row + j);
        const dx = column + i + offsetX[cell]! - x;
        const dy = row + j + offsetY[cell]! - y;
        const distance = dx * dx + dy * dy;
        if (distance < nearest) {
          second = nearest;
          nearest = distance;
        } else if (distance < second) second = distance;
      }
    into.nearest = Math.sqrt(nearest);
    into.border = Math.sqrt(second) - into.nearest;
  }

  return { smooth, fractal, ridge, cells };
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, v: number): number {
  const t = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
