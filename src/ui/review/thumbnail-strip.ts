/**
 * Frames in small along the timeline, on one canvas. Asks for one picture at a time, only for places in view, and keeps the pictures
 * seen last. Holds at most `kept` small pictures; `Thumbnails` disposes of it.
 */

/** A place on the strip: CSS pixels from its left, and the frame that stands there. */
type StripPlace = { readonly xPx: number; readonly widthPx: number; readonly frameIndex: number };

type StripLayout = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly places: readonly StripPlace[];
};

export type ThumbnailStrip = {
  show(layout: StripLayout): void;
  [Symbol.dispose](): void;
};

const kept = 240;

export function createThumbnailStrip(
  canvas: HTMLCanvasElement,
  load: (frameIndex: number, heightPx: number) => Promise<ImageBitmap | null>,
  /** Width over height of the pictures, once the first is there. */
  tellAspect: (aspect: number) => void,
): ThumbnailStrip {
  const context = canvas.getContext('2d');
  /** Null: cannot be read. The order is that of their last use. */
  const pictures = new Map<number, ImageBitmap | null>();
  let layout: StripLayout = { widthPx: 0, heightPx: 0, places: [] };
  let isLoading = false;
  let isOver = false;

  const paint = (): void => {
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(layout.widthPx * ratio), Math.round(layout.heightPx * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context?.clearRect(0, 0, width, height);
    for (const { xPx, widthPx, frameIndex } of layout.places) {
      const picture = pictures.get(frameIndex);
      if (!picture) continue;
      // As much of the picture as its place has room for, from the middle.
      const shown = Math.min(1, (widthPx / layout.heightPx) * (picture.height / picture.width));
      const cut = picture.width * shown;
      context?.drawImage(
        picture,
        (picture.width - cut) / 2,
        0,
        cut,
        picture.height,
        Math.round(xPx * ratio),
        0,
        Math.round(widthPx * ratio) - Math.round(ratio),
        height,
      );
    }
  };

  const forget = (): void => {
    for (const [frameIndex, picture] of pictures) {
      if (pictures.size <= kept) return;
      pictures.delete(frameIndex);
      picture?.close();
    }
  };

  const loadNext = async (): Promise<void> => {
    if (isLoading || isOver) return;
    const wanted = layout.places.find(({ frameIndex }) => !pictures.has(frameIndex));
    if (!wanted) return;
    isLoading = true;
    const isFirst = pictures.size === 0;
    const picture = await load(wanted.frameIndex, Math.round(layout.heightPx * devicePixelRatio));
    isLoading = false;
    if (isOver) {
      picture?.close();
      return;
    }
    pictures.set(wanted.frameIndex, picture);
    forget();
    paint();
    if (picture && isFirst) tellAspect(picture.width / picture.height);
    void loadNext();
  };

  return {
    show(next) {
      layout = next;
      for (const { frameIndex } of next.places) {
        const picture = pictures.get(frameIndex);
        if (picture === undefined) continue;
        pictures.delete(frameIndex);
        pictures.set(frameIndex, picture);
      }
      paint();
      void loadNext();
    },
    [Symbol.dispose]() {
      isOver = true;
      for (const picture of pictures.values()) picture?.close();
      pictures.clear();
    },
  };
}
