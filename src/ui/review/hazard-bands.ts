/** What was wrong for a while, as bands along the timeline and in words. Pure. */
import type { HazardSpan, ReplayIndex } from '#model/replay-index.ts';
import { words } from '#words/words.ts';
import { inSeconds } from './times.ts';

/** A band in CSS pixels from the left of the strip. */
export type Band = { readonly span: HazardSpan; readonly xPx: number; readonly widthPx: number };

/** What lasted for a frame or two is still seen. */
const narrowestPx = 3;

/** Bands inside 0 … `widthPx`; those outside are left out. A band ends where the next frame is shown. */
export function hazardBands(
  { hazards, frameAtS }: Pick<ReplayIndex, 'hazards' | 'frameAtS'>,
  toX: (seconds: number) => number,
  widthPx: number,
): readonly Band[] {
  return hazards.flatMap(span => {
    const [from, to] = endsOf(span, frameAtS).map(toX);
    const left = Math.max(0, from!);
    const right = Math.min(widthPx, Math.max(to!, from! + narrowestPx));
    return right <= 0 || left >= widthPx ? [] : [{ span, xPx: left, widthPx: right - left }];
  });
}

/** Seconds on the timeline's clock. */
function endsOf({ from, to }: HazardSpan, frameAtS: ArrayLike<number>): readonly [number, number] {
  const last = frameAtS[frameAtS.length - 1] ?? 0;
  return [frameAtS[from] ?? 0, frameAtS[to + 1] ?? last];
}

/** Those at a frame. */
export const hazardsAt = (hazards: readonly HazardSpan[], frameIndex: number): readonly HazardSpan[] =>
  hazards.filter(({ from, to }) => frameIndex >= from && frameIndex <= to);

/** "3.2 s, numbers withheld"; where they were not, how long it lasted. */
export function spanInWords(span: HazardSpan, { frameAtS }: Pick<ReplayIndex, 'frameAtS'>): string {
  const [fromS, toS] = endsOf(span, frameAtS);
  const time = inSeconds(toS - fromS);
  return span.withholds ? words('{time}, numbers withheld', { time }) : time;
}
