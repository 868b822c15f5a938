/** No still lies on this device: what one holds, and a button that keeps the first. */
import { words } from '#words/words.ts';
import { keepStill } from '../capture/capture-actions.ts';
import { useHouse } from '../house.ts';
import { Empty } from './Empty.tsx';

export function EmptyStills() {
  const house = useHouse();
  return (
    <Empty
      drawing="stills"
      says={words('No still was kept on this device yet.')}
      next={words('A still keeps the picture, the camera’s codes and the numbers of one moment.')}
    >
      <button type="button" className="primary" onClick={() => void keepStill(house)}>
        {words('Keep a still now')}
      </button>
    </Empty>
  );
}
