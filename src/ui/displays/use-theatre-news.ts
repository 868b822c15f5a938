/** Tells the theatre displays what belongs to the picture, ten times a second, as long as there is one. */
import { useEffect } from 'react';
import { useConductor, useHouse } from '../house.ts';

const everyMs = 100;

export function useTheatreNews(): void {
  const house = useHouse();
  const isTold = useConductor('displays', ({ displays }) => displays.some(({ isGone }) => !isGone));
  useEffect(() => {
    if (!isTold) return;
    let timer: ReturnType<typeof setInterval> | undefined;
    let isOver = false;
    // Most consoles have no display: what it is told is fetched with the first one.
    void import('./theatre-facts.ts').then(({ theatreNews }) => {
      if (isOver) return;
      const tell = () => house.conductor.commands.displays.tell(theatreNews(house, Date.now() / 1000));
      tell();
      timer = setInterval(tell, everyMs);
    });
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [house, isTold]);
}
