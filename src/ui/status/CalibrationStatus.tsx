/** How far the numbers can be trusted, in words; opens the profile. */
import { words } from '#words/words.ts';
import { validUntilS } from '../calibrate/words.ts';
import { useConductor, useHouse } from '../house.ts';
import { useNowS } from './use-now.ts';

const names = {
  calibrated: 'Calibrated',
  'relative, uncalibrated': 'Relative, uncalibrated',
  'relative, display-referred': 'Relative, display-referred',
  'relative, calibration expired': 'Relative, calibration expired',
  'relative, calibration of another camera': 'Relative, other camera’s calibration',
} as const;

/** Less than this many days and the strip says how long the calibration still holds. */
const soonDays = 7;

export function CalibrationStatus() {
  const { desk } = useHouse();
  const profile = useConductor('scene', scene => scene.profile);
  const calibration = useConductor('scene', scene => scene.calibration);
  const isCalibrating = useConductor('calibrating', state => state.run !== null);
  const nowS = useNowS();
  const until = validUntilS(profile);
  const daysLeft = until === null ? null : Math.floor((until - nowS) / 86_400);
  const isSoon = calibration === 'calibrated' && daysLeft !== null && daysLeft < soonDays;
  return (
    <button
      type="button"
      className={calibration === 'calibrated' && !isSoon ? 'status-item' : 'status-item caution'}
      aria-haspopup="dialog"
      title={profile.name}
      onClick={() => desk.open('profile')}
    >
      <span className="visually-hidden">{words('Calibration:')} </span>
      {isCalibrating
        ? words('Calibrating')
        : !isSoon
          ? words(names[calibration])
          : daysLeft < 1
            ? words('Calibrated, ends today')
            : words('Calibrated, {days} d left', { days: daysLeft })}
    </button>
  );
}
