/** The one big button of a part: reads, shows how far it is, stops, and says why nothing was read. */

import type { CheckPartName } from '#model/check.ts';
import { words } from '#words/words.ts';
import { PanelKeyHint, usePanelKey } from '../calibrate/panel-keys.tsx';
import { useCommands, useConductor } from '../house.ts';
import { inClock } from './words.ts';

export function Read({ part, label }: { readonly part: CheckPartName; readonly label: string }) {
  const panelKey = usePanelKey();
  const { check } = useCommands();
  const busy = useConductor('checking', state => state.busy);
  const refused = useConductor('checking', state => (state.readingPart === part ? state.refused : null));
  const isRead = useConductor('checking', state => Boolean(state.report?.parts[part]));
  if (busy)
    return (
      <div className="reading-busy">
        <label>
          <span className="reading-words">
            {words(busy.words)}{' '}
            <output aria-live="off">
              {busy.leftS === null
                ? `${Math.round(busy.share * 100)} %`
                : words('{leftS} left', { leftS: inClock(busy.leftS) })}
            </output>
          </span>
          <progress max={1} value={busy.share} />
        </label>
        {busy.leftS !== null && (
          <button type="button" {...panelKey('A')} onClick={() => check.endReading()}>
            {words('End now')} <PanelKeyHint of="A" />
          </button>
        )}
        <button type="button" {...panelKey('Escape')} onClick={() => check.stopReading()}>
          {busy.leftS === null ? words('Stop') : words('Discard')} <PanelKeyHint of="Escape" />
        </button>
      </div>
    );
  return (
    <>
      <button
        type="button"
        className={isRead ? 'reading again' : 'reading primary'}
        {...panelKey('Enter')}
        onClick={() => void check.read(part)}
      >
        {isRead ? words('Read again') : label} <PanelKeyHint of="Enter" />
      </button>
      {refused && (
        <p className={`refusal ${refused.severity}`} role="alert">
          <strong>{words(refused.text)}</strong> {words(refused.tip)}
        </p>
      )}
    </>
  );
}
