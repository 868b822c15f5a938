/** What the timeline shows, how much of it, and what can be done with it. */

import { useMemo } from 'react';
import type { ReplayIndex } from '#model/replay-index.ts';
import { words } from '#words/words.ts';
import type { Playhead } from '#workers/feed/api.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useHouse } from '../house.ts';
import { CompareControls } from './CompareControls.tsx';
import { shownMarks } from './marks.ts';
import { laneKinds, useReview, useReviewRoom, useReviewView } from './review-room.ts';
import { laneWords } from './series.ts';
import { insideOf, type TimeWindow } from './time-window.ts';

export function TimelineHead({
  index,
  playhead,
  window,
  onZoom,
}: {
  readonly index: ReplayIndex;
  readonly playhead: Playhead;
  readonly window: TimeWindow;
  readonly onZoom: (factor: number) => void;
}) {
  const title = useTitle();
  const { desk } = useHouse();
  const { view } = useReviewRoom();
  const lanes = useReviewView(state => state.lanes);
  const marksOpen = useReviewView(state => state.marksOpen);
  const panelOpen = useReviewView(state => state.panelOpen);
  const isZoomed = useReviewView(state => state.window !== null);
  const isReading = useReview(state => state.isReading);
  const { loop } = playhead;
  const durationS = index.frameAtS.at(-1) ?? 0;
  const count = useMemo(() => shownMarks(index).length, [index]);
  const showLoop = () => {
    if (!loop) return;
    const [fromS, toS] = [index.frameAtS[loop.from] ?? 0, index.frameAtS[loop.to] ?? durationS];
    const roomS = (toS - fromS) * 0.05;
    view.setState({ window: insideOf({ fromS: fromS - roomS, toS: toS + roomS }, durationS) });
  };
  return (
    <div className="timeline-head">
      <fieldset className="timeline-group">
        <legend className="visually-hidden">{words('Curves')}</legend>
        {laneKinds.map(kind => (
          <button
            key={kind}
            type="button"
            aria-pressed={lanes.includes(kind)}
            title={words(laneWords[kind].title)}
            onClick={() =>
              view.setState({
                lanes: laneKinds.filter(each => (each === kind) !== lanes.includes(each)),
              })
            }
          >
            {words(laneWords[kind].name)}
          </button>
        ))}
        <button
          type="button"
          aria-expanded={marksOpen}
          onClick={() => view.setState({ marksOpen: !marksOpen })}
        >
          {words('Marks {count}', { count })}
        </button>
      </fieldset>
      <fieldset className="timeline-group">
        <legend className="visually-hidden">{words('Zoom')}</legend>
        <button
          type="button"
          aria-label={words('Show less time')}
          title={words('+ on the timeline')}
          onClick={() => onZoom(0.5)}
        >
          +
        </button>
        <button
          type="button"
          aria-label={words('Show more time')}
          title={words('− on the timeline')}
          disabled={window.toS - window.fromS >= durationS}
          onClick={() => onZoom(2)}
        >
          −
        </button>
        <button type="button" disabled={!loop} onClick={showLoop}>
          {words('Loop')}
        </button>
        <button type="button" disabled={!isZoomed} onClick={() => view.setState({ window: null })}>
          {words('All')}
        </button>
      </fieldset>
      <span className="timeline-space hint">{isReading && words('Reading what was measured …')}</span>
      <button
        type="button"
        title={title(words('Stability log'), 'screen.stability')}
        onClick={() => desk.open('stability')}
      >
        {words('Stability')}
      </button>
      <CompareControls />
      {!panelOpen && (
        <button
          type="button"
          title={title(words('Measure again'), 'replay.measure-again')}
          onClick={() => view.setState({ panelOpen: true })}
        >
          {words('Measure again')}
        </button>
      )}
    </div>
  );
}
