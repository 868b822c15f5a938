/** Ways to an outline that is not there yet. */
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';

export function EdgeButtons({ outline }: { readonly outline: 'edge' | 'cavity' }) {
  const title = useTitle();
  const { desk } = useHouse();
  const isThere = useConductor('regions', state => state.regions.some(region => region.role === outline));
  const inHand = useDesk(({ tool }) => tool.kind === 'draw' && tool.role === outline);
  const tracesEdge = useDesk(state => state.tracesEdge);
  if (isThere) return null;
  return (
    <>
      <button
        type="button"
        aria-pressed={inHand && !tracesEdge}
        title={title(
          outline === 'edge' ? words('Draw the edge') : words('Draw the cavity'),
          `regions.${outline}`,
        )}
        onClick={() => (tracesEdge ? desk.traceEdge() : desk.takeTool(outline))}
      >
        {outline === 'edge' ? words('Draw the edge') : words('Draw the cavity')}
      </button>
      {outline === 'edge' && (
        <button
          type="button"
          aria-pressed={tracesEdge}
          title={words('Then click inside the specimen')}
          onClick={() => desk.traceEdge()}
        >
          {tracesEdge ? words('Click inside the specimen') : words('Trace from white light')}
        </button>
      )}
    </>
  );
}
