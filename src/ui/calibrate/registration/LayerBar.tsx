/** Above the pictures: what is shown of them, and how large. */

import type { SizePx } from '#model/geometry.ts';
import { numerals, words } from '#words/words.ts';
import { zoomedAbout } from '../../viewport/zoom.ts';
import { type Sight, wholeSight } from './pane-geometry.ts';

export function Choices<Name extends string>({
  label,
  names,
  chosen,
  isDisabled = () => false,
  onChoose,
}: {
  readonly label: string;
  readonly names: readonly Name[];
  readonly chosen: Name;
  readonly isDisabled?: (name: Name) => boolean;
  readonly onChoose: (name: Name) => void;
}) {
  return (
    <fieldset className="layer-choices">
      <legend className="visually-hidden">{label}</legend>
      {names.map(name => (
        <button
          key={name}
          type="button"
          aria-pressed={name === chosen}
          disabled={isDisabled(name)}
          onClick={() => onChoose(name)}
        >
          {words(name)}
        </button>
      ))}
    </fieldset>
  );
}

/** Zooms about the middle of what is seen. */
export function ZoomButtons({
  picture,
  sight,
  onSight,
}: {
  readonly picture: SizePx;
  readonly sight: Sight;
  readonly onSight: (sight: Sight) => void;
}) {
  const zoom = (factor: number) => {
    const about = { x: sight.centreX * picture.widthPx - 0.5, y: sight.centreY * picture.heightPx - 0.5 };
    onSight(zoomedAbout(sight, picture, { about, factor }));
  };
  return (
    <fieldset className="layer-choices zoom">
      <legend className="visually-hidden">{words('Zoom')}</legend>
      <button
        type="button"
        aria-label={words('Smaller')}
        disabled={sight.zoom <= 1}
        onClick={() => zoom(1 / 1.5)}
      >
        −
      </button>
      <output aria-label={words('Zoom')}>{numerals(sight.zoom.toFixed(1))} ×</output>
      <button type="button" aria-label={words('Larger')} onClick={() => zoom(1.5)}>
        +
      </button>
      <button type="button" disabled={sight.zoom === 1} onClick={() => onSight(wholeSight)}>
        {words('Whole')}
      </button>
    </fieldset>
  );
}
