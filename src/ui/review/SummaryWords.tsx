/** How a pass came out, in a sentence or two. */
import type { RemeasureResult } from '#conductor/review-api.ts';

const count = new Intl.NumberFormat('en-GB');
const inWords = (n: number, one: string, many: string): string =>
  `${count.format(n)} ${n === 1 ? one : many}`;

export function SummaryWords({ result }: { readonly result: RemeasureResult }) {
  const { summary, settings, differences, every } = result;
  if (!summary) return <p className="caution">Stopped before the end. The rows so far are kept.</p>;
  const { frames, equal, unequal, unverifiable, damaged } = summary;
  const compared = equal + unequal;
  return (
    <div className="summary-words">
      {settings === 'recorded' ? (
        <>
          <p className={unequal > 0 ? 'stop' : undefined}>
            As recorded: {count.format(equal)} of {inWords(compared, 'measurement', 'measurements')} came out
            to the last bit.
          </p>
          {unequal > 0 && (
            <p className="stop">
              {inWords(unequal, 'measurement is', 'measurements are')} different. Do not rely on this
              session’s numbers before it is known why.
            </p>
          )}
          {unverifiable > 0 && (
            <p className="caution">
              {inWords(unverifiable, 'measurement', 'measurements')} could not be compared.
            </p>
          )}
        </>
      ) : (
        <p>
          {inWords(frames, 'frame', 'frames')} measured
          {every > 1 && `, one in ${every}`}
          {differences.length > 0 ? ` with: ${differences.join('; ')}.` : ' with the recorded settings.'}
        </p>
      )}
      {damaged > 0 && (
        <p className="caution">{inWords(damaged, 'frame is', 'frames are')} damaged and left out.</p>
      )}
    </div>
  );
}
