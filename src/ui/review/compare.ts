/** Whether two pictures may be compared by eye. Pure. */
import type { PinnedMoment, ShownAs } from '#conductor/review-api.ts';
import { inShort } from '#overlay/figures-in-words.ts';
import { inSeconds } from './times.ts';

const curveWords = ({ curve }: ShownAs['display']): string =>
  curve.kind === 'gamma' ? `gamma ${inShort(curve.gamma)}` : curve.kind;
const windowWords = ({ windowLow, windowHigh }: ShownAs['display']): string =>
  `${inShort(windowLow)} to ${inShort(windowHigh)}`;

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** In what `a` is not shown as `now`; empty: on the same scale, in the same place. */
export function scaleDifferences(a: ShownAs, now: ShownAs): readonly string[] {
  const was = a.display;
  const is = now.display;
  const pair = (what: string, ofA: string, ofNow: string) =>
    ofA === ofNow ? [] : [`${what}: A ${ofA}, now ${ofNow}`];
  return [
    ...pair('mode', was.mode, is.mode),
    ...pair('window', windowWords(was), windowWords(is)),
    ...pair('colour map', was.colourMap, is.colourMap),
    ...pair('curve', curveWords(was), curveWords(is)),
    ...pair('threshold', inShort(was.thresholdShare), inShort(is.thresholdShare)),
    ...pair('opacity', inShort(was.opacity), inShort(is.opacity)),
    ...(was.signed === is.signed ? [] : ['below background shown in one only']),
    ...(a.profileHash === now.profileHash
      ? []
      : a.profileName === now.profileName
        ? ['profile of the same name, another version']
        : [`profile: A ${a.profileName}, now ${now.profileName}`]),
    ...pair('numbers', a.calibration, now.calibration),
    ...(isSame(a.layout, now.layout) ? [] : ['another layout']),
    ...(isSame(a.view, now.view) ? [] : ['another zoom or place of the view']),
    ...(isSame(a.scene, now.scene) ? [] : ['pictures of another size']),
  ];
}

/** "K-017, 12.4 s, frame 373". */
export function pinnedWords({ caseLabel, place }: PinnedMoment): string {
  return [
    caseLabel || 'no label',
    ...(place ? [inSeconds(place.atS), `frame ${place.frameIndex + 1}`] : []),
  ].join(', ');
}
