/** Sessions that earlier versions wrote, and this one: they open to what was put into them, for ever. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { examineSession } from '#archive/examine.ts';
import { openSession } from '#archive/reader.ts';
import { sealSession } from '#archive/sealing.ts';
import { eventSchema } from '#model/event.ts';
import { makeFixture } from '../../tools/make-session-fixture.ts';
import { type MemoryFolder, memoryFolder } from './memory-folder.ts';
import { bytesOf } from './samples.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const id = 'fixture-session';

const truthSchema = z.object({
  frames: z.array(
    z.looseObject({ stream: z.enum(['main', 'second']), number: z.number(), sha256: z.string() }),
  ),
  events: z.array(z.looseObject({ type: z.string() })),
});

async function load(name: string): Promise<{ sessions: MemoryFolder; folder: MemoryFolder }> {
  const sessions = memoryFolder();
  await sessions.folder(id, true);
  const folder = sessions.folders.get(id)!;
  for (const file of readdirSync(`${fixtures}${name}`))
    folder.files.set(file, new Uint8Array(readFileSync(`${fixtures}${name}/${file}`)));
  return { sessions, folder };
}

const truthOf = (name: string) =>
  truthSchema.parse(JSON.parse(readFileSync(`${fixtures}${name}.truth.json`, 'utf8')));

describe.each(['session-1', 'session-2'])('%s', name => {
  test('opens whole, with its manifest as the newest version has it', async () => {
    const reader = await openSession((await load(name)).sessions, id);
    expect(reader.damage).toEqual([]);
    expect(reader.exactness).toBe('exact');
    expect(reader.manifest).toMatchObject({
      version: 2,
      id,
      origin: 'recorded',
      startedAtS: 1_790_000_000,
      endedAtS: 1_790_000_001,
      frames: 21,
      feed: { kind: 'camera', streams: 2, layout: { nir: { stream: 'main' }, white: { stream: 'second' } } },
    });
  });

  test('gives every frame to the bit, under its number, at its time', async () => {
    const reader = await openSession((await load(name)).sessions, id);
    const { frames } = truthOf(name);
    const formats = new Set<string>();
    const entries = reader.entries.flatMap(entry => (entry.kind === 'frame' ? [entry] : []));
    expect(entries.length).toBe(frames.length);
    for (const [i, entry] of entries.entries()) {
      const { sha256, ...stamp } = frames[i]!;
      const frame = await reader.readFrame(entry);
      expect(entry).toMatchObject(stamp);
      expect(createHash('sha256').update(bytesOf(frame)).digest('hex')).toBe(sha256);
      formats.add(`${frame.format.format} ${frame.format.bitDepth}`);
    }
    expect([...formats].sort()).toEqual(['BGRX 8', 'I420 8', 'NV12 8', 'RGBA 8', 'Y16 12', 'Y16 16', 'Y8 8']);
  });

  test('gives every event as it was, and which of them hold at a frame', async () => {
    const reader = await openSession((await load(name)).sessions, id);
    const { events } = truthOf(name);
    expect(reader.events.length).toBe(events.length);
    for (const [i, { entry }] of reader.events.entries())
      expect(await reader.readEvent(entry)).toMatchObject(eventSchema.parse(events[i]));
    const typesAt = async (frameIndex: number) =>
      (await reader.eventsAt(frameIndex)).map(event => event.type);
    const blank = name === 'session-1' ? [] : ['blank'];
    expect(await typesAt(0)).toEqual(['fields', 'inputs', 'display', 'case']);
    expect(await typesAt(1)).toEqual(['fields', 'inputs', 'display', 'case', 'measurement']);
    expect(await typesAt(9)).toEqual([
      ...['fields', 'key-frame', 'inputs', 'display', 'case', 'gain-jump', 'camera'],
      ...blank,
      'measurement',
    ]);
  });
});

test('version 1 is proved by its records, and can be sealed', async () => {
  const { folder } = await load('session-1');
  expect((await examineSession(folder)).map(({ kind }) => kind)).toEqual(['not-sealed']);
  await sealSession(folder);
  expect(await examineSession(folder)).toEqual([]);
});

test('version 2 is proved by the list that it was sealed with', async () => {
  expect(await examineSession((await load('session-2')).folder)).toEqual([]);
});

test('this version still writes and seals that very session, byte for byte', async () => {
  const { folder } = await load('session-2');
  const made = await makeFixture();
  expect([...made.folder.files.keys()].sort()).toEqual([...folder.files.keys()].sort());
  for (const [name, bytes] of made.folder.files)
    expect(Buffer.from(bytes).equals(folder.files.get(name)!), name).toBe(true);
});
