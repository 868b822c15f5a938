/** Source, size and frames a second; opens the source chooser. */
import { words } from '#words/words.ts';
import { useConductor, useHouse } from '../house.ts';
import { pastWord, sourceName } from '../viewport/veil-words.ts';

export function SourceStatus() {
  const { desk } = useHouse();
  const description = useConductor('feed', feed => feed.description);
  const main = useConductor('feed', feed => feed.formats?.main ?? null);
  const fps = useConductor('readout', readout => Math.round(readout.liveness.arrivedFps));
  const past = pastWord(description?.kind ?? 'none');
  return (
    <button
      type="button"
      className="status-item source"
      aria-haspopup="dialog"
      onClick={() => desk.open('feeds')}
    >
      {past && <strong className="past-word">{words(past)}</strong>}
      <span className="visually-hidden">{words('Source:')} </span>
      <span className="source-name">{description ? sourceName(description) : words('No source')}</span>
      {main && (
        <span className="soft">
          {main.widthPx}×{main.heightPx}
          {description?.live && ` · ${fps} fps`}
        </span>
      )}
    </button>
  );
}
