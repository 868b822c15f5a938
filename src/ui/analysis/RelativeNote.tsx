/** Numbers that are only relative must be accepted before anything is segmented from them. */
import { useCommands, useConductor } from '../house.ts';

export function RelativeNote() {
  const { setDisplay } = useCommands();
  const calibration = useConductor('scene', scene => scene.calibration);
  const acceptsRelative = useConductor('scene', state => state.display.acceptsRelative);
  if (calibration === 'calibrated') return null;
  return (
    <div className="relative-note">
      <p className="caution">Numbers are {calibration}: thresholds and distances from them are, too.</p>
      <button
        type="button"
        aria-pressed={acceptsRelative}
        onClick={() => setDisplay({ acceptsRelative: !acceptsRelative })}
      >
        {acceptsRelative ? 'Accepted' : 'I accept'}
      </button>
    </div>
  );
}
