/** What the review room's components reach: the conductor's part of it, and what only the screen knows of it. */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ReviewCommands, ReviewHouse, ReviewState } from '#conductor/review-api.ts';
import type { TimeWindow } from './time-window.ts';

/** Kinds of curves; each has a plot of its own. */
export const laneKinds = ['tbr', 'cnr', 'light'] as const;
export type LaneKind = (typeof laneKinds)[number];

export type ReviewView = {
  /** The timeline stands under the picture. */
  readonly timelineOpen: boolean;
  /** The panel for measuring again stands where the numbers stand. */
  readonly panelOpen: boolean;
  /** The list of marks is shown. */
  readonly marksOpen: boolean;
  readonly lanes: readonly LaneKind[];
  /** What the timeline shows; null: all of it. */
  readonly window: TimeWindow | null;
  /** Where the wipe stands: the share of the picture, from the left, that is A. */
  readonly wipeShare: number;
};

export type ReviewRoom = ReviewHouse & { readonly view: StoreApi<ReviewView> };

/** Built once, beside the house. */
export function createReviewRoom({ store, commands }: ReviewHouse): ReviewRoom {
  const view = createStore<ReviewView>(() => ({
    timelineOpen: true,
    panelOpen: false,
    marksOpen: false,
    lanes: ['tbr'],
    window: null,
    wipeShare: 0.5,
  }));
  // What was zoomed into belongs to its session.
  store.subscribe((now, before) => {
    if (now.index?.sessionId !== before.index?.sessionId) view.setState({ window: null, marksOpen: false });
  });
  return { store, commands, view };
}

export const ReviewContext = createContext<ReviewRoom | null>(null);

/** Null outside a review room: what can do without one asks here. */
export const useReviewRoomOrNone = (): ReviewRoom | null => use(ReviewContext);

/** Throws an `Error` outside `ReviewContext`. */
export function useReviewRoom(): ReviewRoom {
  const room = use(ReviewContext);
  if (!room) throw new Error('useReviewRoom must be called inside ReviewContext.');
  return room;
}

export const useReviewCommands = (): ReviewCommands => useReviewRoom().commands;

/** Reads the conductor's part; select narrowly. */
export function useReview<Selected>(select: (state: ReviewState) => Selected): Selected {
  return useStore(useReviewRoom().store, select);
}

/** Reads the screen's part. */
export function useReviewView<Selected>(select: (view: ReviewView) => Selected): Selected {
  return useStore(useReviewRoom().view, select);
}
