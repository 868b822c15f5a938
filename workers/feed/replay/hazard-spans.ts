/** What was wrong for a while in a session, from the problems that were recorded as they began and ended. Pure. */
import type { SessionReader } from '#archive/reader.ts';
import type { SessionEvent } from '#model/event.ts';
import type { HazardSpan } from '#model/replay-index.ts';

type ProblemEvent = Extract<SessionEvent, { type: 'problem' }>;

/** A problem's event and the first frame that it holds for, which may be one past the last. */
type ToldProblem = { readonly event: ProblemEvent; readonly holdsFrom: number };

/**
 * `told` in order. One that never ended lasts to the end where it withheld numbers; any other may have been a moment's, as a file that could not
 * be written, and has no span. Those that hold for no frame are left out.
 */
function hazardSpans(told: readonly ToldProblem[], frameCount: number): readonly HazardSpan[] {
  const spans: HazardSpan[] = [];
  const open = new Map<string, HazardSpan>();
  const close = (span: HazardSpan, to: number): void => {
    open.delete(span.problemId);
    if (to >= span.from) spans.push({ ...span, to });
  };
  for (const { event, holdsFrom } of told) {
    const { problemId, text, isOver } = event;
    const known = open.get(problemId);
    const withholds = event.withholds !== undefined;
    // Told once more it goes on, unless it is worse or better than it was.
    if (known && !isOver && known.withholds === withholds) continue;
    if (known) close(known, holdsFrom - 1);
    if (!isOver)
      open.set(problemId, {
        problemId,
        from: Math.max(0, holdsFrom),
        to: frameCount - 1,
        words: text,
        withholds,
      });
  }
  for (const span of open.values()) if (span.withholds) close(span, frameCount - 1);
  return spans.toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/** Of a session; events whose bytes are damaged are left out. */
export async function hazardSpansOf(reader: SessionReader): Promise<readonly HazardSpan[]> {
  const told: ToldProblem[] = [];
  for (const { entry, holdsFrom } of reader.events) {
    if (entry.type !== 'problem') continue;
    const event = await reader.readEvent(entry);
    if (event?.type === 'problem') told.push({ event, holdsFrom });
  }
  return hazardSpans(told, reader.frames.length);
}
