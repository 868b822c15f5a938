/** Theatre displays: opened here, each with its own picture and numbers, each checked with a test pattern. */
import { useState } from 'react';
import { words } from '#words/words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useConductor, useHouse } from '../house.ts';
import { inDay } from '../replay/in-words.ts';
import { Empty } from '../welcome/Empty.tsx';
import { DisplayCard } from './DisplayCard.tsx';
import { openTheatre } from './open-theatre.ts';
import { PatternQuestion } from './PatternQuestion.tsx';
import './displays.css';

export function DisplaysSheet() {
  const { conductor } = useHouse();
  const displays = useConductor('displays', state => state.displays);
  const patternOn = useConductor('displays', state => state.patternOn);
  const checks = useConductor('displays', state => state.checks);
  const [hint, setHint] = useState('');
  const open = async () => {
    const isPlaced = await openTheatre(conductor.commands.displays.newAddress());
    setHint(
      isPlaced
        ? words('The display opens on the other screen. Click it once to fill the screen.')
        : words('Drag the new window to the theatre monitor and click it once to fill the screen.'),
    );
  };
  const openButton = (
    <button type="button" className="primary" onClick={() => void open()}>
      {words('Open a theatre display')}
    </button>
  );
  return (
    <Sheet title={words('Displays')} wide>
      <div className="stack">
        <p>
          {words(
            'A theatre display shows the picture, its legend and a few large numbers, without controls. It says itself when the picture is not live.',
          )}
        </p>
        {displays.length === 0 ? (
          <Empty
            drawing="display"
            says={words('No display is open.')}
            next={words('Connect the theatre monitor as a second screen, then open its window.')}
          >
            {openButton}
          </Empty>
        ) : (
          <div className="row">{openButton}</div>
        )}
        <p className="hint" role="status">
          {hint && displays.every(({ isGone }) => isGone) ? hint : ''}
        </p>
        {displays.map((display, index) => (
          <DisplayCard key={display.id} display={display} number={index + 1} />
        ))}
        {patternOn !== null && <PatternQuestion />}
        {checks.length > 0 && (
          <details>
            <summary>{words('Earlier answers to the test pattern')}</summary>
            <ul className="plain-list">
              {checks.slice(0, 10).map(check => (
                <li key={check.atS}>
                  {inDay(check.atS)} · {check.screen || words('unnamed screen')} · {check.widthPx} ×{' '}
                  {check.heightPx} · {check.isReadable ? words('readable') : words('not readable')}
                  {check.note && ` · ${check.note}`}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Sheet>
  );
}
