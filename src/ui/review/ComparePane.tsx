/**
 * A over the picture shown now, up to a line that can be moved: by hand, or by the arrows. Lies in the viewport, above the overlay.
 * Where A stands beside (`CompareSide`), only the words of what is shown now are here.
 */

import { useRef } from 'react';
import { words } from '#words/words.ts';
import { PinnedPicture } from './PinnedPicture.tsx';
import { NowWords, PinnedWords, ScaleWords } from './PinnedWords.tsx';
import { useReview, useReviewRoom, useReviewView } from './review-room.ts';
import './compare.css';

/** Of the picture's width, by one press of an arrow; ten times as much with Shift. */
const keyStep = 0.01;

export function ComparePane() {
  const pinned = useReview(state => state.pinned);
  const mode = useReview(state => state.compare);
  const { view } = useReviewRoom();
  const share = useReviewView(state => state.wipeShare);
  const pane = useRef<HTMLDivElement>(null);
  if (!pinned || mode === 'off') return null;
  if (mode === 'side')
    return (
      <div className="compare-pane">
        <NowWords />
      </div>
    );
  const move = (to: number) => view.setState({ wipeShare: Math.min(1, Math.max(0, to)) });
  const percent = Math.round(share * 100);
  const drag = (event: React.PointerEvent) => {
    const box = pane.current?.getBoundingClientRect();
    if (box && event.currentTarget.hasPointerCapture(event.pointerId))
      move((event.clientX - box.left) / box.width);
  };
  const byKey = (event: React.KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -keyStep,
      ArrowDown: -keyStep,
      ArrowRight: keyStep,
      ArrowUp: keyStep,
    };
    const step = steps[event.key];
    if (step !== undefined) move(share + step * (event.shiftKey ? 10 : 1));
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(1);
    else return;
    event.preventDefault();
  };
  return (
    <section ref={pane} className="compare-pane" aria-label={words('A and now, by a wipe')}>
      <div className="compare-clip" style={{ clipPath: `inset(0 ${100 - share * 100}% 0 0)` }}>
        <PinnedPicture pinned={pinned} />
      </div>
      <PinnedWords pinned={pinned} />
      <NowWords />
      <ScaleWords pinned={pinned} />
      <div
        className="wipe-handle"
        style={{ left: `${share * 100}%` }}
        role="slider"
        tabIndex={0}
        aria-label={words('Wipe: how much of A is shown')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${percent} % A`}
        onKeyDown={byKey}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      >
        <svg viewBox="0 0 48 48" aria-hidden="true">
          <path d="M18 15l-9 9 9 9M30 15l9 9-9 9" />
        </svg>
      </div>
    </section>
  );
}
