/** The picture, the lines over it, and the hand on it. */

import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { defaultView } from '#model/display.ts';
import { words } from '#words/words.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { Loupe } from './Loupe.tsx';
import { NudgePad } from './NudgePad.tsx';
import { createOverlayPainter, type OverlayPainter } from './overlay-painter.ts';
import { holdPicture } from './picture-canvas.ts';
import { stepRegion } from './step-region.ts';
import { usePointer } from './use-pointer.ts';
import { useStageSize } from './use-stage-size.ts';
import { Veil } from './Veil.tsx';
import './viewport.css';
import { useKeysInWords } from '../hands/use-keys-in-words.ts';

/** Of tumour, background, leak and edge. */
function useDrawKeys(): string {
  const keys = [
    useKeysInWords('regions.tumour'),
    useKeysInWords('regions.background'),
    useKeysInWords('regions.leak'),
    useKeysInWords('regions.edge'),
  ];
  return keys.filter(Boolean).join(', ');
}

/** `children` lie over the picture, under nothing. */
export function Viewport({ children }: { readonly children?: ReactNode }) {
  const drawKeys = useDrawKeys();
  const house = useHouse();
  const { commands } = house.conductor;
  const host = useRef<HTMLDivElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const painter = useRef<OverlayPainter>(null);

  useEffect(() => {
    if (!host.current || !overlay.current) return;
    const picture = holdPicture(host.current, house.conductor);
    const created = createOverlayPainter(overlay.current, house);
    painter.current = created;
    return () => {
      painter.current = null;
      created[Symbol.dispose]();
      picture[Symbol.dispose]();
    };
  }, [house]);

  useStageSize(host, painter);
  usePointer(host);

  const cursor = useStore(house.pointer.state, state => state.cursor);
  const isDrawing = useDesk(state => state.tool.kind === 'draw');
  const kind = useConductor('feed', state => state.description?.kind ?? 'none');

  return (
    <div className="viewport" data-feed={kind}>
      <div
        ref={host}
        className="stage"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive: drawing, nudging, cycling by keys.
        tabIndex={0}
        aria-label={words(
          'Picture. {keys}, then Enter, draws a region; arrows move it; Tab goes from region to region.',
          { keys: drawKeys },
        )}
        style={{ cursor: isDrawing ? 'crosshair' : cursor }}
        onKeyDown={event => {
          if (event.key === 'Tab' && stepRegion(house, event.shiftKey)) event.preventDefault();
        }}
        onDoubleClick={() => {
          if (!isDrawing && house.pointer.state.getState().name === 'idle')
            commands.setView({ zoom: 1, centreX: defaultView.centreX, centreY: defaultView.centreY });
        }}
      >
        <canvas ref={overlay} className="overlay" />
      </div>
      <NudgePad />
      <Loupe />
      <Veil />
      {children}
    </div>
  );
}
