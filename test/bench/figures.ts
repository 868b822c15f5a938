/** The figures the benchmark writes: their names are read by a program, so they never change. */

export type Goal = { readonly atMost: number } | { readonly atLeast: number } | null;

export type FigureResult = {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly goal: string | null;
  readonly met: boolean | null;
};

/** `goal` null: the figure is only reported. */
export const figures = {
  'display-per-blit-720': { unit: 'blits', goal: { atMost: 4 } },
  'display-per-blit-1080': { unit: 'blits', goal: { atMost: 4 } },
  'latency-per-video': { unit: 'ratio', goal: { atMost: 0.7 } },
  'record-per-copy': { unit: 'copies', goal: { atMost: 6 } },
  /** Seconds that packing a second of recording takes, proof included: below 1 it keeps up with recording. */
  'encode-per-realtime-640': { unit: 's/s', goal: null },
  'encode-per-realtime-1280': { unit: 's/s', goal: null },
  'seek-per-video': { unit: 'ratio', goal: { atMost: 1 } },
  'export-per-copy': { unit: 'copies', goal: { atMost: 3 } },
  'roi-stats-per-opencvjs': { unit: 'ratio', goal: { atMost: 0.5 } },
  'chain-per-opencv-1080': { unit: 'ratio', goal: { atMost: 0.16 } },
  'chain-per-opencvjs-1080': { unit: 'ratio', goal: { atMost: 0.1 } },
  'chain-worst-per-opencv-1080': { unit: 'ratio', goal: { atMost: 1 } },
  'first-picture-s': { unit: 's', goal: null },
  'phantom-fps': { unit: 'frames/s', goal: { atLeast: 24 } },
  /** p95 of latency from the pixels with the console busy with everything at once, over p95 idle. */
  'latency-busy-per-idle': { unit: 'ratio', goal: { atMost: 1.5 } },
  /** What the second theatre display adds to p95 latency of the console's own picture; the first one's is only reported. */
  'second-display-frames': { unit: 'frame intervals', goal: { atMost: 1 } },
  'first-display-frames': { unit: 'frame intervals', goal: null },
  /** Drawn, on any canvas, after a newer one had been drawn there. */
  'older-frame-drawn': { unit: 'frames', goal: { atMost: 0 } },
  /** First picture of the phantom, over the first picture of a page with nothing but a painted canvas. */
  'cold-start-per-blank': { unit: 'ratio', goal: null },
  'latency-camera-per-video': { unit: 'ratio', goal: null },
  'latency-webrtc-per-video': { unit: 'ratio', goal: null },
  'latency-phantom-p50-ms': { unit: 'ms', goal: null },
  'latency-phantom-p95-ms': { unit: 'ms', goal: null },
  'latency-phantom-p99-ms': { unit: 'ms', goal: null },
  'latency-camera-p50-ms': { unit: 'ms', goal: null },
  'latency-camera-p95-ms': { unit: 'ms', goal: null },
  'latency-camera-p99-ms': { unit: 'ms', goal: null },
  'latency-webrtc-p50-ms': { unit: 'ms', goal: null },
  'latency-webrtc-p95-ms': { unit: 'ms', goal: null },
  'latency-webrtc-p99-ms': { unit: 'ms', goal: null },
  'latency-theatre-p50-ms': { unit: 'ms', goal: null },
  'latency-theatre-p95-ms': { unit: 'ms', goal: null },
  'latency-idle-p95-ms': { unit: 'ms', goal: null },
  'latency-busy-p95-ms': { unit: 'ms', goal: null },
  'jitter-phantom-ms': { unit: 'ms', goal: null },
  'jitter-camera-ms': { unit: 'ms', goal: null },
  'jitter-webrtc-ms': { unit: 'ms', goal: null },
  'drawn-per-delivered-phantom': { unit: 'ratio', goal: null },
  'drawn-per-delivered-camera': { unit: 'ratio', goal: null },
  'drawn-per-delivered-webrtc': { unit: 'ratio', goal: null },
  'drawn-per-delivered-busy': { unit: 'ratio', goal: null },
  /** How long the picture is away when the thread that draws it ends, per cold start to a live picture. */
  'recovery-per-cold-start': { unit: 'ratio', goal: null },
  'stall-gap-frames': { unit: 'frame intervals', goal: { atMost: 3 } },
} as const satisfies Record<string, { unit: string; goal: Goal }>;

export type FigureName = keyof typeof figures;

/** One row of the result: null where it could not be measured, and then it is not met. */
export function toResult(name: FigureName, value: number | null): FigureResult {
  const { unit, goal }: { unit: string; goal: Goal } = figures[name];
  if (goal === null) return { name, value, unit, goal: null, met: null };
  const words = 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const met = value !== null && ('atMost' in goal ? value <= goal.atMost : value >= goal.atLeast);
  return { name, value, unit, goal: words, met };
}
