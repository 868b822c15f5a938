/** Says on the picture that its numbers are only relative. */
import { calibrationOf } from '#model/profile.ts';
import { useConductor } from '../house.ts';

export function UncalibratedTag() {
  const calibration = useConductor('scene', ({ profile, layout }) =>
    calibrationOf(profile, layout?.displayReferred ?? false),
  );
  const isOpen = useConductor('feed', feed => feed.status === 'open');
  if (calibration === 'calibrated' || !isOpen) return null;
  return (
    <span className="tag caution">
      {calibration === 'relative, uncalibrated' ? 'UNCALIBRATED' : 'DISPLAY-REFERRED'}
    </span>
  );
}
