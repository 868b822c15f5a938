/** How far the numbers can be trusted, in words; opens the profile. */
import { calibrationOf } from '#model/profile.ts';
import { useConductor, useHouse } from '../house.ts';

const words = {
  calibrated: 'Calibrated',
  'relative, uncalibrated': 'Relative, uncalibrated',
  'relative, display-referred': 'Relative, display-referred',
} as const;

export function CalibrationStatus() {
  const { desk } = useHouse();
  const profile = useConductor('scene', scene => scene.profile);
  const displayReferred = useConductor('scene', scene => scene.layout?.displayReferred ?? false);
  const calibration = calibrationOf(profile, displayReferred);
  return (
    <button
      type="button"
      className={calibration === 'calibrated' ? 'status-item' : 'status-item caution'}
      aria-haspopup="dialog"
      title={profile.name}
      onClick={() => desk.open('profile')}
    >
      <span className="visually-hidden">Calibration: </span>
      {words[calibration]}
    </button>
  );
}
