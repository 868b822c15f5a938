/** One line over the picture's foot when a pedal comes or goes. */
import { useStore } from 'zustand';
import { useHouse } from '../house.ts';
import './hands.css';

export function PedalNews() {
  const said = useStore(useHouse().hands.news, state => state.said);
  return (
    <p className="pedal-news" role="status">
      {said}
    </p>
  );
}
