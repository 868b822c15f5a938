/** One kind of curves over time, with what each says at the moment that is looked at. */

import { useEffect, useMemo, useRef } from 'react';
import type { RowTable } from '#conductor/review-rows.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import { inDigits } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { breaksOf, decimate } from './decimate.ts';
import { createLanePlot, gutter, type InjectionAxis, type LanePlot, overhangPx } from './lane-plot.ts';
import type { LaneKind } from './review-room.ts';
import { type Curve, curvesOf, laneWords, readingAt, rowNear } from './series.ts';
import type { TimeWindow } from './time-window.ts';
import { injectionTicks } from './times.ts';

export function Lane({
  kind,
  index,
  recorded,
  recomputed,
  window,
  widthPx,
  heightPx,
  lookedAt,
  isFirst,
  isLast,
}: {
  readonly kind: LaneKind;
  readonly index: ReplayIndex;
  readonly recorded: RowTable;
  readonly recomputed: RowTable | null;
  readonly window: TimeWindow;
  /** Of the whole lane, names of the curves and axis included. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** The frame under the pointer, or the one shown. */
  readonly lookedAt: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}) {
  const curves = useMemo(() => curvesOf(kind, recorded, recomputed), [kind, recorded, recomputed]);
  const plotWidthPx = Math.max(120, widthPx - gutter.right + overhangPx);
  const columns = Math.max(1, Math.round(plotWidthPx - gutter.left - overhangPx));
  const breaks = useMemo(() => breaksOf(index), [index]);
  const data = useMemo(() => {
    const rows = curves.flatMap(curve => [
      ...(curve.recorded ? [{ frameIndex: recorded.frameIndex, column: curve.recorded }] : []),
      ...(curve.recomputed && recomputed
        ? [{ frameIndex: recomputed.frameIndex, column: curve.recomputed }]
        : []),
    ]);
    return decimate(rows, { frameAtS: index.frameAtS, breaks }, { window, columns });
  }, [curves, recorded, recomputed, index, breaks, window, columns]);

  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<LanePlot>(null);
  const looks = curves.flatMap(({ colour, recorded, recomputed }) => [
    ...(recorded ? [{ colour, isRecomputed: false }] : []),
    ...(recomputed ? [{ colour, isRecomputed: true }] : []),
  ]);
  const looksKey = JSON.stringify(looks);
  const injection: InjectionAxis | null = useMemo(
    () =>
      isFirst && index.injectedAtS !== null ? (shown, stepS) => injectionTicks(index, shown, stepS) : null,
    [isFirst, index],
  );
  const size = useRef({ widthPx: plotWidthPx, heightPx });
  size.current = { widthPx: plotWidthPx, heightPx };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a plot is made anew only when its curves are others; sizes go to it below.
  useEffect(() => {
    if (!host.current) return;
    const made = createLanePlot(host.current, looks, { size: size.current, hasTime: isLast, injection });
    plot.current = made;
    return () => {
      plot.current = null;
      made[Symbol.dispose]();
    };
  }, [looksKey, isLast, injection]);
  useEffect(() => plot.current?.resize({ widthPx: plotWidthPx, heightPx }), [plotWidthPx, heightPx]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot needs its data, too.
  useEffect(
    () => plot.current?.show({ data, window, breaks }),
    [data, window, breaks, looksKey, isLast, injection],
  );

  const name = words(laneWords[kind].name);
  const title = words(laneWords[kind].title);
  const lookedAtWords = words('{name} at the moment looked at', { name });
  return (
    <div className="lane" style={{ height: heightPx }}>
      <div ref={host} className="lane-plot" role="img" aria-label={words('{title}, over time', { title })} />
      {curves.length === 0 && (
        <span className="lane-empty">{words('No numbers here. Measure again makes them.')}</span>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section className="lane-names" aria-label={lookedAtWords} tabIndex={0}>
        <strong title={title}>{name}</strong>
        {curves.map(curve => (
          <Reading
            key={curve.key}
            curve={curve}
            tables={{ recorded, recomputed }}
            at={{ index, frameIndex: lookedAt }}
          />
        ))}
      </section>
    </div>
  );
}

function Reading({
  curve,
  tables,
  at,
}: {
  readonly curve: Curve;
  readonly tables: { readonly recorded: RowTable; readonly recomputed: RowTable | null };
  readonly at: { readonly index: ReplayIndex; readonly frameIndex: number };
}) {
  const read = (column: Curve['recorded'], table: RowTable | null) => {
    const row = table && rowNear(table, at.index.frameAtS, at.frameIndex);
    if (!column || row === null) return '–';
    const reading = readingAt(column, row);
    if ('value' in reading) return inDigits(reading.value);
    return <span className="caution">– {words(reading.withheld)}</span>;
  };
  return (
    <p className="lane-reading">
      <i style={{ background: curve.colour }} aria-hidden="true" />
      <span className="soft">{curve.name}</span> {read(curve.recorded, tables.recorded)}
      {curve.recomputed && (
        <em title={words('recomputed')}> ⇢ {read(curve.recomputed, tables.recomputed)}</em>
      )}
    </p>
  );
}
