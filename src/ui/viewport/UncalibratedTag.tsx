/** Says on the picture that its numbers are only relative. */
import type { Calibration } from '#model/profile.ts';
import { words } from '#words/words.ts';
import { useConductor } from '../house.ts';

const tags = {
  calibrated: null,
  'relative, uncalibrated': 'UNCALIBRATED',
  'relative, display-referred': 'DISPLAY-REFERRED',
  'relative, calibration expired': 'CALIBRATION EXPIRED',
  'relative, calibration of another camera': 'CALIBRATION OF ANOTHER CAMERA',
} as const satisfies Record<Calibration, string | null>;

/** In what numbers fall short of being calibrated; null: in nothing. */
export const uncalibratedWord = (calibration: Calibration): string | null => tags[calibration];

export function UncalibratedTag() {
  const calibration = useConductor('scene', scene => scene.calibration);
  const isOpen = useConductor('feed', feed => feed.status === 'open');
  const word = uncalibratedWord(calibration);
  return word && isOpen ? <span className="tag caution">{words(word)}</span> : null;
}
