/** The layout a source announces when all it knows is how many streams there are and how wide the picture is. */
import type { SizePx } from './geometry.ts';
import { type Layout, wholeFrame } from './layout.ts';

/** A picture at least this wide for its height is taken for two pictures beside each other. */
const sideBySideAspect = 2;

const twoCameras: Layout = {
  id: 'two-cameras',
  name: 'Two cameras',
  white: { stream: 'main', rect: wholeFrame },
  nir: { stream: 'second', rect: wholeFrame },
  displayReferred: false,
  source: 'Two streams: white light is the first, NIR the second.',
};

const whiteBesideNir: Layout = {
  id: 'white-nir',
  name: 'White light | NIR',
  white: { stream: 'main', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
  nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 1 } },
  displayReferred: false,
  source: 'Taken from the picture’s shape: at least twice as wide as high.',
};

const nirOnly: Layout = {
  id: 'nir-only',
  name: 'NIR only',
  white: null,
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'Assumed of a single stream; nothing says otherwise.',
};

/** For one picture in colour: whoever coloured it did so before it reached us. */
export const vendorOverlay: Layout = {
  id: 'vendor-overlay',
  name: 'Vendor’s overlay only',
  white: { stream: 'main', rect: wholeFrame },
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: true,
  source: 'Assumed of a single picture in colour: its fluorescence, if any, was blended in before.',
};

/**
 * Two streams: white light and NIR. One stream: NIR only, unless its shape is that of two pictures side by side.
 * `main` is the first stream's frame size, null while unknown. Ids and rectangles are those of `seeds/layouts`.
 */
export function defaultLayout(streams: 1 | 2, main: SizePx | null): Layout {
  if (streams === 2) return twoCameras;
  return main && main.widthPx >= sideBySideAspect * main.heightPx ? whiteBesideNir : nirOnly;
}
