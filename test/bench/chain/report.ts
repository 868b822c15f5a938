/** The chain's tables: ours in milliseconds and copies of 2 MB, and the ratios to everybody else. */
import { type Step, steps, type Times } from './order.ts';

/** Who took part in each round, and what it took. */
export type Rounds = readonly ReadonlyMap<string, Times>[];

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1) + 0.5)]!;

/** Ours over the other's, of every round in which it took part. */
export const ratiosOf = (rounds: Rounds, other: string, what: Step | 'chain'): number[] =>
  rounds.flatMap(times => {
    const ours = times.get('kernels');
    const theirs = times.get(other);
    return ours && theirs ? ours[what] / theirs[what] : [];
  });

const short = (value: number): string => (value < 0.1 ? value.toPrecision(2) : value.toFixed(2));

function said(ratios: readonly number[]): string {
  if (ratios.length === 0) return '–';
  const [low, middle, high] = [0.25, 0.5, 0.75].map(share => short(quantile(ratios, share)));
  return `${middle} (${low}–${high})`;
}

/** Rounds in which somebody's copy took twice as long as it usually does, or half: something else ran. */
function disturbed(rounds: Rounds): number {
  const usual = new Map(
    [...rounds[0]!.keys()].map(name => [
      name,
      quantile(
        rounds.flatMap(times => times.get(name)?.copy ?? []),
        0.5,
      ),
    ]),
  );
  return rounds.filter(times =>
    [...times].some(([name, { copy }]) => copy > 2 * usual.get(name)! || copy < usual.get(name)! / 2),
  ).length;
}

/** Prints one frame's table: median of the rounds' ratios, and between which the middle half of them lies. */
export function printFrame(title: string, rounds: Rounds): void {
  const others = [...rounds[0]!.keys()].filter(name => name !== 'kernels').toSorted();
  const ours = (what: keyof Times) => rounds.map(times => times.get('kernels')![what]);
  const copyMs = quantile(ours('copy'), 0.5);
  console.log(`  ${title}: ${rounds.length} rounds, ${disturbed(rounds)} of them disturbed`);
  console.table(
    [...steps, 'chain' as const].map(what => {
      const ms = quantile(ours(what), 0.5);
      return {
        step: what,
        ms: ms.toFixed(2),
        least: Math.min(...ours(what)).toFixed(2),
        copies: (ms / copyMs).toFixed(1),
        ...Object.fromEntries(others.map(name => [`of ${name}`, said(ratiosOf(rounds, name, what))])),
      };
    }),
  );
}
