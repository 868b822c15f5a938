/** How far an export, import or check is; stops it. */
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
          {task.words}: {percent} %
        </span>
        <progress max={1} value={task.share} />
      </label>
      <button type="button" onClick={() => cancelTask()}>
        Stop
      </button>
    </div>
  );
}
