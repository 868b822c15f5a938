/** White light and registered NIR in one place, so that a person can judge by eye. */

import { useEffect, useMemo, useState } from 'react';
import type { Picture, RegistrationFit } from '#model/calibration.ts';
import { radialOf } from '#model/mapping.ts';
import { words } from '#words/words.ts';
import { PicturePane } from './PicturePane.tsx';
import type { Sight } from './pane-geometry.ts';
import { checkerboard, registered } from './registered.ts';
import { usePictureSource } from './use-picture-source.ts';

export const checks = ['Checkerboard', 'Blink', 'White', 'NIR'] as const;
export type Check = (typeof checks)[number];

const paneNames = {
  Checkerboard: 'Checkerboard, registered',
  Blink: 'White light and NIR in turn',
  White: 'White, registered',
  NIR: 'NIR, registered',
} as const satisfies Record<Check, string>;

/** Squares are small enough that an edge crosses several. */
const squaresAcross = 16;
/** Slow enough to look at, and far below three flashes a second (WCAG 2.3.1). */
const blinkMs = 700;

export function CheckView({
  white,
  nir,
  fit,
  check,
  sight,
  onSight,
}: {
  readonly white: Picture;
  readonly nir: Picture;
  readonly fit: RegistrationFit;
  readonly check: Check;
  readonly sight: Sight;
  readonly onSight: (sight: Sight) => void;
}) {
  const brought = useMemo(
    () => registered(nir, { homography: fit.registration, radial: radialOf(fit, white) }, white),
    [nir, fit, white],
  );
  const board = useMemo(
    () => checkerboard(white, brought, Math.max(8, Math.round(white.widthPx / squaresAcross))),
    [white, brought],
  );
  const isNirTurn = useTurns(check === 'Blink');
  const whiteSource = usePictureSource(white);
  const nirSource = usePictureSource(brought);
  const boardSource = usePictureSource(board);
  const showsNir = check === 'NIR' || (check === 'Blink' && isNirTurn);
  const source = check === 'Checkerboard' ? boardSource : showsNir ? nirSource : whiteSource;
  if (!source) return null;
  return (
    <div className="picture-panes">
      <PicturePane
        label={words(paneNames[check])}
        hint={words('Plus and minus zoom, 0 shows the whole.')}
        source={source}
        sight={sight}
        onSight={onSight}
        onPress={() => undefined}
        cursorStart={null}
      />
    </div>
  );
}

/** False and true in turn while it goes on. */
function useTurns(goesOn: boolean): boolean {
  const [isSecond, setIsSecond] = useState(false);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setIsSecond(was => !was), blinkMs);
    return () => clearInterval(timer);
  }, [goesOn]);
  return isSecond;
}
