/** What a theatre display's page may ask of its worker, which draws all that is seen there. */
import type { SizePx } from '#model/geometry.ts';
import type { TheatreState } from '#model/theatre.ts';

/** What only the page knows of the window. */
export type TheatreWindow = {
  /** Device pixels of the canvas. */
  readonly size: SizePx;
  readonly screen: string;
  readonly isVisible: boolean;
  readonly isFullScreen: boolean;
  /** The person asked for less motion: no word blinks. */
  readonly isSteady: boolean;
};

/** Ten times a second, for the page's live regions and for tests: what the canvas shows. */
export type TheatreNews = {
  readonly state: TheatreState;
  /** `stop`: must not be trusted, and is spoken at once. */
  readonly isStop: boolean;
  /** Of the picture; 0 where there is none. */
  readonly ageS: number;
  readonly frameNumber: number;
  /** The words over the picture, without its age, which is never spoken; empty: none. */
  readonly said: string;
  /** Names and values of the numbers as they stand there. */
  readonly figures: readonly string[];
  /** The display check's pattern stands where the picture stands. */
  readonly showsPattern: boolean;
  /** BCP 47 tag of the words on the canvas. */
  readonly language: string;
};

export type TheatreApi = {
  attach(canvas: OffscreenCanvas): void;
  setWindow(window: TheatreWindow): void;
  /** A console was found: pictures come by `pictures` (`PictureMessage`), facts by `facts` (`FactsMessage`). Replaces those before. */
  connect(ports: { readonly pictures: MessagePort; readonly facts: MessagePort }): void;
  subscribe(listen: (news: TheatreNews) => void): void;
};
