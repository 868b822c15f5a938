/** Whether two pictures may be compared by eye. Pure. */
import type { PinnedMoment, ShownAs } from '#conductor/review-api.ts';
import { inShort } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { inSeconds } from './times.ts';

const curveWords = ({ curve }: ShownAs['display']): string =>
  curve.kind === 'gamma' ? words('gamma {gamma}', { gamma: inShort(curve.gamma) }) : words(curve.kind);
const windowWords = ({ windowLow, windowHigh }: ShownAs['display']): string =>
  words('{low} to {high}', { low: inShort(windowLow), high: inShort(windowHigh) });

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** In what `a` is not shown as `now`; empty: on the same scale, in the same place. */
export function scaleDifferences(a: ShownAs, now: ShownAs): readonly string[] {
  const was = a.display;
  const is = now.display;
  const pair = (what: string, ofA: string, ofNow: string) =>
    ofA === ofNow ? [] : [words('{what}: A {was}, now {now}', { what, was: ofA, now: ofNow })];
  return [
    ...pair(words('mode'), words(was.mode), words(is.mode)),
    ...pair(words('window'), windowWords(was), windowWords(is)),
    ...pair(words('colour map'), words(was.colourMap), words(is.colourMap)),
    ...pair(words('curve'), curveWords(was), curveWords(is)),
    ...pair(words('threshold'), inShort(was.thresholdShare), inShort(is.thresholdShare)),
    ...pair(words('opacity'), inShort(was.opacity), inShort(is.opacity)),
    ...(was.signed === is.signed ? [] : [words('below background shown in one only')]),
    ...(a.profileHash === now.profileHash
      ? []
      : a.profileName === now.profileName
        ? [words('profile of the same name, another version')]
        : pair(words('profile'), a.profileName, now.profileName)),
    ...pair(words('numbers'), words(a.calibration), words(now.calibration)),
    ...(isSame(a.layout, now.layout) ? [] : [words('another layout')]),
    ...(isSame(a.view, now.view) ? [] : [words('another zoom or place of the view')]),
    ...(isSame(a.scene, now.scene) ? [] : [words('pictures of another size')]),
  ];
}

/** "K-017, 12.4 s, frame 373". */
export function pinnedWords({ caseLabel, place }: PinnedMoment): string {
  return [
    caseLabel || words('no label'),
    ...(place ? [inSeconds(place.atS), words('frame {frame}', { frame: place.frameIndex + 1 })] : []),
  ].join(', ');
}
