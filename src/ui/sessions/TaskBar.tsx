/** How far an export, import or check is; stops it. And what went wrong with one: the messages at the foot lie behind the sheet. */
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { Banner } from '../problems/ProblemBanners.tsx';

/** What is pressed in the list of sessions reports under these names (`conductor/sessions.ts`). */
const taskProblems: readonly string[] = ['session', 'session-task', 'session-thin', 'session-still'];

/** Beside what was pressed. */
export function TaskProblems() {
  const problems = useConductor('problems', state => state.problems).filter(({ id }) =>
    taskProblems.includes(id),
  );
  if (problems.length === 0) return null;
  return (
    <ul className="stack">
      {problems.map(problem => (
        <Banner key={problem.id} problem={problem} />
      ))}
    </ul>
  );
}

export function TaskBar() {
  const { cancelTask } = useCommands();
  const task = useConductor('sessions', state => state.task);
  if (!task) return null;
  const percent = Math.floor(task.share * 100);
  return (
    <div className="row task">
      <label className="field">
        <span>
          {words(task.words)}: {percent} %
        </span>
        <progress max={1} value={task.share} />
        {task.givesWay && (
          <small>{words('The live picture comes first. Once its source is closed this goes faster.')}</small>
        )}
      </label>
      <button type="button" onClick={() => cancelTask()}>
        {words('Stop')}
      </button>
    </div>
  );
}
