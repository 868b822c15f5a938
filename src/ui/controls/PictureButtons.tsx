/** Hold the picture; hide everything that is not tissue (by touch: the key is held, the button stays). */
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useCommands, useConductor, usePicture } from '../house.ts';
import { Icon } from './Icon.tsx';

export function PictureButtons() {
  const title = useTitle();
  const commands = useCommands();
  const isFrozen = usePicture(picture => picture.state === 'frozen');
  const isVisible = useConductor('scene', state => state.display.overlayVisible);
  return (
    <fieldset className="group">
      <legend className="visually-hidden">{words('Picture')}</legend>
      <button
        type="button"
        className="mode"
        aria-pressed={isFrozen}
        title={title(words('Freeze'), 'picture.freeze')}
        onClick={() => commands.freeze(!isFrozen)}
      >
        <Icon name="freeze" />
        {words('Freeze')}
      </button>
      <button
        type="button"
        className="mode"
        aria-pressed={!isVisible}
        title={title(words('Hide everything that is not tissue'), 'picture.hide-overlay')}
        onClick={() => commands.setDisplay({ overlayVisible: !isVisible })}
      >
        <Icon name={isVisible ? 'show' : 'hide'} />
        {isVisible ? words('Hide') : words('Hidden')}
      </button>
    </fieldset>
  );
}
