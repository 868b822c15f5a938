/** How far an export, import or check is; stops it. */
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';

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
      </label>
      <button type="button" onClick={() => cancelTask()}>
        {words('Stop')}
      </button>
    </div>
  );
}
