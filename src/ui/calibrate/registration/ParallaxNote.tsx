/** Why a registration belongs to one distance: the error that another distance brings, for two lenses the user describes. */

import { useState } from 'react';
import { parallaxTable, parallaxWords } from '#model/parallax.ts';
import { words } from '#words/words.ts';
import { NumberField } from '../../controls/NumberField.tsx';

const plot = { width: 240, height: 130, left: 34, right: 8, top: 8, bottom: 30 } as const;
/** Half to twice the distance. */
const reach = 2;

/** Round numbers at about half and at the top of the axis. */
function topOf(largest: number): number {
  const decade = 10 ** Math.floor(Math.log10(Math.max(largest, 1e-3)));
  return [1, 2, 5, 10].map(n => n * decade).find(top => top >= largest) ?? largest;
}

export function ParallaxNote({
  workingDistanceMm,
  widthPx,
}: {
  readonly workingDistanceMm: number | null;
  /** Of the scene. */
  readonly widthPx: number;
}) {
  const [focalPx, setFocalPx] = useState(widthPx);
  const [baselineMm, setBaselineMm] = useState(5);
  const [nowMm, setNowMm] = useState<number | null>(null);
  const calibratedMm = workingDistanceMm ?? 200;
  const setting = { focalPx, baselineMm, calibratedMm };
  const now = nowMm ?? Math.round(calibratedMm * 0.8);
  const range = { fromMm: calibratedMm / reach, toMm: calibratedMm * reach, count: 61 };
  const table = parallaxTable(setting, range);
  const topPx = topOf(Math.max(1, ...table.map(({ errorPx }) => errorPx)));
  const { width, height, left, right, top, bottom } = plot;
  const x = (mm: number) =>
    left + ((mm - range.fromMm) / (range.toMm - range.fromMm)) * (width - left - right);
  const y = (px: number) => height - bottom - (px / topPx) * (height - top - bottom);
  const told = words(parallaxWords({ ...setting, nowMm: now }));
  return (
    <details className="parallax">
      <summary>{words('When the distance changes')}</summary>
      <div className="stack">
        <p className="hint">
          {workingDistanceMm === null
            ? words(
                'Two lenses side by side see near tissue from two places. The examples: a lens 53° wide, whose focal length is the picture’s width, and a second lens 5 mm beside it, at 200 mm. Type your own; 0 mm where both channels share one lens.',
              )
            : words(
                'Two lenses side by side see near tissue from two places. The examples: a lens 53° wide, whose focal length is the picture’s width, and a second lens 5 mm beside it. Type your own; 0 mm where both channels share one lens.',
              )}
        </p>
        <NumberField
          label={words('Focal length, px')}
          value={focalPx}
          min={1}
          max={100_000}
          step={1}
          onChange={px => px && setFocalPx(px)}
        />
        <NumberField
          label={words('Between the lenses, mm')}
          value={baselineMm}
          min={0}
          max={1000}
          step={0.1}
          onChange={mm => mm !== null && setBaselineMm(mm)}
        />
        <NumberField
          label={words('Distance now, mm')}
          value={now}
          min={1}
          max={10_000}
          step={1}
          onChange={setNowMm}
        />
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={words('Error in pixels from {fromMm} to {toMm} mm. {words}', {
            fromMm: Math.round(range.fromMm),
            toMm: Math.round(range.toMm),
            words: told,
          })}
        >
          <path className="axis" d={`M${left} ${top}V${height - bottom}H${width - right}`} />
          {[0, topPx / 2, topPx].map(px => (
            <text key={px} x={left - 4} y={y(px) + 4} textAnchor="end">
              {px}
            </text>
          ))}
          {[range.fromMm, calibratedMm, range.toMm].map(mm => (
            <text
              key={mm}
              x={x(mm)}
              y={height - bottom + 13}
              textAnchor={mm === range.toMm ? 'end' : 'middle'}
            >
              {Math.round(mm)}
            </text>
          ))}
          <text x={(width + left) / 2} y={height - 3} textAnchor="middle">
            mm
          </text>
          <text x={4} y={top + 2}>
            px
          </text>
          <polyline
            className="curve"
            points={table.map(at => `${x(at.distanceMm).toFixed(1)},${y(at.errorPx).toFixed(1)}`).join(' ')}
          />
          {now >= range.fromMm && now <= range.toMm && (
            <path className="now" d={`M${x(now)} ${top}V${height - bottom}`} />
          )}
        </svg>
        <p>{told}</p>
      </div>
    </details>
  );
}
