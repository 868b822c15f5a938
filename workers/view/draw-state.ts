/** What the compositor is told besides codes. */
import type { StreamFormats } from '#model/feed.ts';
import type { Field } from '#model/field.ts';
import type { Scene } from './api.ts';

/** Everything besides the codes that decides what is drawn. */
export type DrawState = {
  readonly scene: Scene;
  readonly formats: StreamFormats;
  /** Among them those that the scene's profile names. */
  readonly fields: readonly Field[];
  /** Iso-lines stand at threshold × this, in linear light; null: none. */
  readonly backgroundLinear: number | null;
  /** NO SIGNAL: the picture darkened and hatched, no overlay. */
  readonly veil: boolean;
  /** Numbers and overlay withheld, or hidden by the user's key: only tissue is shown. */
  readonly hideOverlay: boolean;
};
