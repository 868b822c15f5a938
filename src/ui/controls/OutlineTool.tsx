/** Outlines: the edge of a specimen or resection, and the cavity. While one is in hand its choices stand beside the button. */
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useDesk, useHouse } from '../house.ts';

export function OutlineTool() {
  const title = useTitle();
  const { desk } = useHouse();
  const role = useDesk(({ tool }) => (tool.kind === 'draw' ? tool.role : null));
  const isDrawing = useDesk(state => state.draft !== null);
  const tracesEdge = useDesk(state => state.tracesEdge);
  const isInHand = role === 'edge' || role === 'cavity';
  return (
    <fieldset className="outline-choice" data-keeps-focus>
      <legend className="visually-hidden">{words('Outline')}</legend>
      <button
        type="button"
        className="role edge"
        aria-label={words('Edge or cavity')}
        title={[title(words('Edge'), 'regions.edge'), title(words('Cavity'), 'regions.cavity')].join(', ')}
        aria-pressed={isInHand}
        onClick={() => (isInHand ? desk.letGo() : desk.takeTool('edge'))}
      >
        E
      </button>
      {isInHand && !isDrawing && (
        <div className="fly-out">
          <button
            type="button"
            aria-pressed={role === 'edge' && !tracesEdge}
            onClick={() => (role === 'edge' && !tracesEdge ? desk.letGo() : takeEdge())}
          >
            {words('Draw the edge')}
          </button>
          <button type="button" aria-pressed={tracesEdge} onClick={() => desk.traceEdge()}>
            {words('Trace from white light')}
          </button>
          <button type="button" aria-pressed={role === 'cavity'} onClick={() => desk.takeTool('cavity')}>
            {words('Cavity')}
          </button>
          {tracesEdge && <p role="status">{words('Click inside the specimen.')}</p>}
        </div>
      )}
    </fieldset>
  );

  function takeEdge() {
    if (tracesEdge) desk.traceEdge();
    else desk.takeTool('edge');
  }
}
