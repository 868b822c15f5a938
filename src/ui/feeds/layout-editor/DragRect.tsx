/** A channel's rectangle, or a black place, over the picture: the hand carries it, its corners pull it. */
import { type PointerEvent, useState } from 'react';
import type { Point } from '#model/geometry.ts';
import type { RectShare } from '#model/layout.ts';
import { type Corner, carried, corners, pulled } from './rect-share.ts';

type Hold = { readonly corner: Corner | null; readonly from: Point; readonly rect: RectShare };

const inPercent = (share: number): string => `${(share * 100).toFixed(3)}%`;

export function DragRect({
  name,
  channel,
  rect,
  onChange,
}: {
  readonly name: string;
  readonly channel: 'white' | 'nir' | 'blank';
  readonly rect: RectShare;
  readonly onChange: (rect: RectShare) => void;
}) {
  const [hold, setHold] = useState<Hold | null>(null);
  /** The pointer as shares of the frame, whose box is the parent's. */
  const shareAt = (event: PointerEvent<HTMLElement>): Point => {
    const frame = event.currentTarget.closest('.layout-frame')?.getBoundingClientRect();
    if (!frame) return { x: 0, y: 0 };
    return { x: (event.clientX - frame.left) / frame.width, y: (event.clientY - frame.top) / frame.height };
  };
  const take = (corner: Corner | null) => (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    if (event.isTrusted) event.currentTarget.setPointerCapture(event.pointerId);
    setHold({ corner, from: shareAt(event), rect });
  };
  const follow = (event: PointerEvent<HTMLElement>) => {
    if (!hold) return;
    const to = shareAt(event);
    if (hold.corner) onChange(pulled(hold.rect, hold.corner, to));
    else onChange(carried(hold.rect, { x: to.x - hold.from.x, y: to.y - hold.from.y }));
  };
  const hands = {
    onPointerMove: follow,
    onPointerUp: () => setHold(null),
    onPointerCancel: () => setHold(null),
  };
  return (
    <div
      className={`drag-rect ${channel}`}
      style={{
        left: inPercent(rect.x),
        top: inPercent(rect.y),
        width: inPercent(rect.width),
        height: inPercent(rect.height),
      }}
      onPointerDown={take(null)}
      {...hands}
    >
      <span className="drag-name">{name}</span>
      {corners.map(corner => (
        <span key={corner} className={`drag-corner ${corner}`} onPointerDown={take(corner)} {...hands} />
      ))}
    </div>
  );
}
