/** A layout as a small drawing of the delivered frame. */
import type { Layout } from '#model/layout.ts';

export function LayoutDrawing({ layout }: { readonly layout: Layout }) {
  return (
    <svg className="layout-drawing" viewBox="0 0 96 54" aria-hidden="true">
      {(['white', 'nir'] as const).map(channel => {
        const rect = layout[channel]?.rect;
        if (!rect) return null;
        return (
          <rect
            key={channel}
            className={channel}
            x={rect.x * 96 + 1}
            y={rect.y * 54 + 1}
            width={Math.max(0, rect.width * 96 - 2)}
            height={Math.max(0, rect.height * 54 - 2)}
          />
        );
      })}
    </svg>
  );
}
