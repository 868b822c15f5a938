/** The seven ways to show the picture, on keys 1 to 7. */
import { type Mode, modes } from '#model/display.ts';
import { useCommands, useConductor, useDesk } from '../house.ts';

const names = {
  'white-light': ['White', 'White light'],
  overlay: ['Overlay', 'Overlay'],
  'intensity-map': ['Map', 'Intensity map on grey white light'],
  monochrome: ['NIR', 'Monochrome NIR'],
  contour: ['Contour', 'Contour only'],
  'side-by-side': ['Side', 'Side by side: white light, contours'],
  'picture-in-picture': ['Inset', 'Picture in picture'],
} as const satisfies Record<Mode, readonly [string, string]>;

export function ModeBar() {
  const { setDisplay } = useCommands();
  const mode = useConductor('scene', state => state.display.mode);
  // A layout is drawn on the whole frame, which only one mode shows.
  const isDrawingLayout = useDesk(state => state.layoutDraft !== null || state.blankDraft !== null);
  return (
    <fieldset className="group" disabled={isDrawingLayout}>
      <legend className="visually-hidden">Mode</legend>
      {modes.map((each, index) => (
        <button
          key={each}
          type="button"
          className="mode"
          aria-pressed={each === mode}
          title={`${names[each][1]} (${index + 1})`}
          onClick={() => setDisplay({ mode: each })}
        >
          <span className="key" aria-hidden="true">
            {index + 1}
          </span>
          {names[each][0]}
        </button>
      ))}
    </fieldset>
  );
}
