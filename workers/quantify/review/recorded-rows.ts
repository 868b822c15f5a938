/** What was measured live, as it was recorded, as rows. */
import type { SessionReader } from '#archive/reader.ts';
import { type Row, toRow } from '#model/rows.ts';
import type { TellRows } from '../api.ts';
import { createBatches } from './batches.ts';
import { frameNear } from './measured-log.ts';
import { createTurns } from './turns.ts';

/**
 * Tells a row for every frame that was measured and is in the recording, in order; of a frame measured more than once, the last. Events whose
 * bytes are damaged are left out. Rejects with an `AbortError` once stopped.
 */
export async function recordedRows(
  reader: SessionReader,
  { tell, signal, clockS }: { tell: TellRows; signal: AbortSignal; clockS: () => number },
): Promise<void> {
  const { frames, events } = reader;
  const takeTurn = createTurns(signal, clockS);
  const batches = createBatches(tell, clockS);
  const measurements = events
    .filter(({ entry }) => entry.type === 'measurement')
    .toSorted((a, b) => a.holdsFrom - b.holdsFrom);
  const firstS = frames[0]?.arrivedS ?? 0;
  /** Held back until a later frame's comes: it may be measured once more. */
  let held: Row | null = null;
  for (const [i, { entry, holdsFrom }] of measurements.entries()) {
    await takeTurn();
    const event = await reader.readEvent(entry);
    if (event?.type !== 'measurement') continue;
    const frameIndex = frameNear(frames, event.measurement.frameNumber, holdsFrom);
    const frame = frames[frameIndex];
    if (!frame || frameIndex < (held?.frameIndex ?? 0)) continue;
    if (held && frameIndex > held.frameIndex) batches.add(held, i / measurements.length);
    held = toRow(event.measurement, { frameIndex, atS: frame.arrivedS - firstS });
  }
  if (held) batches.add(held, 1);
  await batches.finish();
}
