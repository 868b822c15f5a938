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

/** Lattice points before the noise repeats, in both directions: a power of 2. */
const period = 64;
const wrap = period - 1;

/** Noise of the period 64 units in both directions. */
export function createTextureNoise(seed: number): TextureNoise {
  const points = period * period;
  const slopeX = new Float64Array(points);
  const slopeY = new Float64Array(points);
  const offsetX = new Float64Array(points);
  const offsetY = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    const bits = hash(seed, i, 2);
    const angle = ((bits & 0xffff) / 0x10000) * 2 * Math.PI;
    slopeX[i] = Math.cos(angle);
    slopeY[i] = Math.sin(angle);
    offsetX[i] = 0.15 + (0.7 * ((bits >>> 16) & 0xff)) / 0x100;
    offsetY[i] = 0.15 + (0.7 * (bits >>> 24)) / 0x100;
  }

  function smooth(x: number, y: number): number {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const fx = x - column;
    const fy = y - row;
    const left = column & wrap;
    const right = (column + 1) & wrap;
    const upper = (row & wrap) * period;
    const lower = ((row + 1) & wrap) * period;
    const a = slopeX[upper + left]! * fx + slopeY[upper + left]! * fy;
    const b = slopeX[upper + right]! * (fx - 1) + slopeY[upper + right]! * fy;
    const c = slopeX[lower + left]! * fx + slopeY[lower + left]! * (fy - 1);
    const d = slopeX[lower + right]! * (fx - 1) + slopeY[lower + right]! * (fy - 1);
    const across = fade(fx);
    const top = a + across * (b - a);
    return top + fade(fy) * (c + across * (d - c) - top);
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
        const cell = ((row + j) & wrap) * period + ((column + i) & wrap);
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

/** Length of (x, y). `Math.hypot` takes ten times as long, and this is asked a million times. */
export const distance = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, v: number): number {
  const t = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
