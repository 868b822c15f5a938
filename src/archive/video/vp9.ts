/**
 * VP9, profile 0 (8-bit 4:2:0). Level 6.2 allows every size up to 8192 a side. In software: what graphics cards make of a quantizer is
 * their own affair, and their decoders are few.
 */
export const vp9 = { codec: 'vp09.00.62.08', hardwareAcceleration: 'prefer-software' } as const;
