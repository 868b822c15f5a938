/** Recorded sessions on this device: found, replayed, saved elsewhere, checked, deleted. */

import { useEffect, useState } from 'react';
import { stations } from '#model/case-strip.ts';
import { words } from '#words/words.ts';
import { Choice } from '../controls/Choice.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { useHidden } from '../hands/undo.ts';
import { useCommands, useConductor } from '../house.ts';
import { useNowS } from '../status/use-now.ts';
import { EmptySessions } from '../welcome/EmptySessions.tsx';
import { everySession, findSessions, overdue } from './find-sessions.ts';
import { ImportForm } from './ImportForm.tsx';
import { SessionCard } from './SessionCard.tsx';
import { SessionsRoom } from './SessionsRoom.tsx';
import { TaskBar, TaskProblems } from './TaskBar.tsx';
import './sessions.css';

const any = 'any';

export function SessionList() {
  const { refreshLibrary, setRetention } = useCommands();
  const isHidden = useHidden();
  const sessions = useConductor('sessions', state => state.sessions).filter(
    ({ id }) => !isHidden(`session ${id}`),
  );
  const retentionDays = useConductor('sessions', state => state.retentionDays);
  const nowS = useNowS();
  const [search, setSearch] = useState(everySession);
  const [isImporting, setImporting] = useState(false);
  useEffect(() => void refreshLibrary(), [refreshLibrary]);
  const found = findSessions(sessions, search);
  const late = new Set(overdue(sessions, { days: retentionDays, nowS }).map(({ id }) => id));
  const protocols = [...new Set(sessions.flatMap(({ case: strip }) => strip.protocolId ?? []))].sort();
  return (
    <div className="stack">
      <SessionsRoom />
      <TaskBar />
      <TaskProblems />
      <div className="row">
        <button type="button" aria-expanded={isImporting} onClick={() => setImporting(!isImporting)}>
          {words('Import')}
        </button>
        <NumberField
          label={words('Point out sessions older than, days')}
          value={retentionDays}
          min={1}
          max={3650}
          step={1}
          onChange={setRetention}
        />
      </div>
      {isImporting && <ImportForm />}
      {late.size > 0 && (
        <p className="caution" role="status">
          {late.size === 1
            ? words(
                'One session is older than {days} days. Export what is needed elsewhere, then delete it here.',
                { days: retentionDays },
              )
            : words(
                '{count} sessions are older than {days} days. Export what is needed elsewhere, then delete it here.',
                { count: late.size, days: retentionDays },
              )}
        </p>
      )}
      {sessions.length > 1 && (
        <div className="columns">
          <label className="field">
            <span>{words('Search label, source, date')}</span>
            <input
              type="search"
              value={search.words}
              onChange={event => setSearch({ ...search, words: event.currentTarget.value })}
            />
          </label>
          <Choice
            label={words('Station')}
            value={search.station ?? any}
            options={[
              [any, words('Any')] as const,
              ...stations.map(station => [station, words(station)] as const),
            ]}
            onChange={station => setSearch({ ...search, station: station === any ? null : station })}
          />
          {protocols.length > 0 && (
            <Choice
              label={words('Protocol')}
              value={search.protocolId ?? any}
              options={[[any, words('Any')] as const, ...protocols.map(id => [id, id] as const)]}
              onChange={id => setSearch({ ...search, protocolId: id === any ? null : id })}
            />
          )}
        </div>
      )}
      {sessions.length === 0 ? (
        <EmptySessions />
      ) : found.length === 0 ? (
        <p role="status">{words('No session is like that.')}</p>
      ) : (
        <ul className="choices">
          {found.map(session => (
            <SessionCard key={session.id} session={session} isOverdue={late.has(session.id)} />
          ))}
        </ul>
      )}
    </div>
  );
}
