/** One strip of the log, with the names of its lines and what they say in the last row. */
import { useEffect, useMemo, useRef } from 'react';
import type { StabilityRow } from '#model/stability/row.ts';
import { words } from '#words/words.ts';
import { createStripPlot, timeAxisPx } from './strip-plot.ts';
import { type Band, type Strip, spanOf, stripData, withheldSpans } from './strips.ts';
import { inReading } from './words.ts';

/** CSS pixels of a plot without its time. */
const plotPx = { age: 168, other: 84 } as const;

export function StripPlot({
  strip,
  rows,
  bands,
  widthPx,
  isFirst,
  isLast,
}: {
  readonly strip: Strip;
  readonly rows: readonly StabilityRow[];
  readonly bands: readonly (Band & { readonly letter: string })[];
  /** Of the plot alone. */
  readonly widthPx: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<ReturnType<typeof createStripPlot>>(null);
  const heightPx = (isFirst ? plotPx.age : plotPx.other) + (isLast ? timeAxisPx : 0);
  const size = useRef({ widthPx, heightPx });
  size.current = { widthPx, heightPx };
  useEffect(() => {
    if (!host.current) return;
    const made = createStripPlot(host.current, strip, { size: size.current, hasTime: isLast, isFirst });
    plot.current = made;
    return () => {
      plot.current = null;
      made[Symbol.dispose]();
    };
  }, [strip, isLast, isFirst]);
  useEffect(() => plot.current?.resize({ widthPx, heightPx }), [widthPx, heightPx]);
  const content = useMemo(
    () => ({ data: stripData(strip, rows), spanS: spanOf(rows), bands, withheld: withheldSpans(rows) }),
    [strip, rows, bands],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot needs its data, too.
  useEffect(() => plot.current?.show(content), [content, isLast, isFirst]);
  const last = rows.at(-1);
  const name = words(strip.name);
  return (
    <div className="stability-strip" style={{ height: heightPx }}>
      <div ref={host} role="img" aria-label={words('{title}, over time', { title: name })} />
      <div className="stability-names">
        <strong>{name}</strong>
        {strip.series.map(({ key, name: line, colour, dash, of }) => (
          <p key={key}>
            <svg viewBox="0 0 22 4" aria-hidden="true">
              <path d="M0 2H22" stroke={colour} strokeWidth="2.5" strokeDasharray={dash?.join(' ')} />
            </svg>
            <span className="soft">{words(line)}</span> {last ? inReading(of(last)) : '–'}
          </p>
        ))}
      </div>
    </div>
  );
}
