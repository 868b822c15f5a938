/** Over the whole delivered frame: the places that are to be black, to be dragged. */

import type { Blank } from '#model/blank.ts';
import { words } from '#words/words.ts';
import { useDesk, useHouse } from '../../house.ts';
import { DragRect } from '../layout-editor/DragRect.tsx';
import { useFrameBox } from '../layout-editor/use-frame-box.ts';
import '../layout-editor/layout-editor.css';

export function BlankEditor() {
  const { desk } = useHouse();
  const draft = useDesk(state => state.blankDraft);
  const box = useFrameBox();
  if (!draft) return null;
  const put = (at: number, blank: Blank) =>
    desk.store.setState({
      blankDraft: { ...draft, blanks: draft.blanks.map((each, index) => (index === at ? blank : each)) },
    });
  return (
    <div className="layout-editor">
      <div className="layout-frame" style={box ?? {}}>
        {draft.blanks.map(
          (blank, index) =>
            blank.stream === draft.stream && (
              <DragRect
                // biome-ignore lint/suspicious/noArrayIndexKey: a place is only its number in the list.
                key={index}
                name={words('Black {index}', { index: index + 1 })}
                channel="blank"
                rect={blank}
                onChange={rect => put(index, { ...blank, ...rect })}
              />
            ),
        )}
      </div>
    </div>
  );
}
