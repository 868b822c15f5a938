/** What the compositor is told besides codes. */
import type { StreamFormats } from '#model/feed.ts';
import type { FieldShelf } from '#model/field-correction.ts';
import type { Scene } from './api.ts';
import type { BandsShown } from './compositor-bands.ts';

/** Everything besides the codes that decides what is drawn. */
export type DrawState = {
  readonly scene: Scene;
  readonly formats: StreamFormats;
  /** What the scene's profile refers to. */
  readonly fields: Pick<FieldShelf, 'find'>;
  /** Iso-lines stand at threshold × this, in linear light; null: none. */
  readonly backgroundLinear: number | null;
  /** Bands outward from the signal; left out: none. */
  readonly bands?: BandsShown | null;
  /** NO SIGNAL: the picture darkened and hatched, no overlay. */
  readonly veil: boolean;
  /** Numbers and overlay withheld, or hidden by the user's key: only tissue is shown. */
  readonly hideOverlay: boolean;
};
