/** The session at a glance: reads the few events that a timeline shows, never those that come with every frame. */
import type { SessionReader } from '#archive/reader.ts';
import type { SessionEvent } from '#model/event.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import { hazardSpansOf } from './hazard-spans.ts';
import type { Score } from './score.ts';
import { type ShownEvent, shownTypes, timelineMarks } from './timeline-marks.ts';

/** `score`: of the same reader, which holds at least one frame. Events whose bytes are damaged are left out. */
export async function replayIndexOf(reader: SessionReader, score: Score): Promise<ReplayIndex> {
  const { frames, manifest } = reader;
  const frameAtS = Float64Array.from(score.beatOf, beat => score.atS[beat]!);
  const frameArrivedS = Float64Array.from(frames, ({ arrivedS }) => arrivedS);
  const shown: ShownEvent[] = [];
  let injectedAtS = manifest.case.injectedAtS;
  for (const { entry, holdsFrom } of reader.events) {
    if (!shownTypes.has(entry.type)) continue;
    const event: SessionEvent | null = await reader.readEvent(entry);
    if (!event) continue;
    if (event.type === 'case') injectedAtS = event.case.injectedAtS;
    const frameIndex = Math.min(frames.length - 1, Math.max(0, holdsFrom));
    shown.push({ event, frameIndex, atS: frameAtS[frameIndex]! });
  }
  const clock = { frameAtS, frameArrivedS };
  const injected = injectedAtS === null ? null : onClock(clock, injectedAtS);
  return {
    sessionId: manifest.id,
    startedAtS: frameArrivedS[0]!,
    ...clock,
    frameNumbers: Float64Array.from(frames, ({ number }) => number),
    gaps: score.gaps,
    marks: timelineMarks(shown, { station: manifest.case.station, injected }),
    hazards: await hazardSpansOf(reader),
    injectedAtS: injected?.atS ?? null,
    streams: reader.secondFrames.length > 0 ? 2 : 1,
  };
}

/** A moment by arrival on the timeline's clock; `frameIndex`: the last frame by then, null before the first and after the last. */
function onClock(
  { frameAtS, frameArrivedS }: Pick<ReplayIndex, 'frameAtS' | 'frameArrivedS'>,
  arrivedS: number,
): { readonly atS: number; readonly frameIndex: number | null } {
  const before = frameArrivedS.findLastIndex(frameS => frameS <= arrivedS);
  if (before < 0) return { atS: arrivedS - frameArrivedS[0]!, frameIndex: null };
  const atS = frameAtS[before]! + arrivedS - frameArrivedS[before]!;
  const next = frameAtS[before + 1];
  return next === undefined ? { atS, frameIndex: null } : { atS: Math.min(atS, next), frameIndex: before };
}
