/** Simulated theatre cameras: the true light is known, so they show what the numbers are worth. */
import { words } from '#words/words.ts';
import { useHouse } from '../house.ts';
import { Practise } from './practise/Practise.tsx';
import { useOpen } from './use-open.ts';

export function PhantomList() {
  const { seeds } = useHouse();
  const open = useOpen();
  return (
    <>
      <Practise />
      <ul className="choices">
        {seeds.phantoms.map(({ id, title, source, widthPx, heightPx, fps }) => (
          <li key={id}>
            <button
              type="button"
              className="choice"
              onClick={() => open(commands => commands.openPhantom(id))}
            >
              <strong>{words(title)}</strong>
              <span className="soft">
                {widthPx}×{heightPx} · {fps} fps
              </span>
              <span className="hint">{words(source)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
