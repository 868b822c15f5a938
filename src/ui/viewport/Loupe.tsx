/**
 * What a fingertip covers while it draws, seen beside it: picture and lines about the finger, twice as large, with a cross where
 * it points. Off the finger: above it, or below where there is no room.
 */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useHouse } from '../house.ts';

const sizePx = 152;
/** From the finger's middle to the loupe's: a gloved fingertip is 20 mm wide, 76 CSS pixels. */
const awayPx = 132;
const enlarged = 2;

const isShaping = (name: string): boolean => name.startsWith('drawing-') || name === 'resizing';

export function Loupe() {
  const { pointer, stage } = useHouse();
  const canvas = useRef<HTMLCanvasElement>(null);
  const at = useStore(pointer.hand, hand => (hand.kind === 'touch' ? hand.at : null));
  const shapes = useStore(pointer.state, state => isShaping(state.name));
  const isShown = at !== null && shapes;
  useEffect(() => {
    if (!isShown) return;
    let asked = 0;
    const draw = () => {
      asked = requestAnimationFrame(draw);
      const { at: now } = pointer.hand.getState();
      const context = canvas.current?.getContext('2d');
      const host = canvas.current?.closest('.viewport')?.querySelector('.stage');
      if (!context || !host || !now || !canvas.current) return;
      canvas.current.width = Math.round(sizePx * stage.unitPx);
      canvas.current.height = canvas.current.width;
      for (const layer of host.querySelectorAll('canvas')) {
        const [sx, sy] = [layer.width / stage.size.widthPx, layer.height / stage.size.heightPx];
        const span = canvas.current.width / enlarged;
        context.drawImage(
          layer,
          (now.x - span / 2) * sx,
          (now.y - span / 2) * sy,
          span * sx,
          span * sy,
          0,
          0,
          canvas.current.width,
          canvas.current.height,
        );
      }
      paintCross(context, canvas.current.width, stage.unitPx);
    };
    draw();
    return () => cancelAnimationFrame(asked);
  }, [isShown, pointer, stage]);
  if (!isShown) return null;
  const x = at.x / stage.unitPx;
  const y = at.y / stage.unitPx;
  const widthPx = stage.size.widthPx / stage.unitPx;
  const isAbove = y - awayPx - sizePx / 2 >= 0;
  const heightPx = stage.size.heightPx / stage.unitPx;
  const isBeside = !isAbove && y + awayPx + sizePx / 2 > heightPx;
  const side = x < widthPx / 2 ? awayPx : -awayPx;
  const top = isBeside ? heightPx / 2 : y + (isAbove ? -awayPx : awayPx);
  const kept = (value: number, most: number) => Math.min(Math.max(value, 0), Math.max(0, most - sizePx));
  return (
    <div
      className="loupe"
      aria-hidden="true"
      style={{
        left: kept((isBeside ? x + side : x) - sizePx / 2, widthPx),
        top: kept(top - sizePx / 2, heightPx),
        width: sizePx,
        height: sizePx,
      }}
    >
      <canvas ref={canvas} />
    </div>
  );
}

function paintCross(context: CanvasRenderingContext2D, side: number, unitPx: number): void {
  const middle = side / 2;
  for (const [colour, width] of [
    ['#06080a', 4],
    ['#ffffff', 1.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width * unitPx;
    context.beginPath();
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      context.moveTo(middle + dx * 5 * unitPx, middle + dy * 5 * unitPx);
      context.lineTo(middle + dx * 14 * unitPx, middle + dy * 14 * unitPx);
    }
    context.stroke();
  }
}
