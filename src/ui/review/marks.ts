/** Marks of a session: what is shown of each, and which share a place. Pure. */
import type { SessionEventType } from '#model/event.ts';
import type { HazardSpan, ReplayIndex } from '#model/replay-index.ts';
import { words } from '#words/words.ts';
import { inSeconds } from './times.ts';

/** How a mark looks: a shape and a colour of its own. */
export type MarkLook = 'flag' | 'still' | 'station' | 'setting' | 'lost' | 'pause' | 'problem' | 'withheld';

const looks: Partial<Record<SessionEventType, MarkLook>> = {
  mark: 'flag',
  still: 'still',
  case: 'station',
  dropped: 'lost',
  pause: 'pause',
  resume: 'pause',
  'gain-jump': 'problem',
  problem: 'problem',
  camera: 'problem',
};

/** A mark as it is listed and drawn. Gaps of the recording are marks, too, and what was wrong for a while. */
export type ShownMark = {
  readonly key: string;
  readonly look: MarkLook;
  readonly frameIndex: number;
  readonly atS: number;
  readonly words: string;
  /** Of a still; null for every other mark. */
  readonly stillId: string | null;
  /** Of what was wrong for a while; null for what is a moment. */
  readonly span: HazardSpan | null;
};

/** All marks in order of time. */
export function shownMarks({
  marks,
  gaps,
  hazards,
  frameAtS,
  frameArrivedS,
}: ReplayIndex): readonly ShownMark[] {
  const told = marks.flatMap(({ type, frameIndex, atS, words, stillId }, at) => {
    const isBeginning =
      type === 'problem' && hazards.some(({ from, words: said }) => from === frameIndex && said === words);
    const mark = { key: `${type}-${at}`, look: looks[type] ?? 'setting', frameIndex, atS, words, stillId };
    return isBeginning ? [] : [{ ...mark, span: null }];
  });
  const wrong = hazards.map((span, at) => ({
    key: `hazard-${at}`,
    look: span.withholds ? ('withheld' as const) : ('problem' as const),
    frameIndex: span.from,
    atS: frameAtS[span.from] ?? 0,
    words: span.words,
    stillId: null,
    span,
  }));
  const missing = gaps.map(({ before, after }) => {
    // The timeline's clock makes long gaps short.
    const lastedS = (frameArrivedS[after] ?? 0) - (frameArrivedS[before] ?? 0);
    return {
      key: `gap-${before}`,
      look: 'lost' as const,
      frameIndex: after,
      atS: frameAtS[after] ?? 0,
      words: `gap of ${inSeconds(lastedS)} in the recording`,
      stillId: null,
      span: null,
    };
  });
  return [...told, ...wrong, ...missing].sort((a, b) => a.frameIndex - b.frameIndex);
}

/** What the house itself called a mark; what a person wrote beside it follows. */
const markName = /^(resection start|resection end|IORT start|IORT end|note)( [\d.]+ Gy)?(: .*)?$/s;

/** A mark as it is read. What a person wrote stays as it is. */
export function markInWords({ look, words: text }: Pick<ShownMark, 'look' | 'words'>): string {
  if (look !== 'flag') return words(text);
  const named = markName.exec(text);
  return named ? `${words(named[1]!)}${named[2] ?? ''}${named[3] ?? ''}` : text;
}

/** Marks that share a place on the strip. `look`: of the weightiest. */
export type MarkPlace = {
  readonly xPx: number;
  readonly look: MarkLook;
  readonly marks: readonly ShownMark[];
};

/** Nearer than this two marks are one. */
const apartPx = 10;

const weights: readonly MarkLook[] = [
  'setting',
  'station',
  'still',
  'problem',
  'pause',
  'lost',
  'withheld',
  'flag',
];

/** `toX` gives the place of seconds; marks outside 0 … `widthPx` are left out. */
export function markPlaces(
  marks: readonly ShownMark[],
  toX: (seconds: number) => number,
  widthPx: number,
): readonly MarkPlace[] {
  const places: { xPx: number; look: MarkLook; marks: ShownMark[] }[] = [];
  for (const mark of marks) {
    const xPx = toX(mark.atS);
    if (xPx < 0 || xPx > widthPx) continue;
    const last = places.at(-1);
    if (last && xPx - last.xPx < apartPx) {
      last.marks.push(mark);
      if (weights.indexOf(mark.look) > weights.indexOf(last.look)) last.look = mark.look;
    } else places.push({ xPx, look: mark.look, marks: [mark] });
  }
  return places;
}

/** Words of those at one place; of many the first few. */
export function placeWords({ marks }: Pick<MarkPlace, 'marks'>): string {
  const first = marks.slice(0, 3).map(markInWords);
  const rest = marks.length > 3 ? [words('and {rest} more', { rest: marks.length - 3 })] : [];
  return [...first, ...rest].join(' · ');
}
