/** What happened in a session, in words for its timeline. Pure. */
import type { Station } from '#model/case-strip.ts';
import type { MarkKind, SessionEvent } from '#model/event.ts';
import type { TimelineMark } from '#model/replay-index.ts';

/** Kinds of events that a timeline shows; all others come with every frame, or are settings. */
export const shownTypes: ReadonlySet<string> = new Set<SessionEvent['type']>([
  'case',
  'mark',
  'pause',
  'still',
  'gain-jump',
  'camera',
  'dropped',
  'problem',
]);

/** An event, and where it stands: the first frame that it holds for, and seconds on the timeline's clock. */
export type ShownEvent = { readonly event: SessionEvent; readonly frameIndex: number; readonly atS: number };

/** Frames lost closer together than this are one mark. */
const sameLossS = 5;
/** The same thing said again sooner than this is not marked again: light that changes slowly is told for as long as it does. */
const saidAgainS = 5;

/** `events` in order; `station` and `injected` as they were when the session began and as they were known last. */
export function timelineMarks(
  events: readonly ShownEvent[],
  known: {
    station: Station;
    injected: { readonly atS: number; readonly frameIndex: number | null } | null;
  },
): readonly TimelineMark[] {
  const marks: TimelineMark[] = [];
  const add = ({ event, frameIndex, atS }: ShownEvent, words: string) => {
    const stillId = event.type === 'still' ? event.stillId : null;
    marks.push({ type: event.type, frameIndex, atS, words, stillId });
  };
  let { station } = known;
  /** Frames lost so far at the mark that is added to. */
  let loss: { count: number; readonly where: string; atS: number; readonly markAt: number } | null = null;
  /** When each thing that goes on was said last. */
  const said = new Map<string, number>();
  for (const shown of events) {
    const { event, atS } = shown;
    if (event.type === 'case') {
      if (event.case.station !== station) add(shown, `station ${event.case.station}`);
      station = event.case.station;
    } else if (event.type === 'dropped') {
      if (loss && loss.where === event.where && atS - loss.atS < sameLossS) {
        loss.count += event.count;
        loss.atS = atS;
        marks[loss.markAt] = { ...marks[loss.markAt]!, words: lossInWords(loss.count, event.where) };
      } else {
        add(shown, lossInWords(event.count, event.where));
        loss = { count: event.count, where: event.where, atS, markAt: marks.length - 1 };
      }
    } else {
      const words = inWords(event);
      const about = sameThing(event);
      const isAgain = about !== null && atS - (said.get(about) ?? Number.NEGATIVE_INFINITY) < saidAgainS;
      if (about !== null) said.set(about, atS);
      if (words !== null && !isAgain) add(shown, words);
    }
  }
  const { injected } = known;
  if (injected && injected.frameIndex !== null) {
    const { atS, frameIndex } = injected;
    marks.push({ type: 'case', frameIndex, atS, words: 'dye given', stillId: null });
  }
  return marks.sort((a, b) => a.atS - b.atS || a.frameIndex - b.frameIndex);
}

function inWords(event: SessionEvent): string | null {
  switch (event.type) {
    case 'mark':
      return markInWords(event);
    case 'pause':
      return 'recording paused';
    case 'still':
      return 'still';
    case 'gain-jump': {
      const times = `${Number(event.ratio.toPrecision(2))} times as bright`;
      return event.isStep ? `${times} at once` : times;
    }
    case 'camera':
      return event.text;
    case 'problem':
      return event.isOver ? null : event.text;
    default:
      return null;
  }
}

const markNames: Readonly<Record<MarkKind, string>> = {
  note: 'note',
  'resection-start': 'resection start',
  'resection-end': 'resection end',
  'iort-start': 'IORT start',
  'iort-end': 'IORT end',
};

function markInWords({ kind, doseGy, text }: Extract<SessionEvent, { type: 'mark' }>): string {
  if (kind === 'note' && text) return text;
  const name = `${markNames[kind]}${doseGy === null ? '' : ` ${doseGy} Gy`}`;
  return text ? `${name}: ${text}` : name;
}

const lossInWords = (count: number, where: 'feed' | 'recorder'): string =>
  `${count} ${count === 1 ? 'frame' : 'frames'} ${where === 'feed' ? 'not delivered by the source' : 'not recorded'}`;

/** What an event says again while it goes on; null: it stands for itself. */
const sameThing = (event: SessionEvent): string | null => {
  if (event.type === 'problem') return `problem ${event.problemId}`;
  return event.type === 'gain-jump' && !event.isStep ? 'slow light' : null;
};
