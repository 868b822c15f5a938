/** Over the whole delivered frame: the rectangles of white light and NIR, to be dragged. */
import { defaultView } from '#model/display.ts';
import { panesOf } from '#model/panes.ts';
import { paneFrame } from '#overlay/pane-frame.ts';
import type { LayoutDraft } from '../../desk.ts';
import { useConductor, useDesk, useHouse } from '../../house.ts';
import { DragRect } from './DragRect.tsx';
import './layout-editor.css';

/** Where the whole frame stands in the viewport, as CSS percentages. */
function useFrameBox() {
  const canvas = useConductor('scene', state => state.canvas);
  const scene = useConductor('scene', state => state.scene);
  const pane = scene && panesOf('white-light', canvas, scene, defaultView)[0];
  if (!pane || !scene) return null;
  const { picture } = paneFrame(pane, scene);
  return {
    left: `${(100 * picture.x) / canvas.widthPx}%`,
    top: `${(100 * picture.y) / canvas.heightPx}%`,
    width: `${(100 * picture.width) / canvas.widthPx}%`,
    height: `${(100 * picture.height) / canvas.heightPx}%`,
  };
}

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
            name="White light"
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
