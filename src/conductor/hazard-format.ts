/** The size of what a feed delivers, which regions, layout and registration were made for. Pure. */
import type { StreamFormats } from '#model/feed.ts';
import type { Problem } from '#model/problem.ts';

/**
 * Browsers and gateways begin a remote stream small and let it grow with the line, the whole scene in every size. So long after its first
 * frame a larger picture of the same shape is the same stream getting going; later it is a device that was set otherwise.
 */
const growsForS = 10;
/** Sides are even numbers of pixels: small pictures have a shape a little other. */
const sameShapeWithin = 0.03;

export type FormatWatch = {
  /**
   * The formats delivered now; the problem while they are not those that were confirmed. `mayGrow`: a remote stream on which nothing is drawn
   * yet, so that no number can change its meaning by growing.
   */
  see(formats: StreamFormats, now: { readonly atS: number; readonly mayGrow: boolean }): Problem | null;
  /** What was confirmed, to be kept beside the regions that were drawn on it; null: nothing yet. */
  confirmed(): string | null;
  /** Regions of an earlier page are put back: they were drawn on pictures of this size. */
  expect(sizes: string): void;
  /** The user accepts what is delivered now. */
  confirm(): void;
  /** Another feed. */
  forget(): void;
};

const sidesOf = ({ main, second }: StreamFormats) => [main, ...(second ? [second] : [])];
const sizesOf = (formats: StreamFormats): string =>
  sidesOf(formats)
    .map(({ widthPx, heightPx }) => `${widthPx} × ${heightPx}`)
    .join(' and ');

/** Larger pictures of the same shape. */
function isGrown(before: StreamFormats, now: StreamFormats): boolean {
  const [was, is] = [sidesOf(before), sidesOf(now)];
  return (
    was.length === is.length &&
    is.every(({ widthPx, heightPx }, i) => {
      const [wider, higher] = [widthPx / was[i]!.widthPx, heightPx / was[i]!.heightPx];
      return wider >= 1 && higher >= 1 && Math.abs(wider / higher - 1) < sameShapeWithin;
    })
  );
}

export function createFormatWatch(): FormatWatch {
  let confirmed: string | null = null;
  /** The newest, and when the first came. */
  let newest: StreamFormats | null = null;
  let firstS = 0;
  return {
    see(formats, { atS, mayGrow }) {
      const before = newest;
      const now = sizesOf(formats);
      if (!before) firstS = atS;
      newest = formats;
      const isGrowth = mayGrow && before && sizesOf(before) === confirmed && isGrown(before, formats);
      if (confirmed === null || (isGrowth && atS - firstS <= growsForS)) confirmed = now;
      if (now === confirmed) return null;
      return {
        id: 'frame-size-changed',
        severity: 'stop',
        text: `The source changed its size from ${confirmed} to ${now}.`,
        tip: 'Check layout and regions, then close this message; or set the device back.',
        withholds: 'numbers',
        canAccept: true,
      };
    },
    confirmed: () => confirmed,
    expect(sizes) {
      confirmed = sizes;
    },
    confirm() {
      if (newest) confirmed = sizesOf(newest);
    },
    forget() {
      confirmed = null;
      newest = null;
    },
  };
}
