/** Where white light and NIR lie in what a feed delivers. */

import { compose, type Homography, type Rect, resizing, type SizePx } from './geometry.ts';
import type { Channel, Layout, RectShare } from './layout-schema.ts';

export type { Channel, Layout, RectShare };

export const wholeFrame: RectShare = { x: 0, y: 0, width: 1, height: 1 };

/**
 * Whole pixels of a channel in a frame, at least two each way where the frame has two. Edges fall on even pixels, where 4:2:0
 * chroma samples begin, or on the frame's own end.
 */
export function rectShareToPx(rect: RectShare, frame: SizePx): Rect {
  const across = edgesPx(rect.x, rect.x + rect.width, frame.widthPx);
  const down = edgesPx(rect.y, rect.y + rect.height, frame.heightPx);
  return { x: across.from, y: down.from, width: across.to - across.from, height: down.to - down.from };
}

function edgesPx(fromShare: number, toShare: number, limitPx: number): { from: number; to: number } {
  const even = (share: number) => Math.round((share * limitPx) / 2) * 2;
  const lastEven = limitPx - 1 - ((limitPx - 1) % 2);
  const from = Math.min(lastEven, even(fromShare));
  const to = toShare >= 0.999999 ? limitPx : Math.min(limitPx, Math.max(from + 2, even(toShare)));
  return { from, to };
}

/** The sizes of the frames a feed delivers now; `second` only for two-camera feeds. */
export type StreamSizes = { readonly main: SizePx; readonly second?: SizePx };

/** A channel in whole pixels of its own stream's frame, or null when the channel or its stream is not there. */
export function channelRectPx(channel: Channel | null, sizes: StreamSizes): Rect | null {
  const size = channel && sizes[channel.stream];
  return size ? rectShareToPx(channel.rect, size) : null;
}

/** The scene's size: white light's where there is white light, otherwise NIR's. Null when neither stream is there. */
export function sceneSize(layout: Layout, sizes: StreamSizes): SizePx | null {
  const rect = channelRectPx(layout.white, sizes) ?? channelRectPx(layout.nir, sizes);
  return rect && { widthPx: rect.width, heightPx: rect.height };
}

/**
 * Scene pixels to sensor pixels: the two channels' sizes, then `registration` (scene to scene, identity when the
 * optics share one axis). Null when the layout has no NIR.
 */
export function sceneToSensor(
  layout: Layout,
  sizes: StreamSizes,
  registration: Homography,
): Homography | null {
  const scene = sceneSize(layout, sizes);
  const nir = channelRectPx(layout.nir, sizes);
  if (!scene || !nir) return null;
  return compose(resizing(scene, { widthPx: nir.width, heightPx: nir.height }), registration);
}
