/** The size of what a feed delivers, which regions, layout and registration were made for. Pure. */
import type { StreamFormats } from '#model/feed.ts';
import type { Problem } from '#model/problem.ts';

export type FormatWatch = {
  /** The formats delivered now; the problem while they are not those that were confirmed. */
  see(formats: StreamFormats): Problem | null;
  /** The user accepts what is delivered now. */
  confirm(): void;
  /** Another feed. */
  forget(): void;
};

const sizesOf = ({ main, second }: StreamFormats): string =>
  [main, ...(second ? [second] : [])]
    .map(({ widthPx, heightPx }) => `${widthPx} × ${heightPx}`)
    .join(' and ');

export function createFormatWatch(): FormatWatch {
  let confirmed: string | null = null;
  let now: string | null = null;
  return {
    see(formats) {
      now = sizesOf(formats);
      confirmed ??= now;
      if (now === confirmed) return null;
      return {
        id: 'frame-size-changed',
        severity: 'stop',
        text: `The source changed its size from ${confirmed} to ${now}.`,
        tip: 'Check layout and regions, then close this message; or set the device back.',
        withholds: 'numbers',
      };
    },
    confirm() {
      confirmed = now;
    },
    forget() {
      confirmed = null;
      now = null;
    },
  };
}
