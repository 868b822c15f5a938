/** In which order a reader sees the cases of a set: by a seed, so that it can be drawn again, and another for each reader. */

/** What an order is drawn from (`ReadingSet`). */
type OrderOf = {
  readonly seed: number;
  readonly stillIds: readonly string[];
  readonly repeats: readonly number[];
};
type Shown = { readonly case: number; readonly showing: 1 | 2 };

/** A picture seen again within so many is remembered: orders are drawn again until there are as many between, or until tired. */
const wantedGap = 10;
const mostDraws = 200;

/** Uniform in 0 … 1. Mulberry32 (Tommy Ettinger, public domain). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher and Yates' shuffle of a copy; every order is equally likely. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  for (let i = left.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [left[i], left[j]] = [left[j]!, left[i]!];
  }
  return left;
}

/** `share` of `count` cases, at least one where `share` is above 0, drawn by `seed`; in rising order. */
export function drawRepeats(count: number, share: number, seed: number): number[] {
  const wanted = share > 0 ? Math.min(count, Math.max(1, Math.round(count * share))) : 0;
  const cases = Array.from({ length: count }, (_, index) => index);
  return shuffled(cases, seeded(seed ^ 0x5bd1_e995))
    .slice(0, wanted)
    .sort((a, b) => a - b);
}

/**
 * Every case once and the repeats a second time: first showings of repeats in the first half, second showings in the other, the rest
 * spread over both, so that a place says nothing of a case.
 */
export function readingOrder(set: OrderOf, reader: number): Shown[] {
  const random = seeded(set.seed ^ Math.imul(reader, 0x9e37_79b9));
  const repeats = new Set(set.repeats);
  const once = set.stillIds.flatMap((_, index) => (repeats.has(index) ? [] : [index]));
  const shown = (cases: readonly number[], showing: 1 | 2): Shown[] =>
    cases.map(index => ({ case: index, showing }));
  const draw = (): Shown[] => {
    const spread = shuffled(once, random);
    const half = Math.floor(spread.length / 2);
    return [
      ...shuffled([...shown(set.repeats, 1), ...shown(spread.slice(0, half), 1)], random),
      ...shuffled([...shown(set.repeats, 2), ...shown(spread.slice(half), 1)], random),
    ];
  };
  let best = draw();
  for (let i = 1; i < mostDraws && smallestGap(best) < wantedGap; i++) {
    const next = draw();
    if (smallestGap(next) > smallestGap(best)) best = next;
  }
  return best;
}

/** How far apart the two showings of a case are at least; infinite without repeats. */
function smallestGap(order: readonly Shown[]): number {
  const firstAt = new Map(order.map(({ case: index, showing }, at) => [`${index} ${showing}`, at]));
  return Math.min(
    ...order.map(({ case: index, showing }, at) =>
      showing === 2 ? at - (firstAt.get(`${index} 1`) ?? 0) : Number.POSITIVE_INFINITY,
    ),
  );
}

/** Whether `order` holds every case once, the repeats twice, and nothing else. */
export function orderFits(order: readonly Shown[], set: Omit<OrderOf, 'seed'>): boolean {
  const repeats = new Set(set.repeats);
  const seen = new Set(order.map(({ case: index, showing }) => `${index} ${showing}`));
  return (
    seen.size === order.length &&
    order.length === set.stillIds.length + repeats.size &&
    order.every(({ case: index, showing }) =>
      showing === 1 ? index < set.stillIds.length : repeats.has(index),
    )
  );
}
