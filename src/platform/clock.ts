/** Seconds since the epoch by the page's monotonic clock: the same axis in every worker, and it never jumps. */
export const clockS = (): number => (performance.timeOrigin + performance.now()) / 1000;
