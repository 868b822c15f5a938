/** Which streams of a session never carried NIR: only those may be thinned. */
import type { Folder } from '#archive/files.ts';
import { openSession } from '#archive/reader.ts';
import type { StreamName } from '#archive/record.ts';

/**
 * Streams that carry no NIR by the manifest's layout, and by every layout that was ever in force. One whose events cannot all be read has none:
 * what is not known to be white light is not touched.
 */
export async function whiteStreams(sessions: Folder, id: string): Promise<readonly StreamName[]> {
  using session = await openSession(sessions, id);
  const { layout, streams } = session.manifest.feed;
  const carriers = new Set<StreamName>(layout.nir ? [layout.nir.stream] : []);
  for (const { entry } of session.events) {
    if (entry.type !== 'inputs') continue;
    const event = await session.readEvent(entry);
    if (event?.type !== 'inputs') return [];
    const { nir } = event.inputs.layout;
    if (nir) carriers.add(nir.stream);
  }
  const all: readonly StreamName[] = streams === 2 ? ['main', 'second'] : ['main'];
  return all.filter(stream => !carriers.has(stream));
}
