/** Over the whole delivered frame: drag where white light and NIR lie, use it, keep it by name. */
import { useState } from 'react';
import { defaultView } from '#model/display.ts';
import type { Layout, RectShare } from '#model/layout.ts';
import { panesOf } from '#model/panes.ts';
import { paneFrame } from '#overlay/pane-frame.ts';
import { useConductor, useDesk } from '../../house.ts';
import { ChannelFields } from './ChannelFields.tsx';
import { DragRect } from './DragRect.tsx';
import { useWholeFrame } from './use-whole-frame.ts';
import './layout-editor.css';

const half: RectShare = { x: 0.5, y: 0, width: 0.5, height: 1 };
const otherHalf: RectShare = { ...half, x: 0 };

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
  const editsLayout = useDesk(state => state.editsLayout);
  return editsLayout ? <OpenEditor /> : null;
}

function OpenEditor() {
  const { before, leave } = useWholeFrame();
  const box = useFrameBox();
  const [name, setName] = useState('');
  const [white, setWhite] = useState<RectShare | null>(
    before?.white?.stream === 'main' ? before.white.rect : otherHalf,
  );
  const [nir, setNir] = useState<RectShare | null>(before?.nir?.stream === 'main' ? before.nir.rect : half);
  const [displayReferred, setDisplayReferred] = useState(before?.displayReferred ?? false);

  const made = (): Layout | null =>
    white || nir
      ? {
          id: `own-${name.trim().toLowerCase().replace(/\W+/g, '-') || 'unnamed'}`,
          name: name.trim() || 'Own layout',
          white: white && { stream: 'main', rect: white },
          nir: nir && { stream: 'main', rect: nir },
          displayReferred,
          source: 'Drawn on the picture.',
        }
      : null;
  const isEmpty = !white && !nir;
  return (
    <section className="layout-editor" aria-label="Layout editor">
      <div className="layout-frame" style={box ?? {}}>
        {white && <DragRect name="White light" channel="white" rect={white} onChange={setWhite} />}
        {nir && <DragRect name="NIR" channel="nir" rect={nir} onChange={setNir} />}
      </div>
      <div className="layout-panel">
        <ChannelFields name="White light" rect={white} usual={otherHalf} onChange={setWhite} />
        <ChannelFields name="NIR" rect={nir} usual={half} onChange={setNir} />
        <label className="check">
          <input
            type="checkbox"
            checked={displayReferred}
            onChange={event => setDisplayReferred(event.currentTarget.checked)}
          />
          <span>Coloured or blended by the vendor</span>
        </label>
        <label className="field">
          <span>Name</span>
          <input
            type="text"
            maxLength={40}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
        </label>
        <div className="row">
          <button type="button" className="primary" disabled={isEmpty} onClick={() => leave(made(), false)}>
            Use
          </button>
          <button type="button" disabled={isEmpty || name.trim() === ''} onClick={() => leave(made(), true)}>
            Use and keep
          </button>
          <button type="button" onClick={() => leave(null, false)}>
            Cancel
          </button>
        </div>
      </div>
    </section>
  );
}
