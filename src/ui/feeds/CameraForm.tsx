/** One camera, or two: white light and NIR. */

import { useEffect, useState } from 'react';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { useCommands, useConductor } from '../house.ts';
import { CameraRefused, NoCamera } from '../welcome/NoCamera.tsx';
import { useOpen } from './use-open.ts';

const sizes = [
  '640x480',
  '1280x720',
  '1280x1024',
  '1920x1080',
  '2048x1536',
  '2560x1440',
  '3840x2160',
] as const;
const rates = ['15', '25', '30', '50', '60'] as const;
const none = 'none';

export function CameraForm() {
  const { listCameras } = useCommands();
  const open = useOpen();
  const cameras = useConductor('devices', state => state.cameras);
  const [first, setFirst] = useState<string | null>(null);
  const [second, setSecond] = useState(none);
  const [size, setSize] = useState<(typeof sizes)[number]>('1920x1080');
  const [rate, setRate] = useState<(typeof rates)[number]>('30');
  useEffect(() => void listCameras(), [listCameras]);

  const options = cameras.map(
    ({ deviceId, name }, index) =>
      [deviceId, name || words('Camera {number}', { number: index + 1 })] as const,
  );
  const firstId = first ?? cameras[0]?.deviceId ?? null;
  const [width, height] = size.split('x').map(Number);
  if (firstId === null)
    return (
      <div className="stack">
        <CameraRefused />
        <NoCamera />
      </div>
    );
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault();
        open(commands =>
          commands.openCamera({
            deviceId: firstId,
            secondDeviceId: second === none ? null : second,
            widthPx: width!,
            heightPx: height!,
            fps: Number(rate),
          }),
        );
      }}
    >
      <CameraRefused />
      <Choice label={words('Camera')} value={firstId} options={options} onChange={setFirst} />
      <Choice
        label={words('Second camera: NIR, where the first is white light')}
        value={second}
        options={[
          [none, words('None: one camera delivers both')] as const,
          ...options.filter(([id]) => id !== firstId),
        ]}
        onChange={setSecond}
      />
      <div className="columns">
        <Choice
          label={words('Size to ask for')}
          value={size}
          options={sizes.map(each => [each, each.replace('x', ' × ')] as const)}
          onChange={setSize}
        />
        <Choice
          label={words('Frames a second')}
          value={rate}
          options={rates.map(each => [each, each] as const)}
          onChange={setRate}
        />
      </div>
      <p className="hint">
        {words('Names appear once the browser was allowed to use a camera. Nothing is sent anywhere.')}
      </p>
      <div className="row">
        <button type="submit" className="primary">
          {words('Connect')}
        </button>
        <button type="button" onClick={() => void listCameras()}>
          {words('Look again')}
        </button>
      </div>
    </form>
  );
}
