/** What every component may reach: the conductor, the seeds, the desk and the watched picture. Made once, in `App`. */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Conductor } from '#conductor/api.ts';
import type { Readable } from '#conductor/readable.ts';
import { createDesk, type Desk, type DeskState } from './desk.ts';
import { createHands, type Hands } from './hands/hands.ts';
import { createReviewRoom, type ReviewRoom } from './review/review-room.ts';
import type { Seeds } from './seeds.ts';
import { createPictureWatch, type PictureWatch, type WatchedPicture } from './viewport/picture-watch.ts';
import { createPointer, type Pointer } from './viewport/pointer/pointer.ts';
import { createStage, type Stage } from './viewport/stage.ts';
import { createTour, type Tour } from './welcome/tour.ts';
import { tourPhantom } from './welcome/tour-steps.ts';

export type House = {
  readonly conductor: Conductor;
  readonly seeds: Seeds;
  readonly desk: Desk;
  readonly picture: PictureWatch;
  readonly stage: Stage;
  readonly pointer: Pointer;
  readonly review: ReviewRoom;
  readonly hands: Hands;
  readonly tour: Tour;
};

/** Builds the screen's own state round a conductor. Nothing runs yet: `App` starts the picture's watch. */
export function createHouse(conductor: Conductor, seeds: Seeds): House {
  const desk = createDesk();
  const stage = createStage();
  const picture = createPictureWatch(conductor.stores);
  const pointer = createPointer({ conductor, desk, stage });
  const review = createReviewRoom({ store: conductor.stores.review, commands: conductor.commands.review });
  const phantom = seeds.phantoms.find(({ id }) => id === tourPhantom) ?? null;
  const tour = createTour({ conductor, desk, phantom });
  return { conductor, seeds, desk, picture, stage, pointer, review, hands: createHands(desk), tour };
}

export const HouseContext = createContext<House | null>(null);

/** The house that `App` built; throws an `Error` outside `App`. */
export function useHouse(): House {
  const house = use(HouseContext);
  if (!house) throw new Error('useHouse must be called inside App.');
  return house;
}

type ConductorStores = Conductor['stores'];
type StateOf<Name extends keyof ConductorStores> = ReturnType<ConductorStores[Name]['getState']>;

/** Reads one of the conductor's stores; select narrowly, because each change of what is selected renders. */
export function useConductor<Name extends keyof ConductorStores, Selected>(
  name: Name,
  select: (state: StateOf<Name>) => Selected,
): Selected {
  const stores: { readonly [N in keyof ConductorStores]: Readable<StateOf<N>> } = useHouse().conductor.stores;
  const store: Readable<StateOf<Name>> = stores[name];
  return useStore<Readable<StateOf<Name>>, Selected>(store, select);
}

/** The commands; their identity never changes. */
export const useCommands = () => useHouse().conductor.commands;

/** Reads the desk: tool, draft, open sheet. */
export function useDesk<Selected>(select: (state: DeskState) => Selected): Selected {
  return useStore(useHouse().desk.store, select);
}

/** Reads the watched picture: the worker's word, corrected by the page's own clock. */
export function usePicture<Selected>(select: (picture: WatchedPicture) => Selected): Selected {
  return useStore(useHouse().picture.store, select);
}
