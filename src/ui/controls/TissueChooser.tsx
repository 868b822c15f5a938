/** Asked at once when a background is to be drawn: TBR means nothing without the tissue it refers to. */

import { useEffect, useRef } from 'react';
import { modes } from '#model/display.ts';
import { tissues } from '#model/region.ts';
import { words } from '#words/words.ts';
import { ShortKey } from '../hands/ShortKey.tsx';
import { useDesk, useHouse } from '../house.ts';

export function TissueChooser() {
  const { desk } = useHouse();
  const lastTissue = useDesk(state => state.lastTissue);
  const usual = useRef<HTMLButtonElement>(null);
  useEffect(() => usual.current?.focus(), []);
  return (
    <fieldset className="tissues" data-keeps-focus>
      <legend>{words('Which tissue is the background?')}</legend>
      {tissues.map((tissue, index) => (
        <button
          key={tissue}
          ref={tissue === lastTissue ? usual : null}
          type="button"
          onClick={() => desk.chooseTissue(tissue)}
        >
          <span className="key">
            <ShortKey of={`picture.mode-${modes[index]}`} />
          </span>{' '}
          {words(tissue)}
        </button>
      ))}
      <button type="button" className="plain" onClick={() => desk.letGo()}>
        {words('Cancel')}
      </button>
    </fieldset>
  );
}
