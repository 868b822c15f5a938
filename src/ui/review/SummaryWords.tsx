/** How a pass came out, in a sentence or two. */

import type { RemeasureResult } from '#conductor/review-api.ts';
import { words } from '#words/words.ts';

const count = new Intl.NumberFormat('en-GB');
const inWords = (n: number, one: string, many: string): string =>
  `${count.format(n)} ${n === 1 ? one : many}`;

export function SummaryWords({ result }: { readonly result: RemeasureResult }) {
  const { summary, settings, differences, every } = result;
  if (!summary)
    return <p className="caution">{words('Stopped before the end. The rows so far are kept.')}</p>;
  const { frames, equal, unequal, unverifiable, damaged } = summary;
  const compared = equal + unequal;
  return (
    <div className="summary-words">
      {settings === 'recorded' ? (
        <>
          <p className={unequal > 0 ? 'stop' : undefined}>
            {words('As recorded: {equal} of {compared} came out to the last bit.', {
              equal: count.format(equal),
              compared: inWords(compared, 'measurement', 'measurements'),
            })}
          </p>
          {unequal > 0 && (
            <p className="stop">
              {words('{unequal} different. Do not rely on this session’s numbers before it is known why.', {
                unequal: inWords(unequal, 'measurement is', 'measurements are'),
              })}
            </p>
          )}
          {unverifiable > 0 && (
            <p className="caution">
              {words('{unverifiable} could not be compared.', {
                unverifiable: inWords(unverifiable, 'measurement', 'measurements'),
              })}
            </p>
          )}
        </>
      ) : (
        <p>
          {inWords(frames, 'frame', 'frames')} {words('measured')}
          {every > 1 && words(', one in {every}', { every })}
          {differences.length > 0
            ? ` ${words('with: {differences}.', { differences: differences.join('; ') })}`
            : ` ${words('with the recorded settings.')}`}
        </p>
      )}
      {damaged > 0 && (
        <p className="caution">
          {words('{damaged} damaged and left out.', { damaged: inWords(damaged, 'frame is', 'frames are') })}
        </p>
      )}
    </div>
  );
}
