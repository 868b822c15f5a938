/** What a pointer state is: a small named thing that takes pointer inputs and answers with the state that follows. */
import type { Commands } from '#conductor/api.ts';
import type { View } from '#model/display.ts';
import { inverse, mapPoint, type Point, type SizePx } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import type { Region } from '#model/region.ts';
import type { Desk, DeskState } from '../../desk.ts';

/** `point` and `touches` in device pixels of the stage. `touches`: every finger, pen or button that is down, in order. */
export type PointerInput = {
  readonly point: Point;
  readonly touches: readonly Point[];
  /** Shift was held when it went down. */
  readonly isShift: boolean;
};

/** What the hand works on, as it is at the moment of an input. `unitPx`: device pixels of one CSS pixel. */
export type Ground = {
  readonly panes: readonly Pane[];
  readonly scene: SizePx;
  readonly view: View;
  readonly unitPx: number;
  /** `reaches` of the hand in use, in device pixels. */
  readonly reachPx: { readonly slack: number; readonly handle: number; readonly corner: number };
  readonly regions: readonly Region[];
  readonly selectedId: string | null;
  readonly desk: Desk;
  readonly deskState: DeskState;
  readonly commands: Commands;
};

/** `idle` and not the state itself, so that no state needs to know the one that knows them all. `undefined` stays. */
export type Next = PointerState | 'idle' | undefined;

/** Each answer is what follows. `confirm` is Enter, `cancel` is Esc or a lost pointer. */
export type PointerState = {
  readonly name: string;
  readonly cursor: string;
  down?(input: PointerInput, ground: Ground): Next;
  move?(input: PointerInput, ground: Ground): Next;
  up?(input: PointerInput, ground: Ground): Next;
  confirm?(ground: Ground): Next;
  cancel?(ground: Ground): Next;
};

/** What touched the picture last. A finger covers what it points at, and trembles in a glove. */
export type HandKind = 'mouse' | 'pen' | 'touch';

/** CSS pixels. `slack`: a press closer than this to where it began was a click and not a drag. `handle`, `corner`: how near one must come. */
export const reaches = {
  mouse: { slack: 4, handle: 16, corner: 12 },
  pen: { slack: 6, handle: 20, corner: 16 },
  touch: { slack: 12, handle: 28, corner: 24 },
} as const satisfies Record<HandKind, { slack: number; handle: number; corner: number }>;

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The scene point under `point`, seen through `pane`. */
export const sceneAt = (pane: Pane, point: Point): Point => mapPoint(inverse(pane.sceneToCanvas), point);
