/** How many theatre displays show the picture, and whether one of them does not; opens their sheet. */
import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';

export function DisplaysStatus() {
  const title = useTitle();
  const { desk } = useHouse();
  const displays = useConductor('displays', state => state.displays);
  const sheet = useDesk(state => state.sheet);
  const isGone = displays.some(display => display.isGone);
  const isHidden = displays.some(({ report }) => report?.isVisible === false);
  const count = displays.filter(display => !display.isGone).length;
  return (
    <button
      type="button"
      className="status-item"
      title={title(words('Theatre displays'), 'screen.displays')}
      aria-haspopup="dialog"
      aria-expanded={sheet === 'displays'}
      onClick={() => desk.open('displays')}
    >
      <Icon name="displays" />
      <span className={isGone || isHidden ? 'caution' : ''}>
        <span className="visually-hidden">{words('Theatre displays: ')}</span>
        {count}
        {isGone && ` ${words('gone')}`}
        {!isGone && isHidden && ` ${words('hidden')}`}
      </span>
    </button>
  );
}
