/** Every kernel in one module, so that they share one memory. */

export * from './smooth.as';
export * from './segment.as';
export * from './contour.as';
export * from './distance.as';
export * from './light.as';

/** The first byte of memory that is free for the caller. */
export function freeFromBytes(): usize {
  return __heap_base;
}
