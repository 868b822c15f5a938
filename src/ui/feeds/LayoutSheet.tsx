/** Where white light and NIR lie in what the source delivers: known layouts, kept ones, or drawn on the picture. */
import { words } from '#words/words.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { deleteWithUndo, useHidden } from '../hands/undo.ts';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { LayoutDrawing } from './LayoutDrawing.tsx';
import { draftOf } from './layout-editor/layout-draft.ts';

export function LayoutSheet() {
  const house = useHouse();
  const { seeds, desk } = house;
  const isHidden = useHidden();
  const { setLayout, deleteLayout } = useCommands();
  const layouts = useConductor('layouts', state => state.layouts).filter(
    ({ id }) => !isHidden(`layout ${id}`),
  );
  const current = useConductor('scene', scene => scene.layout);
  return (
    <Sheet title={words('Layout')}>
      <div className="stack">
        <p>
          {words(
            'White light is drawn light, NIR amber. Vendor overlays are shown, but their numbers are relative, display-referred.',
          )}
        </p>
        <div className="row">
          <button
            type="button"
            className="primary"
            onClick={() => {
              desk.close();
              desk.store.setState({ layoutDraft: draftOf(current) });
            }}
          >
            {words('Draw a layout on the picture')}
          </button>
        </div>
        <ul className="choices">
          {layouts.map(layout => (
            <li key={layout.id} className="row layout-row">
              <button
                type="button"
                className="choice layout-choice"
                aria-pressed={layout.id === current?.id}
                onClick={() => setLayout(layout)}
              >
                <LayoutDrawing layout={layout} />
                <span>
                  <strong>{words(layout.name)}</strong>
                  <br />
                  <span className="hint">{words(layout.source)}</span>
                </span>
              </button>
              {!seeds.layouts.some(({ id }) => id === layout.id) && (
                <button
                  type="button"
                  aria-label={words('Delete: {name}', { name: words(layout.name) })}
                  onClick={() =>
                    deleteWithUndo(house, [`layout ${layout.id}`], {
                      said: words('Deleted {name}.', { name: words(layout.name) }),
                      doIt: async () => deleteLayout(layout.id),
                    })
                  }
                >
                  {words('Delete')}
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
