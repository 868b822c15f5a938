/** From a layout to the rectangles under the hand, and back. */
import type { Channel, Layout, RectShare } from '#model/layout.ts';
import type { LayoutDraft } from '../../desk.ts';

/** Where a channel starts when it is switched on. */
export const usualRects = {
  white: { x: 0, y: 0, width: 0.5, height: 1 },
  nir: { x: 0.5, y: 0, width: 0.5, height: 1 },
} as const satisfies Record<'white' | 'nir', RectShare>;

const rectOf = (channel: Channel | null, usual: RectShare): RectShare | null =>
  channel === null ? null : channel.stream === 'main' ? channel.rect : usual;

/** What the hand starts with: the layout in use, as far as it lies in the first stream. */
export const draftOf = (layout: Layout | null): LayoutDraft => ({
  white: layout ? rectOf(layout.white, usualRects.white) : usualRects.white,
  nir: layout ? rectOf(layout.nir, usualRects.nir) : usualRects.nir,
  displayReferred: layout?.displayReferred ?? false,
  name: '',
});

/** The layout as drawn; null while neither channel is there. */
export function layoutOf({ white, nir, displayReferred, name }: LayoutDraft): Layout | null {
  if (!white && !nir) return null;
  const trimmed = name.trim();
  return {
    id: `own-${trimmed.toLowerCase().replace(/\W+/g, '-') || 'unnamed'}`,
    name: trimmed || 'Own layout',
    white: white && { stream: 'main', rect: white },
    nir: nir && { stream: 'main', rect: nir },
    displayReferred,
    source: 'Drawn on the picture.',
  };
}
