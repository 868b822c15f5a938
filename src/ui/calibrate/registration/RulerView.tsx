/** The white-light picture: lengths on a ruler are marked, carried and removed here. */

import type { RefObject } from 'react';
import { words } from '#words/words.ts';
import { linePath } from './arrow-path.ts';
import { Loupe } from './Loupe.tsx';
import {
  carryEnd,
  type End,
  ends,
  letGoOfEnd,
  pressRuler,
  type Ruled,
  takeUpEnd,
  withMark,
  withoutMark,
} from './marks.ts';
import { PaneLines } from './PaneLines.tsx';
import { type PaneHandle, PicturePane } from './PicturePane.tsx';
import { PointMark } from './PointMark.tsx';
import { marked, type Placing, type Sight, toPane } from './pane-geometry.ts';
import type { PictureSource } from './use-picture-source.ts';

const endNames = { from: 'Mark {index}, start', to: 'Mark {index}, end' } as const;
const nameOf = (index: number, end: End) => words(endNames[end], { index: index + 1 });

export function RulerView({
  pane,
  source,
  now,
  sight,
  onSight,
  take,
  onSet,
}: {
  readonly pane: RefObject<PaneHandle | null>;
  readonly source: PictureSource;
  readonly now: Ruled;
  readonly sight: Sight;
  readonly onSight: (sight: Sight) => void;
  readonly take: (next: Ruled) => void;
  readonly onSet: () => void;
}) {
  const { ruling, marks } = now;
  const { held, start } = ruling;
  const { picture } = source;
  const takeAndFocus = (next: Ruled) => {
    take(next);
    pane.current?.focus();
  };
  const lines = (placing: Placing) => {
    const made = start && held && !held.mark ? [{ from: start, to: held.point }] : [];
    return [...marks, ...made].map(({ from, to }, index) => ({
      key: `${index}`,
      kind: 'ruler',
      path: linePath(toPane(placing, from), toPane(placing, to)),
    }));
  };
  return (
    <PicturePane
      ref={pane}
      label={words('White light picture')}
      hint={words('Arrows carry the cross, Enter marks a point; plus and minus zoom, 0 shows the whole.')}
      source={source}
      sight={sight}
      onSight={onSight}
      onPress={point => take(pressRuler(now, point))}
      onEscape={start && (() => take(letGoOfEnd(now)))}
      cursorStart={start}
    >
      {(placing, size) => (
        <>
          <PaneLines lines={lines(placing)} />
          {marks.flatMap((mark, index) =>
            ends.map(end => (
              <PointMark
                // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number.
                key={`${index} ${end}`}
                name={nameOf(index, end)}
                label={end === 'from' ? `${index + 1}` : ''}
                point={mark[end]}
                placing={placing}
                onMove={point =>
                  take({ ruling, marks: withMark(marks, index, { [end]: marked(point, picture) }) })
                }
                onOpen={() => take(takeUpEnd(now, index, end))}
                onRemove={() => takeAndFocus(withoutMark(marks, index))}
              />
            )),
          )}
          {start && (
            <PointMark
              name={words('{count}, waiting for its end', { count: nameOf(marks.length, 'from') })}
              label={`${marks.length + 1}?`}
              point={start}
              placing={placing}
              onMove={point => take({ ruling: { ...ruling, start: marked(point, picture) }, marks })}
              onOpen={() =>
                take({ ruling: { held: { point: start, end: 'from', mark: null }, start: null }, marks })
              }
              onRemove={() => takeAndFocus({ ruling: { ...ruling, start: null }, marks })}
            />
          )}
          {held && (
            <Loupe
              key={`${held.mark?.index ?? 'new'} ${held.end}`}
              name={nameOf(held.mark?.index ?? marks.length, held.end)}
              source={source}
              point={held.point}
              placing={placing}
              pane={size}
              onMove={point => take(carryEnd(now, point))}
              onSet={onSet}
              onCancel={() => takeAndFocus(letGoOfEnd(now))}
            />
          )}
        </>
      )}
    </PicturePane>
  );
}
