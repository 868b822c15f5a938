/** What the background does with recordings, and the room they take. */
import { words } from '#words/words.ts';
import { deleteWithUndo, useHidden } from '../hands/undo.ts';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { inBytes } from '../replay/in-words.ts';

/** Less than this free, and making room is offered. */
const littleBytes = 5e9;

/** What waits before white light is thinned. */
const thinning = 'white light';

export function SessionsRoom() {
  const house = useHouse();
  const isThinning = useHidden()(thinning);
  const { thinWhite } = useCommands();
  const { status, backlogBytes, ratio } = useConductor('sessions', state => state.packing);
  const freeBytes = useConductor('library', library => library.freeBytes);
  const left = inBytes(backlogBytes);
  const told =
    status === 'off'
      ? words('This browser keeps no video exactly, so recordings stay as large as they come.')
      : backlogBytes === 0
        ? words('Everything is packed without loss.')
        : ratio === null
          ? words('Being packed without loss: {left} to go.', { left })
          : words('Being packed without loss: {left} to go, to {percent} %.', {
              left,
              percent: Math.round(ratio * 100),
            });
  return (
    <div className="stack">
      <p className="hint" role="status">
        {told}
      </p>
      {freeBytes !== null && freeBytes < littleBytes && (
        <div className="row">
          <p className="caution">
            {words(
              '{freeBytes} free. Room is made in this order: packing without loss; then, if you say so, white light of kept recordings lossy; NIR never.',
              { freeBytes: inBytes(freeBytes) },
            )}
          </p>
          <button
            type="button"
            disabled={isThinning}
            onClick={() =>
              deleteWithUndo(house, [thinning], {
                said: words('White light of kept recordings is about to lose detail for good.'),
                doIt: thinWhite,
              })
            }
          >
            {words('Keep white light lossy')}
          </button>
        </div>
      )}
    </div>
  );
}
