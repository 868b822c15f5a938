/** How bright the tumour is on average and at its brightest, and what besides bears on that. Light is a share of white. */

import { inDigits, inPercent } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import type { ShownFigures } from './shown-figures.ts';

const inLight = (light: number | null): string => (light === null ? '–' : inDigits(light));

export function TumourLight({ figures }: { readonly figures: ShownFigures }) {
  const { ofSpecimen, tumourStatistics: t, backgroundStatistics: b } = figures;
  if (!t || !b) return null;
  const highlights = Math.max(t.specularShare, b.specularShare);
  const more = [
    ...(highlights > 0 ? [words('highlights {share}', { share: inPercent(highlights) })] : []),
    ...(ofSpecimen && 'value' in ofSpecimen
      ? [words('{percent} % of specimen', { percent: inDigits(ofSpecimen.value) })]
      : []),
    ...(ofSpecimen && 'withheld' in ofSpecimen
      ? [words('% of specimen: {reason}', { reason: words(ofSpecimen.detail) })]
      : []),
  ];
  return (
    <div className="tumour-light">
      <p>
        <span>{words('mean {mean}', { mean: inLight(t.mean) })}</span>
        <span>p95 {inLight(t.p95)}</span>
        <span>{words('peak {peak}', { peak: inLight(t.peak) })}</span>
      </p>
      {more.length > 0 && (
        <p>
          {more.map(text => (
            <span key={text}>{text}</span>
          ))}
        </p>
      )}
    </div>
  );
}
