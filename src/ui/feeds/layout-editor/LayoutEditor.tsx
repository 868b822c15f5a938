/** Over the whole delivered frame: the rectangles of white light and NIR, to be dragged. */
import { words } from '#words/words.ts';
import type { LayoutDraft } from '../../desk.ts';
import { useDesk, useHouse } from '../../house.ts';
import { DragRect } from './DragRect.tsx';
import { useFrameBox } from './use-frame-box.ts';
import './layout-editor.css';

export function LayoutEditor() {
  const { desk } = useHouse();
  const draft = useDesk(state => state.layoutDraft);
  const box = useFrameBox();
  if (!draft) return null;
  const change = (part: Partial<LayoutDraft>) => desk.store.setState({ layoutDraft: { ...draft, ...part } });
  return (
    <div className="layout-editor">
      <div className="layout-frame" style={box ?? {}}>
        {draft.white && (
          <DragRect
            name={words('White light')}
            channel="white"
            rect={draft.white}
            onChange={white => change({ white })}
          />
        )}
        {draft.nir && (
          <DragRect name="NIR" channel="nir" rect={draft.nir} onChange={nir => change({ nir })} />
        )}
      </div>
    </div>
  );
}
