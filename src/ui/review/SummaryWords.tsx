/** How a pass came out, in a sentence or two. */

import type { RemeasureResult } from '#conductor/review-api.ts';
import { inCount } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';

const measurements = (n: number): string =>
  words(n === 1 ? '{n} measurement' : '{n} measurements', { n: inCount(n) });

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
              equal: inCount(equal),
              compared: measurements(compared),
            })}
          </p>
          {unequal > 0 && (
            <p className="stop">
              {words(
                unequal === 1
                  ? '{n} measurement is different. Do not rely on this session’s numbers before it is known why.'
                  : '{n} measurements are different. Do not rely on this session’s numbers before it is known why.',
                { n: inCount(unequal) },
              )}
            </p>
          )}
          {unverifiable > 0 && (
            <p className="caution">
              {words('{unverifiable} could not be compared.', {
                unverifiable: measurements(unverifiable),
              })}
            </p>
          )}
        </>
      ) : (
        <p>
          {words(frames === 1 ? '{n} frame measured' : '{n} frames measured', { n: inCount(frames) })}
          {every > 1 && words(', one in {every}', { every })}
          {differences.length > 0
            ? ` ${words('with: {differences}.', { differences: differences.map(each => words(each)).join('; ') })}`
            : ` ${words('with the recorded settings.')}`}
        </p>
      )}
      {damaged > 0 && (
        <p className="caution">
          {words(
            damaged === 1 ? '{n} frame is damaged and left out.' : '{n} frames are damaged and left out.',
            {
              n: inCount(damaged),
            },
          )}
        </p>
      )}
    </div>
  );
}
