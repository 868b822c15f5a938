/** Stands where the numbers stand while a layout is drawn: the rectangles in per cent, a name, use or keep. */
import { words } from '#words/words.ts';
import type { LayoutDraft } from '../../desk.ts';
import { useHouse } from '../../house.ts';
import { ChannelFields } from './ChannelFields.tsx';
import { layoutOf, usualRects } from './layout-draft.ts';
import { useWholeFrame } from './use-whole-frame.ts';

export function LayoutPanel({ draft }: { readonly draft: LayoutDraft }) {
  const { desk } = useHouse();
  const leave = useWholeFrame();
  const change = (part: Partial<LayoutDraft>) => desk.store.setState({ layoutDraft: { ...draft, ...part } });
  const made = layoutOf(draft);
  return (
    <aside className="numbers layout-panel" aria-label={words('Layout')}>
      <ChannelFields
        name={words('White light')}
        rect={draft.white}
        usual={usualRects.white}
        onChange={white => change({ white })}
      />
      <ChannelFields name="NIR" rect={draft.nir} usual={usualRects.nir} onChange={nir => change({ nir })} />
      <label className="check">
        <input
          type="checkbox"
          checked={draft.displayReferred}
          onChange={event => change({ displayReferred: event.currentTarget.checked })}
        />
        <span>{words('Coloured by the vendor')}</span>
      </label>
      <label className="field">
        <span>{words('Name, to keep it')}</span>
        <input
          type="text"
          maxLength={40}
          value={draft.name}
          onChange={event => change({ name: event.currentTarget.value })}
        />
      </label>
      <div className="row">
        <button type="button" className="primary" disabled={!made} onClick={() => leave(made, false)}>
          {words('Use')}
        </button>
        <button type="button" disabled={!made || draft.name.trim() === ''} onClick={() => leave(made, true)}>
          {words('Keep')}
        </button>
        <button type="button" onClick={() => leave(null, false)}>
          {words('Cancel')}
        </button>
      </div>
    </aside>
  );
}
