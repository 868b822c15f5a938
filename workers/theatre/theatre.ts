/** Draws all that is seen on a theatre display: the newest picture, what is painted over it, big numbers, and, by its own clock, that it is not live. */
import type { TheatreApi } from './api.ts';

export function createTheatre(_clockS: () => number): TheatreApi & Disposable {
  return {
    attach: () => undefined,
    setWindow: () => undefined,
    connect: () => undefined,
    subscribe: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}
