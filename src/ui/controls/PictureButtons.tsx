/** Hold the picture; hide everything that is not tissue (by touch: the key is held, the button stays). */
import { useCommands, useConductor, usePicture } from '../house.ts';
import { Icon } from './Icon.tsx';

export function PictureButtons() {
  const commands = useCommands();
  const isFrozen = usePicture(picture => picture.state === 'frozen');
  const isVisible = useConductor('scene', state => state.display.overlayVisible);
  return (
    <fieldset className="group">
      <legend className="visually-hidden">Picture</legend>
      <button
        type="button"
        className="mode"
        aria-pressed={isFrozen}
        title="Freeze (F)"
        onClick={() => commands.freeze(!isFrozen)}
      >
        <Icon name="freeze" />
        Freeze
      </button>
      <button
        type="button"
        className="mode"
        aria-pressed={!isVisible}
        title="Hide everything that is not tissue (hold Space)"
        onClick={() => commands.setDisplay({ overlayVisible: !isVisible })}
      >
        <Icon name={isVisible ? 'show' : 'hide'} />
        {isVisible ? 'Hide' : 'Hidden'}
      </button>
    </fieldset>
  );
}
