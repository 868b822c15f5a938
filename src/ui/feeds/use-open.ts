/** Closes the sheet and opens a source: what goes wrong is said over the picture, as a problem with Retry. */
import type { Commands } from '#conductor/api.ts';
import { useHouse } from '../house.ts';

export function useOpen(): (open: (commands: Commands) => Promise<void>) => void {
  const { conductor, desk } = useHouse();
  return open => {
    desk.close();
    desk.store.setState({ startPage: false });
    void open(conductor.commands);
  };
}
