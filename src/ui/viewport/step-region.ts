/** Tab on the picture goes from region to region, and past the last one on to the next control. */
import type { House } from '../house.ts';

/** Selects the next region, or the one before. False, with nothing selected, when there is none left that way. */
export function stepRegion({ conductor }: Pick<House, 'conductor'>, isBack: boolean): boolean {
  const { stores, commands } = conductor;
  const { regions, selectedId } = stores.regions.getState();
  const at = regions.findIndex(region => region.id === selectedId);
  const next = at < 0 ? (isBack ? regions.length - 1 : 0) : at + (isBack ? -1 : 1);
  const region = regions[next];
  commands.selectRegion(region?.id ?? null);
  return region !== undefined;
}
