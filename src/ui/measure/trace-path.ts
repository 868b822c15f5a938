/** Thirty seconds of TBR as a line with gaps where it was withheld. Pure. */

type Sample = { readonly atS: number; readonly tbr: number | null };

/** Seconds that the trace spans. */
const traceSpanS = 30;

/** `low`, `high`: values at the bottom and top of the box; at least 0.2 apart, so that noise does not fill it. */
export type Trace = { readonly path: string; readonly low: number; readonly high: number };

/** An SVG path in a box of 300 × 100; null when there is no value. */
export function tracePath(samples: readonly Sample[]): Trace | null {
  const values = samples.flatMap(({ tbr }) => (tbr === null ? [] : [tbr]));
  if (values.length === 0) return null;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const margin = Math.max(0.1, (most - least) * 0.1);
  const low = least - margin;
  const high = most + margin;
  let isDown = false;
  const path = samples
    .map(({ atS, tbr }) => {
      if (tbr === null) {
        isDown = false;
        return '';
      }
      const x = 300 + (300 * atS) / traceSpanS;
      const y = 100 - (100 * (tbr - low)) / (high - low);
      const command = isDown ? 'L' : 'M';
      isDown = true;
      return `${command}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  return { path, low: least, high: most };
}
