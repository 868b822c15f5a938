/** Says on the picture that its numbers are only relative. */
import { useConductor } from '../house.ts';

const words = {
  'relative, uncalibrated': 'UNCALIBRATED',
  'relative, display-referred': 'DISPLAY-REFERRED',
  'relative, calibration expired': 'CALIBRATION EXPIRED',
  'relative, calibration of another camera': 'CALIBRATION OF ANOTHER CAMERA',
} as const;

export function UncalibratedTag() {
  const calibration = useConductor('scene', scene => scene.calibration);
  const isOpen = useConductor('feed', feed => feed.status === 'open');
  if (calibration === 'calibrated' || !isOpen) return null;
  return <span className="tag caution">{words[calibration]}</span>;
}
