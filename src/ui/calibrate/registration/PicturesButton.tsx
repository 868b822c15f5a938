/** Takes the pictures that are marked. Once there are some, Enter belongs to the points. */
import { useCommands, useConductor } from '../../house.ts';
import { PanelKeyHint, usePanelKey } from '../panel-keys.tsx';

export function PicturesButton({ first, again }: { readonly first: string; readonly again: string }) {
  const panelKey = usePanelKey();
  const { calibrate } = useCommands();
  const isBusy = useConductor('calibrating', state => state.busy !== null);
  const hasPictures = useConductor('calibrating', state => state.run?.pictures != null);
  if (isBusy) return null;
  const take = () => void calibrate.takePictures();
  if (hasPictures)
    return (
      <button type="button" onClick={take}>
        {again}
      </button>
    );
  return (
    <button type="button" className="primary reading" {...panelKey('Enter')} onClick={take}>
      {first} <PanelKeyHint of="Enter" />
    </button>
  );
}
