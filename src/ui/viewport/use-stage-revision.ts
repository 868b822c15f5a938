/** Renders anew when the stage has another size: it is no store, because only the painter needs it every frame. */
import { useEffect, useState } from 'react';
import { useConductor } from '../house.ts';

export function useStageRevision(): void {
  const [, setRevision] = useState(0);
  const canvas = useConductor('scene', state => state.canvas);
  useEffect(() => {
    const changed = () => setRevision(revision => revision + 1);
    addEventListener('resize', changed);
    return () => removeEventListener('resize', changed);
  }, []);
  // A stage of another size has a canvas of another size, told after it.
  useEffect(() => {
    if (canvas.widthPx > 0) setRevision(revision => revision + 1);
  }, [canvas]);
}
