/** Recorded sessions on this device. */
import { useEffect } from 'react';
import type { SessionManifest } from '#archive/format.ts';
import { ConfirmButton } from '../controls/ConfirmButton.tsx';
import { useOpen } from '../feeds/use-open.ts';
import { useCommands, useConductor } from '../house.ts';
import { inBytes, inDay } from './in-words.ts';

function Session({ session }: { readonly session: SessionManifest }) {
  const open = useOpen();
  const { deleteSession } = useCommands();
  const { id, startedAtS, endedAtS, feed, frames, bytes } = session;
  const label = session.case.label || 'no label';
  return (
    <li className="kept">
      <p>
        <strong>{label}</strong> {inDay(startedAtS)}
        <br />
        <span className="soft">
          {feed.name} · {session.case.station} · {frames ?? '?'} frames · {inBytes(bytes)}
          {endedAtS === null && ' · not closed properly'}
        </span>
      </p>
      <button type="button" className="primary" onClick={() => open(commands => commands.openSession(id))}>
        Replay
      </button>
      <ConfirmButton
        label="Delete"
        question="Delete this session for good?"
        onConfirm={() => void deleteSession(id)}
      />
    </li>
  );
}

export function SessionList() {
  const { refreshLibrary } = useCommands();
  const sessions = useConductor('library', library => library.sessions);
  useEffect(() => void refreshLibrary(), [refreshLibrary]);
  if (sessions.length === 0) return <p>Nothing was recorded on this device yet. R records.</p>;
  return (
    <ul className="choices">
      {sessions.map(session => (
        <Session key={session.id} session={session} />
      ))}
    </ul>
  );
}
