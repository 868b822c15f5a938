/** Holds a session's files against the list of its parts. */
import { chunksIn } from './chunks.ts';
import type { Examination } from './examine.ts';
import type { Folder } from './files.ts';
import type { Finding } from './finding.ts';
import { manifestName, partsName, type SessionParts, thumbnailName } from './format.ts';
import { manifestIn } from './manifests.ts';
import { type Hash, sumOf } from './sealing.ts';

/** `proved`: the files whose bytes are the listed ones. `parts` null: there is no list, and nothing is proved. */
export async function examineParts(
  session: Folder,
  parts: SessionParts | null,
  {
    hash,
    tell,
    signal,
    pause,
  }: { readonly hash: Hash; tell(share: number): void } & Pick<Examination, 'signal' | 'pause'>,
): Promise<{ readonly proved: ReadonlySet<string>; readonly found: readonly Finding[] }> {
  const there = new Set((await session.list()).flatMap(({ name, kind }) => (kind === 'file' ? [name] : [])));
  const proved = new Set<string>();
  const found: Finding[] = [];
  const add = (part: string, kind: Finding['kind'], words: string) =>
    found.push({ part, kind, atBytes: null, words });

  if (!parts && there.has(partsName))
    add(partsName, 'part-changed', 'the list of parts cannot be read; only records and events were proved');
  else if (!parts)
    add(partsName, 'not-sealed', 'there is no list of parts yet; only records and events were proved');

  const listed = parts?.parts ?? [];
  for (const [i, { name, sha256 }] of listed.entries()) {
    signal?.throwIfAborted();
    await pause?.();
    if (!there.has(name)) add(name, 'part-missing', `${name} is not there`);
    else if ((await sumOf(session, name, hash)) === sha256) proved.add(name);
    else add(name, 'part-changed', `${name} is not what it was when the session was closed`);
    tell((i + 1) / listed.length);
  }

  if (parts) {
    // What packing left half done does not count, and is not asked for.
    const { stale } = await chunksIn(session);
    const known = new Set([...listed.map(part => part.name), ...stale, partsName, thumbnailName]);
    for (const name of there)
      if (!known.has(name)) add(name, 'part-foreign', `${name} was not there when the session was closed`);
  } else if (!(await isManifest(session))) {
    if (there.has(manifestName)) add(manifestName, 'part-changed', `${manifestName} cannot be read`);
    else add(manifestName, 'part-missing', `${manifestName} is not there`);
  }
  return { proved, found };
}

const isManifest = (session: Folder): Promise<boolean> =>
  manifestIn(session).then(
    () => true,
    () => false,
  );
