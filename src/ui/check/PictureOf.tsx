/** The picture that a part was read from, over the live one, while it is held; and the way between the two. */

import { type ReactNode, useRef, useState } from 'react';
import type { CheckPartName, CheckPicture } from '#model/check.ts';
import type { Point } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import { ZoomButtons } from '../calibrate/registration/LayerBar.tsx';
import { PictureLayer } from '../calibrate/registration/PictureLayer.tsx';
import { type PaneHandle, PicturePane } from '../calibrate/registration/PicturePane.tsx';
import { type Placing, wholeSight } from '../calibrate/registration/pane-geometry.ts';
import { usePictureSource } from '../calibrate/registration/use-picture-source.ts';
import { useConductor } from '../house.ts';
import { enlarged, nirPlacing, shrinkOf } from './nir-placing.ts';

/** What a part puts on its picture, all in pixels of the NIR channel. */
export type PictureUse = {
  /** Words on the bar above the picture. */
  readonly bar?: ReactNode;
  readonly hint: string;
  readonly marks: (placing: Placing) => ReactNode;
  readonly onPress: (point: Point) => void;
  /** Null: the hand has begun nothing. */
  readonly onEscape?: (() => void) | null;
  readonly cursorStart?: Point | null;
};

/** What a part is given to build that from. */
export type PictureView = {
  readonly picture: CheckPicture;
  /** Puts the keys back on the picture, after what had them is gone. */
  readonly focusPicture: () => void;
  readonly show: (use: PictureUse) => ReactNode;
};

export function PictureOf({
  part,
  name,
  children,
}: {
  readonly part: CheckPartName;
  readonly name: string;
  readonly children: (view: PictureView) => ReactNode;
}) {
  const held = useConductor('checking', state => (state.held?.part === part ? state.held : null));
  const source = usePictureSource(held?.picture.picture);
  const [sight, setSight] = useState(wholeSight);
  /** The picture that the live one was asked for instead of; the next one is shown again. */
  const [aside, setAside] = useState<CheckPicture | null>(null);
  const pane = useRef<PaneHandle>(null);
  if (!held || !source) return null;
  const { picture } = held;
  if (aside === picture)
    return (
      <button type="button" onClick={() => setAside(null)}>
        {words('Show the picture that was read')}
      </button>
    );
  const shrink = shrinkOf(picture);
  const show = ({ bar, hint, marks, onPress, onEscape, cursorStart }: PictureUse) => (
    <PictureLayer name={name}>
      <div className="layer-bar">
        {bar}
        <ZoomButtons picture={source.picture} sight={sight} onSight={setSight} />
        <button type="button" onClick={() => setAside(picture)}>
          {words('Live picture')}
        </button>
      </div>
      <div className="picture-panes">
        <PicturePane
          ref={pane}
          label={words('Picture that was read')}
          hint={hint}
          source={source}
          sight={sight}
          onSight={setSight}
          onPress={point => onPress(enlarged(point, shrink))}
          onEscape={onEscape ?? null}
          cursorStart={cursorStart ?? null}
        >
          {placing => marks(nirPlacing(placing, shrink))}
        </PicturePane>
      </div>
    </PictureLayer>
  );
  return children({ picture, focusPicture: () => pane.current?.focus(), show });
}
