/** Lines across groups of bars, drawn and carried on the picture. */

import type { BarMark } from '#model/check.ts';
import type { Point } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import { linePath } from '../calibrate/registration/arrow-path.ts';
import { PaneLines } from '../calibrate/registration/PaneLines.tsx';
import { type Placing, toPane } from '../calibrate/registration/pane-geometry.ts';
import { useCommands, useConductor } from '../house.ts';
import { type BarKind, barFacts } from './bar-kind.ts';
import { Handle } from './Handle.tsx';
import type { PictureView } from './PictureOf.tsx';

const ends = ['from', 'to'] as const;
/** A line with a ring at each end, to take it by. */
const barPath = (from: Point, to: Point): string =>
  `${linePath(from, to)}${[from, to].map(({ x, y }) => `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`).join('')}`;

const endNames = { from: '{name}, start', to: '{name}, end' } as const;

export function BarMarks({
  view,
  bar,
  start,
  onStart,
  onDrawn,
}: {
  readonly view: PictureView;
  readonly bar: BarKind;
  /** Of the line that is being drawn; null: none is. */
  readonly start: Point | null;
  readonly onStart: (start: Point | null) => void;
  readonly onDrawn: () => void;
}) {
  const { check } = useCommands();
  const marks = useConductor('checking', state => state.marks);
  const change = (index: number, part: Partial<BarMark>) =>
    check.setMarks(marks.map((mark, i) => (i === index ? { ...mark, ...part } : mark)));
  const remove = (index: number) => {
    check.setMarks(marks.filter((_, i) => i !== index));
    view.focusPicture();
  };
  const lines = (placing: Placing) =>
    marks.map(({ from, to }, index) => ({
      key: `${index}`,
      kind: 'bars',
      path: barPath(toPane(placing, from), toPane(placing, to)),
    }));
  return view.show({
    bar: (
      <span>
        {words(start ? '{name}: press behind the last bar' : '{name}: press before the first bar', {
          name: barFacts(bar).name,
        })}
      </span>
    ),
    hint: words('Arrows carry the cross, Enter marks a point; plus and minus zoom, 0 shows the whole.'),
    onPress: point => {
      if (!start) onStart(point);
      else {
        check.setMarks([...marks, { ...barFacts(bar), from: start, to: point }]);
        onDrawn();
      }
    },
    onEscape: start && (() => onStart(null)),
    cursorStart: start,
    marks: placing => (
      <>
        <PaneLines lines={lines(placing)} />
        {marks.flatMap((mark, index) =>
          ends.map(end => (
            <Handle
              // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number.
              key={`${index} ${end}`}
              name={words(endNames[end], { name: mark.name })}
              label={end === 'from' ? mark.name : ''}
              point={mark[end]}
              placing={placing}
              labelAt="above"
              onMove={point => change(index, { [end]: point })}
              onRemove={() => remove(index)}
            />
          )),
        )}
        {start && (
          <Handle
            name={words('{name}, start, waiting for its end', { name: barFacts(bar).name })}
            label={`${barFacts(bar).name}?`}
            point={start}
            placing={placing}
            labelAt="above"
            onMove={onStart}
            onRemove={() => onStart(null)}
          />
        )}
      </>
    ),
  });
}
