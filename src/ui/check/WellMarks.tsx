/** Wells on the picture: rings with numbers, which a hand carries; the selected one is put where the picture is pressed. */

import type { CheckSeries } from '#conductor/api.ts';
import type { CheckTarget } from '#model/check.ts';
import { words } from '#words/words.ts';
import { PaneLines } from '../calibrate/registration/PaneLines.tsx';
import { type Placing, toPane } from '../calibrate/registration/pane-geometry.ts';
import { useCommands } from '../house.ts';
import { Handle } from './Handle.tsx';
import type { PictureView } from './PictureOf.tsx';
import { wellName } from './well-name.ts';

/** The part of a well's radius that is read. */
const readShare = 0.5;

const circle = ({ x, y }: { x: number; y: number }, radius: number): string =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;

export function WellMarks({
  kind,
  series,
  selected,
  view,
  onSelect,
}: {
  readonly kind: CheckTarget['kind'];
  readonly series: CheckSeries;
  readonly selected: number | null;
  readonly view: PictureView;
  readonly onSelect: (index: number | null) => void;
}) {
  const { check } = useCommands();
  const { target, placed } = series;
  const chosen = placed.find(({ index }) => index === selected);
  const resize = (factor: number) => {
    if (chosen) check.setWellRadius(kind, chosen.radiusPx * factor);
  };
  const rings = (placing: Placing) =>
    placed.flatMap(({ index, centre, radiusPx, from }) => {
      const at = toPane(placing, centre);
      const look = index === selected ? 'selected' : from;
      return [
        {
          key: `${index} well`,
          kind: `well outer ${look}`,
          path: circle(at, radiusPx * placing.scale),
        },
        {
          key: `${index} read`,
          kind: `well ${look}`,
          path: circle(at, readShare * radiusPx * placing.scale),
        },
      ];
    });
  const remove = (index: number) => {
    check.removeWell(kind, index);
    view.focusPicture();
  };
  return view.show({
    bar:
      selected === null ? (
        <span>{words('Inner rings are read. Press a well to carry it.')}</span>
      ) : (
        <>
          <strong>{wellName(target, selected)}</strong>
          <button type="button" disabled={!chosen} onClick={() => resize(1 / 1.05)}>
            {words('Smaller')}
          </button>
          <button type="button" disabled={!chosen} onClick={() => resize(1.05)}>
            {words('Larger')}
          </button>
          <button type="button" disabled={!chosen} onClick={() => remove(selected)}>
            {words('Take off')}
          </button>
        </>
      ),
    hint: words(
      'Arrows carry the cross, Enter puts the selected well there; plus and minus zoom, 0 shows the whole.',
    ),
    onPress: centre => {
      if (selected !== null) check.placeWell(kind, selected, { centre });
    },
    onEscape: selected === null ? null : () => onSelect(null),
    cursorStart: chosen?.centre ?? null,
    marks: placing => (
      <>
        <PaneLines lines={rings(placing)} />
        {placed.map(({ index, centre, radiusPx }) => (
          <Handle
            key={index}
            name={wellName(target, index)}
            label={`${index + 1}`}
            point={centre}
            placing={placing}
            sizePx={2 * radiusPx * placing.scale}
            isSelected={index === selected}
            onMove={moved => check.placeWell(kind, index, { centre: moved })}
            onSelect={() => onSelect(index)}
            onRemove={() => remove(index)}
          />
        ))}
      </>
    ),
  });
}
