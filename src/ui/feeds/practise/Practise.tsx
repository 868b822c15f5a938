/** For training: makes one thing go wrong with the simulated camera, says what it is and what to look for. */
import { useState } from 'react';
import type { PhantomFault } from '#model/phantom.ts';
import { words } from '#words/words.ts';
import { useConductor, useHouse } from '../../house.ts';
import { faultGroups, faultWords } from './fault-words.ts';
import './practise.css';

/** Nothing where no simulated camera is open: no other source can be made to fail. */
export function Practise() {
  const { conductor, desk } = useHouse();
  const isPhantom = useConductor('feed', feed => feed.description?.kind === 'phantom');
  const fault = useConductor('feed', feed => feed.fault);
  const [chosen, setChosen] = useState<PhantomFault | null>(fault);
  if (!isPhantom) return null;
  const provoke = (wanted: PhantomFault | null) => {
    conductor.commands.provoke(wanted);
    desk.close();
  };
  return (
    <details className="practise" open={fault !== null}>
      <summary>
        <strong>{words('Practise')}</strong>
        <span className="soft">{words('Make one thing go wrong, and see what the screen says.')}</span>
      </summary>
      <div className="stack">
        {faultGroups.map(({ title, faults }) => (
          <fieldset key={title} className="practise-faults">
            <legend>{words(title)}</legend>
            {faults.map(each => (
              <button key={each} type="button" aria-pressed={each === chosen} onClick={() => setChosen(each)}>
                {words(faultWords[each].name)}
              </button>
            ))}
          </fieldset>
        ))}
        <div className="practise-foot">
          <div className="practise-about" aria-live="polite">
            {chosen ? (
              <>
                <p>{words(faultWords[chosen].is)}</p>
                <p>
                  <strong>{words('Look for')}</strong> {words(faultWords[chosen].look)}
                </p>
              </>
            ) : (
              <p className="soft">{words('Choose what goes wrong.')}</p>
            )}
          </div>
          <div className="row">
            <button
              type="button"
              className="primary"
              disabled={chosen === null || chosen === fault}
              onClick={() => provoke(chosen)}
            >
              {words('Make it happen')}
            </button>
            {fault !== null && (
              <button type="button" onClick={() => provoke(null)}>
                {words('End practice')}
              </button>
            )}
          </div>
        </div>
      </div>
    </details>
  );
}
