/** What is wrong now: what happened, what to do, and Retry where trying again can help. */

import { canDismiss, type Problem } from '#model/problem.ts';
import { words } from '#words/words.ts';
import { type Fold, useFold } from '../controls/use-fold.ts';
import { useCommands, useConductor } from '../house.ts';
import './problems.css';

/** More than this many would hide the picture; the rest is counted. */
const most: Readonly<Record<Fold, number>> = { none: 3, portrait: 3, compact: 1 };

/** The lightest first. */
const weights: readonly Problem['severity'][] = ['note', 'caution', 'stop'];

/** Trying again means opening the source again: for sources, and where the tip says so. */
const canRetry = ({ id, tip }: Problem): boolean => id === 'source' || tip.includes('Retry');

/** One problem: what happened, what to do, and what can be pressed. */
export function Banner({ problem }: { readonly problem: Problem }) {
  const commands = useCommands();
  return (
    <li className={`problem ${problem.severity}`}>
      <p role={problem.severity === 'stop' ? 'alert' : 'status'}>
        <strong>{words(problem.text)}</strong> {words(problem.tip)}
      </p>
      {canRetry(problem) && (
        <button type="button" onClick={() => void commands.retry()}>
          {words('Retry')}
        </button>
      )}
      {canDismiss(problem) && (
        <button
          type="button"
          aria-label={words('Dismiss: {text}', { text: words(problem.text) })}
          onClick={() => commands.dismissProblem(problem.id)}
        >
          {words('Dismiss')}
        </button>
      )}
    </li>
  );
}

/** What stops the picture comes first. Nothing of this takes room of its own: see `.messages`. */
export function ProblemBanners() {
  const told = useConductor('problems', state => state.problems);
  // In replay a detector and the recording may say the same.
  const problems = told.filter(({ text }, at) => told.findIndex(other => other.text === text) === at);
  const mostShown = most[useFold()];
  const shown = problems
    .toSorted((a, b) => weights.indexOf(b.severity) - weights.indexOf(a.severity))
    .slice(0, mostShown);
  if (shown.length === 0) return null;
  const rest = problems.length - shown.length;
  return (
    <section className="problems" aria-label={words('Problems')}>
      <ul>
        {shown.map(problem => (
          <Banner key={problem.id} problem={problem} />
        ))}
      </ul>
      {rest > 0 && <p className="hint">{words('and {rest} more', { rest })}</p>}
    </section>
  );
}
