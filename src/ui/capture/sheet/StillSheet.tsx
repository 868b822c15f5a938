/** The content of the printed sheet: pictures, numbers with ± and definitions, profile, legend, blocks for the pathologist, notice. */

import { useState } from 'react';
import { drawnScaleOf } from '#model/annotation-size.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Still } from '#model/still.ts';
import { sceneUnitOf } from '#overlay/annotation-svg.ts';
import { withSizes } from '#overlay/annotation-words.ts';
import { inPercent } from '#overlay/figures-in-words.ts';
import { madeWith } from '#platform/version.ts';
import { words } from '#words/words.ts';
import { AnnotationMarks } from '../annotate/AnnotationMarks.tsx';
import { BlockTable } from './BlockTable.tsx';
import { SheetFacts } from './SheetFacts.tsx';
import { SheetLegend } from './SheetLegend.tsx';
import { SheetNumbers } from './SheetNumbers.tsx';

type Pictures = { readonly seen: string | null; readonly white: string | null; readonly nir: string | null };

/** `onPicture` is called once for each picture that is there to be printed. */
export function StillSheet({
  still,
  pictures,
  onPicture = () => undefined,
}: {
  readonly still: Still;
  readonly pictures: Pictures;
  readonly onPicture?: () => void;
}) {
  const { windowLow, windowHigh } = still.display;
  const pins = still.annotations.filter(({ kind }) => kind === 'pin').length;
  // The more blocks, the smaller the pictures, so that it stays one page as long as it can.
  const room = pins <= 3 ? 'few' : pins <= 7 ? 'some' : 'many';
  return (
    <article className="still-sheet" aria-label={words('Sheet of this still')} data-blocks={room}>
      <SheetFacts still={still} />
      <div className="sheet-pictures">
        {pictures.white && (
          <figure>
            <AnnotatedScene url={pictures.white} still={still} onPicture={onPicture} />
            <figcaption>{words('White light, with annotations')}</figcaption>
          </figure>
        )}
        {pictures.nir && (
          <figure>
            <img src={pictures.nir} alt="" onLoad={onPicture} />
            <figcaption>
              {words('NIR, linear light {windowLow} to {windowHigh} of white', {
                windowLow: inPercent(windowLow),
                windowHigh: inPercent(windowHigh),
              })}
            </figcaption>
          </figure>
        )}
        {pictures.seen && (
          <figure className="sheet-seen">
            <img src={pictures.seen} alt="" onLoad={onPicture} />
            <figcaption>{words('As seen')}</figcaption>
          </figure>
        )}
      </div>
      <SheetNumbers still={still} />
      <SheetLegend still={still} />
      <BlockTable still={still} />
      <p className="sheet-notice">
        <strong>
          {words(still.notice)} {words('Dark does not mean no tumour.')}
        </strong>{' '}
        {words('Taken with {taken}; sheet made with {made}.', {
          taken: still.madeWith ?? words('a build that is not known'),
          made: madeWith,
        })}
      </p>
    </article>
  );
}

function AnnotatedScene({
  url,
  still,
  onPicture,
}: {
  readonly url: string;
  readonly still: Still;
  readonly onPicture: () => void;
}) {
  const [scene, setScene] = useState<SizePx | null>(null);
  return (
    <div className="sheet-scene">
      <img
        src={url}
        alt=""
        onLoad={({ currentTarget: { naturalWidth: widthPx, naturalHeight: heightPx } }) => {
          setScene({ widthPx, heightPx });
          onPicture();
        }}
      />
      {scene && (
        <svg viewBox={`-0.5 -0.5 ${scene.widthPx} ${scene.heightPx}`} aria-hidden="true">
          {/* The picture is small on paper: words twice as large as on a screen. */}
          <AnnotationMarks
            annotations={withSizes(still.annotations, drawnScaleOf(still.inputs))}
            unit={2 * sceneUnitOf(scene)}
          />
        </svg>
      )}
    </div>
  );
}
