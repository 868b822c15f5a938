/** How large a letter is for the eye of someone who stands away from the screen. */

/** A screen: its diagonal, and its CSS pixels. */
export type ScreenFacts = {
  readonly diagonalMm: number;
  readonly widthPx: number;
  readonly heightPx: number;
};

/**
 * The monitor that the big numbers are made for: 32 inches, wide, as they hang over operating tables. Divided into CSS pixels
 * as the browser does it.
 */
export const theatreMonitor = (widthPx: number, heightPx: number): ScreenFacts => ({
  diagonalMm: 32 * 25.4,
  widthPx,
  heightPx,
});

/**
 * Height of a digit as a share of its font size: Inter's cap height is 2048 ÷ 2816 of an em (its digits are as high).
 */
export const digitShare = 2048 / 2816;

/** Where numbers must be legible from, and how large they must be there: ISO 9241-303 recommends 20′ to 22′ and no less than 16′. */
export const acrossTheRoom = { distanceMm: 4000, leastArcMin: 20 } as const;

/** Millimetres of one CSS pixel. */
const mmPerPx = ({ diagonalMm, widthPx, heightPx }: ScreenFacts): number =>
  diagonalMm / Math.hypot(widthPx, heightPx);

/** Minutes of arc that `heightPx` of `screen` spans from `distanceMm`. */
export const arcMinOf = (heightPx: number, screen: ScreenFacts, distanceMm: number): number =>
  (2 * Math.atan((heightPx * mmPerPx(screen)) / 2 / distanceMm) * 180 * 60) / Math.PI;
