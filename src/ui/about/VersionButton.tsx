/** Version and build, always on the screen; opens what belongs to them. */
import { words } from '#words/words.ts';
import { useConductor, useHouse } from '../house.ts';
import './about.css';

export function VersionButton() {
  const { desk } = useHouse();
  const version = useConductor('updates', updates => updates.version);
  return (
    <button type="button" className="plain build" aria-haspopup="dialog" onClick={() => desk.open('about')}>
      <span className="visually-hidden">{words('About')} </span>
      {version}
    </button>
  );
}
