/** Opens a recorded session of this device as a feed. */
import { sessionUnreadable } from '#archive/problems.ts';
import { openSession, type SessionReader } from '#archive/reader.ts';
import { sessionsFolder } from '#archive/sessions.ts';
import type { Maker, Tell } from '../maker.ts';
import { createReplay } from './replay.ts';

/**
 * Begins to play at once. Rejects with a `ProblemError` when the session is not there, cannot be read, or holds no frame.
 * Whoever opened it disposes of it.
 */
export async function openReplay(sessionId: string, tell: Tell): Promise<Maker> {
  const root = await navigator.storage.getDirectory().catch((error: unknown) => {
    throw sessionUnreadable(error);
  });
  const sessions = await sessionsFolder(root);
  const { exactVideo } = await import('#archive/video/exact-video.ts');
  const open = (): Promise<SessionReader> => openSession(sessions, sessionId, { video: exactVideo });
  const reader = await open();
  try {
    const replay = await createReplay(reader, {
      tell,
      clockS: () => performance.now() / 1000,
      openAgain: open,
    });
    return replay;
  } catch (error) {
    reader[Symbol.dispose]();
    throw error;
  }
}
