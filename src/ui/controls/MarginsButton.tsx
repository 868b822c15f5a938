/** Says which iso-lines are on, and opens the sheet that switches them. */

import { thresholdsShown } from '#model/display.ts';
import { inShort } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useConductor, useHouse } from '../house.ts';

export function MarginsButton() {
  const title = useTitle();
  const { desk } = useHouse();
  const display = useConductor('scene', state => state.display);
  const calibration = useConductor('scene', scene => scene.calibration);
  const shown = thresholdsShown(display, calibration);
  const told =
    shown.length > 0
      ? shown.map(inShort).join(' · ')
      : display.thresholds.length > 0
        ? words('held')
        : words('off');
  return (
    <button
      type="button"
      className="mode margins"
      aria-haspopup="dialog"
      aria-pressed={shown.length > 0}
      title={title(words('Iso-lines at TBR thresholds'), 'display.iso-lines')}
      onClick={() => desk.open('margins')}
    >
      <span className="key">{words('Iso-lines')}</span>
      {told}
    </button>
  );
}
