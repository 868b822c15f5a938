/** Why there is no camera to choose, and what helps; nothing where neither was said. */
import { words } from '#words/words.ts';
import { useConductor, useHouse } from '../house.ts';
import { Empty } from './Empty.tsx';

/** The browser, or whoever was asked, said no: the last try told so. */
export function CameraRefused() {
  const { conductor, desk } = useHouse();
  const refused = useConductor('problems', ({ problems }) =>
    problems.find(({ id }) => id === 'camera-refused' || id === 'camera-insecure'),
  );
  if (!refused) return null;
  return (
    <Empty drawing="refused" says={words(refused.text)} next={words(refused.tip)}>
      <button
        type="button"
        className="primary"
        onClick={() => {
          desk.close();
          void conductor.commands.retry();
        }}
      >
        {words('Retry')}
      </button>
    </Empty>
  );
}

export function NoCamera() {
  const { conductor } = useHouse();
  return (
    <Empty
      drawing="camera"
      says={words('No camera found.')}
      next={words('Connect one, or a capture card for the tower’s video, then look again.')}
    >
      <button type="button" className="primary" onClick={() => void conductor.commands.listCameras()}>
        {words('Look again')}
      </button>
    </Empty>
  );
}
