/** All keys, from the table that binds them. */
import { Sheet } from '../controls/Sheet.tsx';
import { replayBindings } from '../replay/replay-keys.ts';
import { bindings } from './bindings.ts';
import './keys.css';

const all = [...bindings, ...replayBindings(({ review }) => review)];
const groups = Object.entries(Object.groupBy(all, binding => binding.group));

export function KeysSheet() {
  return (
    <Sheet title="All keys" wide>
      <p className="hint">
        Foot pedals that act as a keyboard work alike. Tab goes through the controls, Enter presses them.
      </p>
      <div className="keys">
        {groups.map(([group, ofGroup]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {ofGroup?.map(({ shown, does }) => (
                <div key={shown}>
                  <dt>
                    <kbd>{shown}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}
