/** One recorded session in the list, and what can be done with it. */

import { useState } from 'react';
import type { SessionSummary } from '#conductor/sessions-api.ts';
import { words } from '#words/words.ts';
import { useOpen } from '../feeds/use-open.ts';
import { deleteWithUndo } from '../hands/undo.ts';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { inBytes, inDay } from '../replay/in-words.ts';
import { ExportForm } from './ExportForm.tsx';
import { Findings } from './Findings.tsx';

const exactnessInWords = {
  exact: null,
  'white-lossy': 'white light lossy, NIR exact',
  lossy: 'recorded lossy: measured values stored, recomputed values approximate',
} as const;

const originInWords = { recorded: null, video: 'from a video', images: 'from pictures' } as const;

export function SessionCard({
  session,
  isOverdue,
}: {
  readonly session: SessionSummary;
  readonly isOverdue: boolean;
}) {
  const house = useHouse();
  const open = useOpen();
  const { deleteSession, examineSession } = useCommands();
  const isBusy = useConductor('sessions', state => state.task !== null);
  const examined = useConductor('sessions', state => state.examined);
  const [isExporting, setExporting] = useState(false);
  const { id, startedAtS, endedAtS, feed, frames, onDiskBytes, exactness, origin, thumbnailUrl } = session;
  const label = session.case.label || words('no label');
  const facts = [
    feed.name,
    words(session.case.station),
    session.case.protocolId,
    words('{count} frames', { count: frames ?? '?' }),
    endedAtS !== null && `${Math.max(0, endedAtS - startedAtS).toFixed(0)} s`,
    inBytes(onDiskBytes),
    words(originInWords[origin] ?? ''),
    words(exactnessInWords[exactness] ?? ''),
    endedAtS === null && words('being recorded'),
  ].filter(Boolean);
  return (
    <li className="kept session">
      {thumbnailUrl ? (
        <img className="session-picture" src={thumbnailUrl} alt="" />
      ) : (
        <span className="session-picture" aria-hidden="true" />
      )}
      <div className="stack session-facts">
        <p>
          <strong>{label}</strong> {inDay(startedAtS)}
          {isOverdue && <span className="caution"> {words('older than you keep them here')}</span>}
          <br />
          <span className="soft">{facts.join(' · ')}</span>
        </p>
        <div className="row">
          <button
            type="button"
            className="primary"
            onClick={() => open(commands => commands.openSession(id))}
          >
            {words('Replay')}
          </button>
          <button
            type="button"
            aria-expanded={isExporting}
            disabled={endedAtS === null}
            onClick={() => setExporting(!isExporting)}
          >
            {words('Export')}
          </button>
          <button
            type="button"
            disabled={isBusy || endedAtS === null}
            onClick={() => void examineSession(id)}
          >
            {words('Check every byte')}
          </button>
          <button
            type="button"
            disabled={endedAtS === null}
            onClick={() =>
              deleteWithUndo(house, [`session ${id}`], {
                said: words('Deleted the session of {day}.', { day: inDay(startedAtS) }),
                doIt: () => deleteSession(id),
              })
            }
          >
            {words('Delete')}
          </button>
        </div>
        {isExporting && <ExportForm session={session} onDone={() => setExporting(false)} />}
        {examined?.id === id && <Findings findings={examined.findings} />}
      </div>
    </li>
  );
}
