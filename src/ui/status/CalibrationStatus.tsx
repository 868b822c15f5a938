/** How far the numbers can be trusted, in words; opens the profile. */
import { useConductor, useHouse } from '../house.ts';

const words = {
  calibrated: 'Calibrated',
  'relative, uncalibrated': 'Relative, uncalibrated',
  'relative, display-referred': 'Relative, display-referred',
  'relative, calibration expired': 'Relative, calibration expired',
  'relative, calibration of another camera': 'Relative, other camera’s calibration',
} as const;

export function CalibrationStatus() {
  const { desk } = useHouse();
  const profile = useConductor('scene', scene => scene.profile);
  const calibration = useConductor('scene', scene => scene.calibration);
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
