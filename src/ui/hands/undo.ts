/** Deleting at once with a way back, and the one key that takes back what was done last. */
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { type House, useHouse } from '../house.ts';

/** The regions as their own undo would find them; where they follow the tissue, without their places. */
function regionsMark({ conductor }: House): string {
  const { regions } = conductor.stores.regions.getState();
  const { isFollowing } = conductor.stores.analysis.getState();
  return JSON.stringify(isFollowing ? regions.map(({ id, tissue }) => [id, tissue]) : regions);
}

/** Deletes now from what is shown, in ten seconds from the disk. `names`: what the lists leave out, `still 2026…`. */
export function deleteWithUndo(
  house: House,
  names: readonly string[],
  act: {
    readonly said: string;
    readonly doIt: () => Promise<void>;
    readonly bringBack?: () => void;
  },
): void {
  const { doIt, ...told } = act;
  house.hands.bin.remove({ hidden: names, mark: regionsMark(house), ...told }, doIt);
}

/** Takes back the newest deletion, and says so. */
export function undoDeletion({ hands, desk }: House): boolean {
  const isUndone = hands.bin.undo();
  if (isUndone) desk.say(words('Not deleted.'));
  return isUndone;
}

/** What was done last: a deletion that still can be taken back, or a change of the regions. In an open sheet, deletions only. */
export function undoLast(house: House): void {
  const newest = house.hands.bin.store.getState().waiting.at(-1);
  const isInSheet = house.desk.store.getState().sheet !== null;
  if (newest && (isInSheet || newest.mark === regionsMark(house))) undoDeletion(house);
  else if (!isInSheet) house.conductor.commands.undo();
}

/** Whether something waits to be deleted and is not to be listed: `isHidden('still 2026…')`. */
export function useHidden(): (name: string) => boolean {
  const waiting = useStore(useHouse().hands.bin.store, state => state.waiting);
  return name => waiting.some(({ hidden }) => hidden.includes(name));
}
