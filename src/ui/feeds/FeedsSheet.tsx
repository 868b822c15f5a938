/** Where the picture comes from: a simulated camera, a camera, an address, files, or what was recorded. */

import { useState } from 'react';
import { words } from '#words/words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import type { SourceWay } from '../desk.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { SessionList } from '../sessions/SessionList.tsx';
import { drawBlanks } from './blank-editor/draw-blanks.ts';
import { CameraForm } from './CameraForm.tsx';
import { FilesForm } from './FilesForm.tsx';
import { PhantomList } from './PhantomList.tsx';
import { RemoteForm } from './RemoteForm.tsx';

const ways = {
  simulated: ['Simulated', PhantomList],
  camera: ['Camera', CameraForm],
  remote: ['Remote', RemoteForm],
  files: ['Files', FilesForm],
  recorded: ['Recorded', SessionList],
} as const satisfies Record<SourceWay, readonly [string, () => React.ReactNode]>;

const wayOf = {
  phantom: 'simulated',
  camera: 'camera',
  remote: 'remote',
  file: 'files',
  image: 'files',
  replay: 'recorded',
} as const;

const names: readonly SourceWay[] = ['simulated', 'camera', 'remote', 'files', 'recorded'];

export function FeedsSheet() {
  const { desk, conductor } = useHouse();
  const kind = useConductor('feed', feed => feed.description?.kind ?? 'camera');
  const asked = useDesk(state => state.sourceWay);
  const [way, setWay] = useState<SourceWay>(asked ?? (kind === 'phantom' ? 'camera' : wayOf[kind]));
  const Form = ways[way][1];
  return (
    <Sheet title={words('Source')}>
      <div className="stack">
        <fieldset className="row">
          <legend className="visually-hidden">{words('Kind of source')}</legend>
          {names.map(name => (
            <button key={name} type="button" aria-pressed={name === way} onClick={() => setWay(name)}>
              {words(ways[name][0])}
            </button>
          ))}
        </fieldset>
        <Form />
        <hr />
        <div className="row">
          <button type="button" onClick={() => desk.open('layout')}>
            {words('Layout: where white light and NIR lie')}
          </button>
          <button type="button" onClick={() => drawBlanks({ desk, conductor })}>
            {words('Black places: hide what the tower writes')}
          </button>
          <button type="button" onClick={() => desk.open('profile')}>
            {words('Calibration')}
          </button>
          <button type="button" onClick={() => conductor.commands.closeFeed()}>
            {words('Disconnect')}
          </button>
        </div>
      </div>
    </Sheet>
  );
}
