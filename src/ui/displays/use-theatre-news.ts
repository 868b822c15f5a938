/** Tells the theatre displays what belongs to the picture, ten times a second, as long as there is one. */
import { useEffect } from 'react';
import { useConductor, useHouse } from '../house.ts';
import { theatreNews } from './theatre-facts.ts';

const everyMs = 100;

export function useTheatreNews(): void {
  const house = useHouse();
  const isTold = useConductor('displays', ({ displays }) => displays.some(({ isGone }) => !isGone));
  useEffect(() => {
    if (!isTold) return;
    const tell = () => house.conductor.commands.displays.tell(theatreNews(house, Date.now() / 1000));
    tell();
    const timer = setInterval(tell, everyMs);
    return () => clearInterval(timer);
  }, [house, isTold]);
}
