/** Settings by which the camera changes its codes: what is locked, and a hand on each. Needed before anything is measured. */

import type { CameraControl } from '#model/camera-controls.ts';
import { numerals, words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';

const modeWords = {
  locked: 'locked',
  automatic: 'automatic',
  unknown: 'not told',
} as const satisfies Record<CameraControl['mode'], string>;

/** "Gain, NIR camera": the setting and whose it is, each in the language of the screen. */
const nameInWords = ({ name }: CameraControl): string =>
  name
    .split(', ')
    .map(part => words(part))
    .join(', ');

const valueInWords = ({ value, unit }: CameraControl): string =>
  value === null ? '' : numerals(`${Number(value.toPrecision(4))}${unit && ` ${unit}`}`);

function Control({ control }: { readonly control: CameraControl }) {
  const { calibrate } = useCommands();
  const isLocked = control.mode === 'locked';
  const name = nameInWords(control).toLowerCase();
  return (
    <li>
      <span>
        <strong>{nameInWords(control)}</strong>
        <br />
        <span className={isLocked ? 'soft' : 'caution'}>
          {[valueInWords(control), words(modeWords[control.mode])].filter(Boolean).join(', ')}
        </span>
      </span>
      {control.canLock && (
        <button
          type="button"
          aria-label={words(isLocked ? 'Free {name}' : 'Lock {name}', { name })}
          onClick={() => void calibrate.setControl(control.id, !isLocked)}
        >
          {isLocked ? words('Free') : words('Lock')}
        </button>
      )}
    </li>
  );
}

export function CameraControls() {
  const { calibrate } = useCommands();
  const controls = useConductor('controls', state => state.controls);
  const kind = useConductor('feed', feed => feed.description?.kind ?? null);
  if (controls.length === 0) {
    if (kind !== 'camera' && kind !== 'remote') return null;
    return (
      <p className="hint">
        {words(
          'The browser cannot set this source. Lock exposure, gain and white balance on the device itself before you read.',
        )}
      </p>
    );
  }
  const free = controls.filter(({ mode }) => mode !== 'locked');
  const lockable = free.filter(({ canLock }) => canLock);
  return (
    <details className="camera-controls" open={free.length > 0 || undefined}>
      <summary className={free.length > 0 ? 'caution' : undefined}>
        {free.length > 0
          ? words('The camera may change its codes by itself: {free}', {
              free: free.map(control => nameInWords(control).toLowerCase()).join(', '),
            })
          : words('The camera’s settings are locked')}
      </summary>
      <ul>
        {controls.map(control => (
          <Control key={control.id} control={control} />
        ))}
      </ul>
      {lockable.length > 1 && (
        <button
          type="button"
          onClick={() => {
            for (const { id } of lockable) void calibrate.setControl(id, true);
          }}
        >
          {words('Lock all')}
        </button>
      )}
    </details>
  );
}
