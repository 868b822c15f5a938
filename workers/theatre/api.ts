/** What a theatre display's page may ask of its worker, which draws all that is seen there. */
import type { SizePx } from '#model/geometry.ts';
import type { TheatreState } from '#model/theatre.ts';

/** What only the page knows of the window. */
export type TheatreWindow = {
  readonly size: SizePx;
  /** Device pixels of one CSS pixel. */
  readonly unitPx: number;
  readonly screen: string;
  readonly isVisible: boolean;
  readonly isFullScreen: boolean;
};

/** At most ten times a second, for the page's live region and for tests: what the canvas shows. */
export type TheatreNews = {
  readonly state: TheatreState;
  readonly ageS: number;
  readonly frameNumber: number;
  /** The words over the picture as they stand there; empty: none. */
  readonly said: string;
  /** Names and values of the numbers as they stand there. */
  readonly figures: readonly string[];
};

export type TheatreApi = {
  attach(canvas: OffscreenCanvas): void;
  setWindow(window: TheatreWindow): void;
  /** A console was found: pictures come by `pictures` (`PictureMessage`), facts by `facts` (`FactsMessage`). Replaces those before. */
  connect(ports: { readonly pictures: MessagePort; readonly facts: MessagePort }): void;
  subscribe(listen: (news: TheatreNews) => void): void;
};
