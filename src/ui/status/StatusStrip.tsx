/** The strip on top: what is connected, how fresh it is, how far its numbers can be trusted, whose case, how much room. */

import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { LockButton } from '../hands/LockButton.tsx';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { pastWord } from '../viewport/veil-words.ts';
import { CalibrationStatus } from './CalibrationStatus.tsx';
import { CaseStatus } from './CaseStatus.tsx';
import { DisplaysStatus } from './DisplaysStatus.tsx';
import { Freshness } from './Freshness.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import { SourceStatus } from './SourceStatus.tsx';
import './status.css';

export function StatusStrip() {
  const { desk } = useHouse();
  const kind = useConductor('feed', feed => feed.description?.kind ?? 'none');
  const kept = useConductor('library', library => library.stills.length);
  const sheet = useDesk(state => state.sheet);
  return (
    <header className="status" data-past={pastWord(kind) !== null}>
      <h1 className="visually-hidden">Rimlight</h1>
      <SourceStatus />
      <Freshness />
      <CalibrationStatus />
      <CaseStatus />
      <RecordingStatus />
      <button
        type="button"
        className="status-item"
        aria-haspopup="dialog"
        aria-expanded={sheet === 'library'}
        onClick={() => desk.open('library')}
      >
        <Icon name="library" />
        <span>
          <span className="visually-hidden">{words('Library, stills kept:')} </span>
          {kept}
        </span>
      </button>
      <DisplaysStatus />
      <LockButton />
      <button
        type="button"
        className="status-item"
        aria-label={words('All keys')}
        aria-haspopup="dialog"
        aria-expanded={sheet === 'keys'}
        onClick={() => desk.open('keys')}
      >
        ?
      </button>
    </header>
  );
}
