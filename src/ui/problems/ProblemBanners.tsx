/** What is wrong now: what happened, what to do, and Retry where trying again can help. */
import type { Problem } from '#model/problem.ts';
import { useCommands, useConductor } from '../house.ts';
import './problems.css';

/** More than this many would hide the picture; the rest is counted. */
const mostShown = 3;

/** Trying again means opening the source again: for sources, and where the tip says so. */
const canRetry = ({ id, tip }: Problem): boolean => id === 'source' || tip.includes('Retry');

function Banner({ problem }: { readonly problem: Problem }) {
  const commands = useCommands();
  return (
    <li className={`problem ${problem.severity}`}>
      <p role={problem.severity === 'stop' ? 'alert' : 'status'}>
        <strong>{problem.text}</strong> {problem.tip}
      </p>
      {canRetry(problem) && (
        <button type="button" onClick={() => void commands.retry()}>
          Retry
        </button>
      )}
      <button
        type="button"
        aria-label={`Dismiss: ${problem.text}`}
        onClick={() => commands.dismissProblem(problem.id)}
      >
        Dismiss
      </button>
    </li>
  );
}

export function ProblemBanners() {
  const problems = useConductor('problems', state => state.problems);
  if (problems.length === 0) return null;
  const worstFirst = problems.toSorted(
    (a, b) => Number(b.severity === 'stop') - Number(a.severity === 'stop'),
  );
  const rest = problems.length - mostShown;
  return (
    <section className="problems-place" aria-label="Problems">
      <div className="problems">
        <ul>
          {worstFirst.slice(0, mostShown).map(problem => (
            <Banner key={problem.id} problem={problem} />
          ))}
        </ul>
        {rest > 0 && <p className="hint">and {rest} more</p>}
      </div>
    </section>
  );
}
