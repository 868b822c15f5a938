/** Opens a session of this device for a worker. */
import { sessionUnreadable } from '#archive/problems.ts';
import { openSession, type SessionReader } from '#archive/reader.ts';
import { sessionsFolder } from '#archive/sessions.ts';
import type { ReadPace } from '#archive/video/video.ts';

/** Its videos are decoded at the pace of `step`. Rejects with a `ProblemError` when it is not there or cannot be read. Whoever opened it disposes of it. */
export async function openStoredSession(id: string, step?: ReadPace['step']): Promise<SessionReader> {
  const root = await navigator.storage.getDirectory().catch((error: unknown) => {
    throw sessionUnreadable(error);
  });
  const { pacedVideo } = await import('#archive/video/exact-video.ts');
  return openSession(await sessionsFolder(root), id, { video: pacedVideo(step) });
}
