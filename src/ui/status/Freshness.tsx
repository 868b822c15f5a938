/** Age of the newest frame as bars and milliseconds, and how many frames were lost. */

import { lateAfterS } from '#model/liveness.ts';
import { words } from '#words/words.ts';
import { useConductor, useHouse, usePicture } from '../house.ts';
import { inAge } from '../viewport/veil-words.ts';

/** Four bars up to 60 ms, three to 120, two to 250, one to 500, then none. */
const barEndsS = [0.5, lateAfterS, 0.12, 0.06];

export function Freshness() {
  const { desk } = useHouse();
  const state = usePicture(picture => picture.state);
  const ageS = usePicture(picture => picture.ageS);
  const dropped = useConductor('readout', readout => readout.liveness.dropped);
  const isAgeing = state === 'live' || state === 'late' || state === 'identical' || state === 'no-signal';
  const bars = barEndsS.filter(end => ageS <= end).length;
  const tone = state === 'live' ? '' : state === 'late' ? 'caution' : 'stop';
  return (
    <button
      type="button"
      className="status-item freshness"
      aria-haspopup="dialog"
      title={words('What this is')}
      onClick={() => desk.explain('frameAge')}
    >
      {isAgeing ? (
        <span className={tone}>
          <span className="visually-hidden">{words('Frame age')} </span>
          <span className="bars" aria-hidden="true">
            {barEndsS.map((end, index) => (
              <i key={end} className={index < bars ? 'age-bar lit' : 'age-bar'} />
            ))}
          </span>
          <span className="age">{ageS < 1 ? `${Math.round(ageS * 1000)} ms` : inAge(ageS)}</span>
        </span>
      ) : (
        <span className="soft">
          {state === 'frozen' ? words('frozen') : state === 'still' ? words('not live') : words('waiting')}
        </span>
      )}
      <span className={dropped > 0 ? 'dropped caution' : 'dropped soft'}>
        {words('{dropped} dropped', { dropped })}
      </span>
    </button>
  );
}
