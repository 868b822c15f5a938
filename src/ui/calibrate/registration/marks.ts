/** The hand of the scale step, as data: the start of a mark that waits for its end, and the point under the loupe. */
import type { RulerMark } from '#model/calibration.ts';
import type { Point } from '#model/geometry.ts';

export type End = 'from' | 'to';
export const ends = ['from', 'to'] as const;

/** `mark`: the one that it belongs to, which may come back to `before`; null: the one that is being made. */
type Held = {
  readonly point: Point;
  readonly end: End;
  readonly mark: { readonly index: number; readonly before: Point } | null;
};
export type Ruling = { readonly held: Held | null; readonly start: Point | null };
type Marks = readonly RulerMark[];
export type Ruled = { readonly ruling: Ruling; readonly marks: Marks };

export const nothingRuled: Ruling = { held: null, start: null };

/** `marks` with part of one of them changed. */
export const withMark = (marks: Marks, index: number, part: Partial<RulerMark>): Marks =>
  marks.map((mark, i) => (i === index ? { ...mark, ...part } : mark));

/** A press on the picture: carries the held point there, or takes up the next point of a new mark. */
export function pressRuler(now: Ruled, point: Point): Ruled {
  if (now.ruling.held) return carryEnd(now, point);
  const end = now.ruling.start ? 'to' : 'from';
  return { ...now, ruling: { ...now.ruling, held: { point, end, mark: null } } };
}

/** Takes an end of a mark that stands under the loupe. */
export function takeUpEnd({ ruling, marks }: Ruled, index: number, end: End): Ruled {
  const before = marks[index]?.[end];
  if (!before) return { ruling, marks };
  return { ruling: { ...ruling, held: { point: before, end, mark: { index, before } } }, marks };
}

/** The held point elsewhere; a mark that stands follows at once. */
export function carryEnd({ ruling, marks }: Ruled, point: Point): Ruled {
  const { held } = ruling;
  if (!held) return { ruling, marks };
  return {
    ruling: { ...ruling, held: { ...held, point } },
    marks: held.mark ? withMark(marks, held.mark.index, { [held.end]: point }) : marks,
  };
}

/** The held point is where it belongs: it starts a mark, ends it with this length, or stays in one that stands. */
export function settleEnd({ ruling, marks }: Ruled, lengthMm: number): Ruled {
  const { held, start } = ruling;
  if (!held) return { ruling, marks };
  if (held.mark) return { ruling: { ...ruling, held: null }, marks };
  if (!start) return { ruling: { held: null, start: held.point }, marks };
  return { ruling: nothingRuled, marks: [...marks, { from: start, to: held.point, lengthMm }] };
}

/** Lets go of what is held, which goes back to where it was; without it, of the start that waits. */
export function letGoOfEnd({ ruling, marks }: Ruled): Ruled {
  const { held } = ruling;
  if (!held) return { ruling: nothingRuled, marks };
  const { mark, end } = held;
  return {
    ruling: { ...ruling, held: null },
    marks: mark ? withMark(marks, mark.index, { [end]: mark.before }) : marks,
  };
}

/** Without a mark; what is held or waits is let go, because numbers move up. */
export const withoutMark = (marks: Marks, index: number): Ruled => ({
  ruling: nothingRuled,
  marks: marks.filter((_, i) => i !== index),
});
