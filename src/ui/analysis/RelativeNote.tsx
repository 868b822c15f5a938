/** Numbers that are only relative must be accepted before anything is segmented from them. */
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';

export function RelativeNote() {
  const { setDisplay } = useCommands();
  const calibration = useConductor('scene', scene => scene.calibration);
  const acceptsRelative = useConductor('scene', state => state.display.acceptsRelative);
  if (calibration === 'calibrated') return null;
  return (
    <div className="relative-note">
      <p className="caution">
        {words('Numbers are {calibration}: thresholds and distances from them are, too.', {
          calibration: words(calibration),
        })}
      </p>
      <button
        type="button"
        aria-pressed={acceptsRelative}
        onClick={() => setDisplay({ acceptsRelative: !acceptsRelative })}
      >
        {acceptsRelative ? words('Accepted') : words('I accept')}
      </button>
    </div>
  );
}
