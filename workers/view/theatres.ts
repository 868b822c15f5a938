/**
 * The view worker's ends of the ports to theatre displays. One picture is under way to each at most: what a display has no room for is not
 * drawn. Displays that show the same at the same size share one drawing.
 */
import type { Display, View } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';
import type { PictureState } from '#model/liveness.ts';
import { pictureSize } from '#model/picture-size.ts';
import type { PictureMessage, PictureRequest } from '../ports.ts';

/** What a display shows instead of the scene's own. */
export type TheatreShown = { readonly mode: Display['mode'] | null; readonly view: View | null };

type Theatre = {
  readonly port: MessagePort;
  shown: TheatreShown;
  /** Room for a picture of this size; null: one is under way. */
  room: SizePx | null;
  /** What it has: the same drawing with the same order is not sent twice. */
  given: string;
};

/** What is drawn for one display or several. */
export type TheatreOrder = {
  readonly display: Display;
  readonly view: View;
  readonly canvas: SizePx;
};

/** The frame that a picture is of. `ageS` now. */
export type PictureFacts = {
  /** Counts what was drawn on the canvas: as long as it is the same, so is the picture. */
  readonly drawing: number;
  readonly frameNumber: number;
  readonly arrivedS: number;
  readonly scene: SizePx;
  readonly state: PictureState;
};

export type Theatres = {
  connect(id: string, port: MessagePort): void;
  set(id: string, shown: TheatreShown): void;
  disconnect(id: string): void;
  /** Some display has room for a picture. */
  isAwaited(): boolean;
  /** Draws the frame that is on the canvas for all displays that have room, by `draw`; null from it: nothing could be drawn. */
  serve(
    own: Pick<TheatreOrder, 'display' | 'view'>,
    facts: PictureFacts,
    draw: (order: TheatreOrder) => Promise<ImageBitmap | null>,
  ): Promise<void>;
  /** The state of the picture, ten times a second. */
  tick(told: { state: PictureState; ageS: number; frameNumber: number }): void;
  [Symbol.dispose](): void;
};

const nothingElse: TheatreShown = { mode: null, view: null };

/** `roomCame`: a display can take a picture, which no frame may bring soon. */
export function createTheatres(clockS: () => number, roomCame: () => void): Theatres {
  const theatres = new Map<string, Theatre>();

  const orderOf = (
    { shown, room }: Theatre,
    own: Pick<TheatreOrder, 'display' | 'view'>,
    scene: SizePx,
  ): TheatreOrder | null => {
    if (!room) return null;
    const display = shown.mode === null ? own.display : { ...own.display, mode: shown.mode };
    const view = shown.view ?? own.view;
    return { display, view, canvas: pictureSize(room, { scene, mode: display.mode, view }) };
  };

  const send = (theatre: Theatre, bitmap: ImageBitmap, order: TheatreOrder, facts: PictureFacts): void => {
    const { frameNumber, scene, state, arrivedS } = facts;
    const message: PictureMessage = {
      type: 'picture',
      bitmap,
      frameNumber,
      arrivedS,
      ageS: clockS() - arrivedS,
      display: order.display,
      view: order.view,
      scene,
      state,
    };
    theatre.port.postMessage(message, [bitmap]);
  };

  const disconnect = (id: string): void => {
    theatres.get(id)?.port.close();
    theatres.delete(id);
  };

  return {
    connect(id, port) {
      disconnect(id);
      const theatre: Theatre = { port, shown: nothingElse, room: null, given: '' };
      port.onmessage = ({ data }: MessageEvent<PictureRequest>) => {
        theatre.room = data.canvas;
        roomCame();
      };
      theatres.set(id, theatre);
    },
    set(id, shown) {
      const theatre = theatres.get(id);
      if (theatre) theatre.shown = shown;
      roomCame();
    },
    disconnect,
    isAwaited: () => [...theatres.values()].some(({ room }) => room !== null),
    async serve(own, facts, draw) {
      const orders = new Map<
        string,
        { order: TheatreOrder; waiting: { theatre: Theatre; room: SizePx }[] }
      >();
      for (const theatre of theatres.values()) {
        const order = orderOf(theatre, own, facts.scene);
        const { room } = theatre;
        if (!order || !room) continue;
        const key = JSON.stringify(order);
        const given = `${facts.drawing} ${key}`;
        if (theatre.given === given) continue;
        theatre.room = null;
        theatre.given = given;
        const known = orders.get(key) ?? { order, waiting: [] };
        known.waiting.push({ theatre, room });
        orders.set(key, known);
      }
      const failures: unknown[] = [];
      for (const { order, waiting } of orders.values()) {
        const bitmap = await draw(order).catch((error: unknown) => {
          failures.push(error);
          return null;
        });
        for (const [index, { theatre, room }] of waiting.entries()) {
          // A display asks once for each picture: one that never comes must not be the last.
          if (!bitmap) {
            theatre.room = room;
            theatre.given = '';
          }
          // Each receiver owns its picture.
          else
            send(
              theatre,
              index < waiting.length - 1 ? await createImageBitmap(bitmap) : bitmap,
              order,
              facts,
            );
        }
      }
      if (failures.length > 0) throw failures[0];
    },
    tick(told) {
      const message: PictureMessage = { type: 'tick', ...told };
      for (const { port } of theatres.values()) port.postMessage(message);
    },
    [Symbol.dispose]() {
      for (const id of [...theatres.keys()]) disconnect(id);
    },
  };
}
