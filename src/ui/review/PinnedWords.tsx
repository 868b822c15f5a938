/** What A is, its numbers, and whether it is on the scale of what is shown now. */

import type { PinnedMoment } from '#conductor/review-api.ts';
import { mayShowNumbers } from '#model/liveness.ts';
import { figureInWords } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { useConductor, usePicture } from '../house.ts';
import { pinnedWords, scaleDifferences } from './compare.ts';
import { useShownAs } from './use-shown-as.ts';

export function PinnedWords({ pinned }: { readonly pinned: PinnedMoment }) {
  return (
    <p className="pinned-words">
      <strong>A</strong> {pinnedWords(pinned)}
      <span>{numbersOf(pinned.measurement)}</span>
    </p>
  );
}

/** What is shown now, beside A. */
export function NowWords() {
  const measurement = useConductor('readout', state => state.measurement);
  const isTrusted = usePicture(picture => mayShowNumbers(picture.state));
  return (
    <p className="pinned-words now">
      <strong>{words('Now')}</strong>
      <span>{numbersOf(isTrusted ? measurement : null)}</span>
    </p>
  );
}

/** The first pairs; more stand beside the picture. */
const mostPairs = 3;

function numbersOf(measurement: PinnedMoment['measurement']): string {
  if (!measurement) return words('not measured');
  const pairs = measurement.pairs.filter(pair => pair.tumourId && pair.backgroundId).slice(0, mostPairs);
  if (pairs.length === 0) return words('no pair');
  return pairs
    .map(({ tumourId, backgroundId, tbr }) => `TBR ${tumourId} / ${backgroundId} ${figureInWords(tbr)}`)
    .join(' · ');
}

export function ScaleWords({ pinned }: { readonly pinned: PinnedMoment }) {
  const now = useShownAs();
  const differences = scaleDifferences(pinned.shownAs, now);
  return (
    <p className={differences.length > 0 ? 'scale-words caution' : 'scale-words'} role="status">
      {differences.length === 0
        ? words('A and now: same scale, same place.')
        : words('Not to be compared by eye: {differences}.', { differences: differences.join('; ') })}
    </p>
  );
}
