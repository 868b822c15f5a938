/** The time of day, once a second: for clocks that count on the screen. */
import { useEffect, useState } from 'react';

/** Seconds since the epoch. */
export function useNowS(): number {
  const [nowS, setNowS] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNowS(Date.now() / 1000), 1000);
    return () => clearInterval(timer);
  }, []);
  return nowS;
}
