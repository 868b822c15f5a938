/**
 * Says over the picture that the overlay is hidden, from the first moment on; after ten seconds in large letters, because tissue without
 * overlay looks like tissue without fluorescence.
 */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { useConductor, useHouse } from '../house.ts';
import './hands.css';

/** Seconds. */
const longS = 10;

export function OverlayHidden() {
  const isVisible = useConductor('scene', ({ display }) => display.overlayVisible);
  return isVisible ? null : <Hidden />;
}

function Hidden() {
  const isHeld = useStore(useHouse().hands.held, ({ ids }) => ids.includes('picture.hide-overlay'));
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 1000 * longS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="overlay-hidden" data-long={isLong} role={isLong ? 'alert' : 'status'}>
      <strong>{words('OVERLAY HIDDEN')}</strong>
      {isLong && (
        <span>
          {isHeld
            ? words('A key is held: the overlay is hidden.')
            : words('Dark does not mean no signal now. Hide shows it again.')}
        </span>
      )}
    </p>
  );
}
