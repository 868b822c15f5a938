/** Settings of a camera that change codes without any tissue having changed. */
export const controlIds = ['exposure', 'gain', 'white-balance', 'focus'] as const;
export type ControlId = (typeof controlIds)[number];

/** One setting as the device says it is now. Only those that the device exposes are listed. */
export type CameraControl = {
  readonly id: ControlId;
  readonly name: string;
  /** `automatic`: the camera may change it by itself at any time. `unknown`: it does not say. */
  readonly mode: 'locked' | 'automatic' | 'unknown';
  readonly canLock: boolean;
  /** As the device tells it; null where it does not. */
  readonly value: number | null;
  /** Of `value`: "ms", "K", "m" or empty. */
  readonly unit: string;
};
