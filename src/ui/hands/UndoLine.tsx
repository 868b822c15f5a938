/** What was deleted last, and the way back, for as long as there is one. Stands in the open sheet, or else over the picture's foot. */
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { useHouse } from '../house.ts';
import { undoDeletion } from './undo.ts';
import { useKeysInWords } from './use-keys-in-words.ts';
import './hands.css';

export function UndoLine() {
  const house = useHouse();
  const newest = useStore(house.hands.bin.store, state => state.waiting.at(-1));
  const keys = useKeysInWords('regions.undo');
  return (
    <div className="undo-place" role="status">
      {newest && (
        <p key={newest.number} className="undo-line">
          <span>{newest.said}</span>
          <button type="button" onClick={() => undoDeletion(house)}>
            {words('Undo')}{' '}
            <span className="key" aria-hidden="true">
              {keys}
            </span>
          </button>
        </p>
      )}
    </div>
  );
}
