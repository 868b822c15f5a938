/** What the background does with recordings, and the room they take. */
import { ConfirmButton } from '../controls/ConfirmButton.tsx';
import { useCommands, useConductor } from '../house.ts';
import { inBytes } from '../replay/in-words.ts';

/** Less than this free, and making room is offered. */
const littleBytes = 5e9;

export function SessionsRoom() {
  const { thinWhite } = useCommands();
  const { status, backlogBytes, ratio } = useConductor('sessions', state => state.packing);
  const freeBytes = useConductor('library', library => library.freeBytes);
  const words =
    status === 'off'
      ? 'This browser keeps no video exactly, so recordings stay as large as they come.'
      : backlogBytes > 0
        ? `Being packed without loss: ${inBytes(backlogBytes)} to go${ratio === null ? '' : `, to ${Math.round(ratio * 100)} %`}.`
        : 'Everything is packed without loss.';
  return (
    <div className="stack">
      <p className="hint" role="status">
        {words}
      </p>
      {freeBytes !== null && freeBytes < littleBytes && (
        <div className="row">
          <p className="caution">
            {inBytes(freeBytes)} free. Room is made in this order: packing without loss; then, if you say so,
            white light of kept recordings lossy; NIR never.
          </p>
          <ConfirmButton
            label="Keep white light lossy"
            question="White light of kept recordings loses detail for good. Do it?"
            confirmLabel="Make room"
            onConfirm={() => void thinWhite()}
          />
        </div>
      )}
    </div>
  );
}
