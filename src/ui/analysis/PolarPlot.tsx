/** The rim about its centre: the brightest light in each direction, the threshold, the gaps. */

import type { PolarProfile, RimFigures } from '#model/analysis.ts';
import { words } from '#words/words.ts';
import { polarBox, polarPlot } from './polar-plot.ts';

/** Smaller gaps are drawn but carry no words: they would stand on each other. */
const wordsFromDegrees = 12;

export function PolarPlot({
  profile,
  figures,
}: {
  readonly profile: PolarProfile;
  readonly figures: RimFigures;
}) {
  const plot = polarPlot(profile, figures.gaps);
  if (!plot) return null;
  const { x, y, radius, width, height } = polarBox;
  const inWords = figures.gaps.map(({ degrees }) => `${Math.round(degrees)}°`).join(', ');
  return (
    <figure>
      <svg
        className="found-plot"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words('Brightest light in each direction about {regionId}. Gaps: {inWords}.', {
          regionId: figures.regionId,
          inWords: inWords || words('none'),
        })}
      >
        <defs>
          <pattern
            id="rim-gap"
            width="7"
            height="7"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path className="gap-hatch" d="M0 0V7" />
          </pattern>
        </defs>
        {plot.gaps.map(({ wedge }) => (
          <path key={wedge} className="gap" d={wedge} fill="url(#rim-gap)" />
        ))}
        <circle className="grid" cx={x} cy={y} r={radius} />
        <path className="grid" d={`M${x - radius} ${y}H${x + radius}M${x} ${y - radius}V${y + radius}`} />
        <path className="rim-line" d={plot.outline} />
        <circle className="limit" cx={x} cy={y} r={plot.threshold} />
        {plot.gaps.map(({ wedge, word, x: wordX, y: wordY }, i) =>
          figures.gaps[i]!.degrees < wordsFromDegrees ? null : (
            <text key={wedge} className="gap-word" x={wordX} y={wordY + 4} textAnchor="middle">
              {word}
            </text>
          ),
        )}
        <text x={6} y={16}>
          {words('brightest light by direction')}
        </text>
        <text className="limit-word" x={6} y={height - 8}>
          {words('dashed: threshold')}
        </text>
        <text x={width - 6} y={height - 8} textAnchor="end">
          {words('as on the camera’s picture')}
        </text>
      </svg>
    </figure>
  );
}
