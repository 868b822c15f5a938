/** Three doors beneath the living phantom. Nothing waits for them: every key works, and any choice, a drawn region or Esc puts them away. */
import { useEffect } from 'react';
import { words } from '#words/words.ts';
import { enterCalibration } from '../calibrate/begin.ts';
import { toggleCheck } from '../check/check-actions.ts';
import { Icon } from '../controls/Icon.tsx';
import { useKeysInWords } from '../hands/use-keys-in-words.ts';
import { type House, useConductor, useDesk, useHouse } from '../house.ts';
import { Drawing, type DrawingName } from './Drawing.tsx';
import { beginTour, closeStart, connectCamera, lookAtPhantom, openRecording, wasTourSeen } from './doors.ts';
import './welcome.css';
import './empty.css';

export function StartPage() {
  const house = useHouse();
  const isWanted = useDesk(state => state.startPage);
  const isBig = useDesk(state => state.bigNumbers);
  const kind = useConductor('feed', feed => feed.description?.kind ?? null);
  const isDrawnOn = useConductor('regions', state => state.regions.length > 0);
  const isRecording = useConductor('recording', state => state.status !== 'idle');
  const isCalibrating = useConductor('calibrating', state => state.run !== null);
  const isChecking = useConductor('checking', state => state.isOpen);
  const isInHand = useDesk(({ tool, asksTissue }) => tool.kind === 'draw' || asksTissue);
  // Whoever works has chosen. With the tool, before the hand is on the picture: that grows when the doors go.
  const isOver = isInHand || isDrawnOn || isRecording || (kind !== null && kind !== 'phantom');
  useEffect(() => {
    if (isOver) closeStart(house);
  }, [isOver, house]);
  if (!isWanted || isOver || isCalibrating || isChecking || isBig) return null;
  return (
    <section className="welcome" aria-label={words('Start')}>
      <div className="welcome-head">
        <p>
          <strong>{words('This is a simulated camera.')}</strong> {words('Nothing leaves this machine.')}
        </p>
        <button type="button" className="plain" onClick={() => enterCalibration(house)}>
          {words('Calibrate')}
        </button>
        <button type="button" className="plain" onClick={() => toggleCheck(house)}>
          {words('Check')}
        </button>
        <button type="button" className="plain" onClick={() => beginTour(house)}>
          {words('Guided tour')}
        </button>
        <button
          type="button"
          className="plain"
          aria-label={words('Close the start page')}
          title={words('Close the start page')}
          onClick={() => closeStart(house)}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="doors">
        <Door
          drawing="phantom"
          name={words('Look at the phantom')}
          says={
            wasTourSeen()
              ? words('A simulated camera, to try everything on.')
              : words('With a guided tour of two minutes; Esc ends it.')
          }
          binding="start.phantom"
          open={lookAtPhantom}
        />
        <Door
          drawing="camera"
          name={words('Connect a camera')}
          says={words('A camera or a capture card on this machine.')}
          binding="start.camera"
          open={connectCamera}
        />
        <Door
          drawing="recording"
          name={words('Open a recording')}
          says={words('A session that was kept on this device, or a file.')}
          binding="start.recording"
          open={openRecording}
        />
      </div>
    </section>
  );
}

function Door({
  drawing,
  name,
  says,
  binding,
  open,
}: {
  readonly drawing: DrawingName;
  readonly name: string;
  readonly says: string;
  readonly binding: string;
  readonly open: (house: House) => void;
}) {
  const house = useHouse();
  const keys = useKeysInWords(binding);
  return (
    <button type="button" className="door" onClick={() => open(house)}>
      <Drawing name={drawing} />
      <span className="door-words">
        <strong>{name}</strong>
        <span className="soft">{says}</span>
      </span>
      <span className="key" aria-hidden="true">
        {keys}
      </span>
    </button>
  );
}
