/** The session over time: frames in small, marks, curves, the loop and where it stands. Under the picture, in replay. */

import { useEffect, useMemo, useRef, useState } from 'react';
import type { HazardSpan, ReplayIndex } from '#model/replay-index.ts';
import { words } from '#words/words.ts';
import type { Playhead } from '#workers/feed/api.ts';
import { useCommands, useConductor } from '../house.ts';
import { HazardStrip } from './HazardStrip.tsx';
import { hazardBands, hazardsAt, spanInWords } from './hazard-bands.ts';
import { Lane } from './Lane.tsx';
import { gutter } from './lane-plot.ts';
import { MarkList } from './MarkList.tsx';
import { MarkStrip } from './MarkStrip.tsx';
import { markPlaces, placeWords, shownMarks } from './marks.ts';
import { useReview, useReviewRoom, useReviewView } from './review-room.ts';
import { Thumbnails } from './Thumbnails.tsx';
import { TimelineHead } from './TimelineHead.tsx';
import { following, frameNear, insideOf, panned, type TimeWindow, wholeOf, zoomed } from './time-window.ts';
import { inSeconds, momentInWords, sinceInjectionAt } from './times.ts';
import { useScrub } from './use-scrub.ts';
import { useWidth } from './use-width.ts';
import './timeline.css';

/** CSS pixels. `lanes`: height of each where there are one, two or three: the picture keeps its room. */
const small = { thumbnails: 44, marks: 20, lanes: [112, 88, 76] } as const;
const large = { thumbnails: 64, marks: 22, lanes: [168, 124, 104] } as const;
const largeFromPx = 1200;

/** The pointer this near to a mark reads its words. */
const nearMarkPx = 9;

export function Timeline() {
  const index = useReview(state => state.index);
  const isOpen = useReviewView(view => view.timelineOpen);
  const playhead = useConductor('feed', feed => feed.playhead);
  if (!index || !isOpen || !playhead || index.frameAtS.length < 2) return null;
  return <OpenTimeline key={index.sessionId} index={index} playhead={playhead} />;
}

function OpenTimeline({ index, playhead }: { readonly index: ReplayIndex; readonly playhead: Playhead }) {
  const commands = useCommands();
  const { view } = useReviewRoom();
  const recorded = useReview(state => state.recorded);
  const recomputed = useReview(state => state.recomputed);
  const lanes = useReviewView(state => state.lanes);
  const marksOpen = useReviewView(state => state.marksOpen);
  // The list has the place of the curves.
  const shownLanes = marksOpen ? [] : lanes;
  const chosen = useReviewView(state => state.window);
  const body = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(body);
  const stripPx = Math.max(1, widthPx - gutter.left - gutter.right);
  const { frameAtS } = index;
  const durationS = frameAtS.at(-1) ?? 0;
  const { frameIndex, loop, isPlaying } = playhead;
  const positionS = frameAtS[frameIndex] ?? 0;
  const window = useMemo(
    () => (chosen ? insideOf(chosen, durationS) : wholeOf(durationS)),
    [chosen, durationS],
  );
  const setWindow = (next: TimeWindow) => view.setState({ window: next });
  const spanS = window.toS - window.fromS;
  const toX = (seconds: number) => ((seconds - window.fromS) / spanS) * stripPx;
  const toS = (xPx: number) => window.fromS + (Math.min(stripPx, Math.max(0, xPx)) / stripPx) * spanS;

  // While it plays, or is stepped, the place shown stays in view.
  useEffect(() => {
    const now = view.getState().window;
    if (!now) return;
    const next = following(insideOf(now, durationS), positionS, durationS);
    if (next.fromS !== now.fromS || next.toS !== now.toS) view.setState({ window: next });
  }, [view, positionS, durationS]);

  const zoomAbout = (factor: number, aboutS: number) =>
    setWindow(zoomed(window, { factor, aboutS, durationS }));
  const hoverPx = useScrub(surface, {
    seekTo(xPx) {
      const frame = frameNear(frameAtS, toS(xPx));
      if (frame !== frameIndex) commands.seek(frame);
    },
    zoom: (factor, xPx) => zoomAbout(factor, toS(xPx)),
    panBy: px => setWindow(panned(window, (px / stripPx) * spanS, durationS)),
  });
  const marks = useMemo(() => shownMarks(index), [index]);
  const places = markPlaces(marks, toX, stripPx);
  const bands = hazardBands(index, toX, stripPx);
  const [isFocused, setFocused] = useState(false);
  const isOver = hoverPx !== null && hoverPx >= 0 && hoverPx <= stripPx;
  const lookedAt = isOver ? frameNear(frameAtS, toS(hoverPx)) : frameIndex;
  // What lasted is read from its band.
  const near = isOver ? places.find(({ xPx }) => Math.abs(xPx - hoverPx) < nearMarkPx)?.marks : undefined;
  const nearMarks = near?.filter(({ span }) => span === null) ?? [];
  const sizes = widthPx > largeFromPx ? large : small;
  const playheadX = toX(positionS);
  const isPlayheadSeen = playheadX >= 0 && playheadX <= stripPx;
  const wrongHere = hazardsAt(index.hazards, frameIndex);
  // By keys there is no pointer: then what was wrong is read where the session stands.
  const isReadByKeys = !isOver && isFocused && isPlayheadSeen && wrongHere.length > 0;

  const byKey = (event: React.KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageDown: -Math.max(1, Math.round(frameAtS.length / 20)),
      PageUp: Math.max(1, Math.round(frameAtS.length / 20)),
    };
    const step = steps[event.key];
    const zooms: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': 2 };
    const zoom = zooms[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step !== undefined) commands.step(event.shiftKey ? step * 10 : step);
    else if (zoom !== undefined) zoomAbout(zoom, positionS);
    else if (event.key === 'Home') commands.seek(0);
    else if (event.key === 'End') commands.seek(frameAtS.length - 1);
    else return;
    // Else the same key would move a region or the opacity, too.
    event.preventDefault();
  };

  return (
    <section className="timeline" aria-label={words('Timeline')}>
      <TimelineHead
        index={index}
        playhead={playhead}
        window={window}
        onZoom={factor => zoomAbout(factor, positionS)}
      />
      <div ref={body} className="timeline-body">
        {widthPx > 0 && (
          <>
            <Thumbnails index={index} window={window} widthPx={stripPx} heightPx={sizes.thumbnails} />
            <MarkStrip places={places} widthPx={stripPx} heightPx={sizes.marks} />
            {index.hazards.length > 0 && <HazardStrip bands={bands} widthPx={stripPx} />}
            {shownLanes.map((kind, at) => (
              <Lane
                key={kind}
                kind={kind}
                index={index}
                recorded={recorded}
                recomputed={recomputed}
                window={window}
                widthPx={widthPx}
                heightPx={sizes.lanes[shownLanes.length - 1] ?? 0}
                lookedAt={lookedAt}
                isFirst={at === 0}
                isLast={at === shownLanes.length - 1}
              />
            ))}
          </>
        )}
        <div
          ref={surface}
          className="timeline-surface"
          style={{ left: gutter.left, right: gutter.right }}
          role="slider"
          tabIndex={0}
          aria-label={words('Place in the session')}
          aria-valuemin={0}
          aria-valuemax={frameAtS.length - 1}
          aria-valuenow={frameIndex}
          aria-valuetext={[
            momentInWords(index, frameIndex),
            ...wrongHere.map(span => inWords(span, index)),
          ].join(', ')}
          data-playing={isPlaying}
          onKeyDown={byKey}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        >
          {bands.map(
            ({ span, xPx, widthPx: bandPx }) =>
              span.withholds && (
                <span
                  key={`${span.problemId}-${span.from}`}
                  className="withheld-shade"
                  style={{ left: xPx, width: bandPx }}
                />
              ),
          )}
          {loop && (
            <span
              className="loop-shade"
              style={{
                left: toX(frameAtS[loop.from] ?? 0),
                width: Math.max(2, toX(frameAtS[loop.to] ?? durationS) - toX(frameAtS[loop.from] ?? 0)),
              }}
            />
          )}
          {isOver && <span className="hover-line" style={{ left: hoverPx }} />}
          {isPlayheadSeen && <span className="playhead-line" style={{ left: playheadX }} />}
          {isReadByKeys && (
            <span
              className="hover-words"
              data-side={playheadX > stripPx / 2 ? 'left' : 'right'}
              style={{ left: playheadX }}
            >
              <Wrong spans={wrongHere} index={index} />
            </span>
          )}
          {isOver && (
            <span
              className="hover-words"
              data-side={hoverPx > stripPx / 2 ? 'left' : 'right'}
              style={{ left: hoverPx }}
            >
              {words('{time} · frame {frame}', {
                time: inSeconds(frameAtS[lookedAt] ?? 0),
                frame: lookedAt + 1,
              })}
              {index.injectedAtS !== null && ` · ${sinceInjectionAt(index, lookedAt)}`}
              {nearMarks.length > 0 && <strong>{placeWords({ marks: nearMarks })}</strong>}
              <Wrong spans={hazardsAt(index.hazards, lookedAt)} index={index} />
            </span>
          )}
        </div>
      </div>
      {marksOpen && <MarkList index={index} frameIndex={frameIndex} />}
    </section>
  );
}

const inWords = (span: HazardSpan, index: ReplayIndex): string =>
  `${words(span.words)} (${spanInWords(span, index)})`;

/** What was wrong at a moment, a line each. */
const Wrong = ({ spans, index }: { readonly spans: readonly HazardSpan[]; readonly index: ReplayIndex }) =>
  spans.map(span => (
    <span key={`${span.problemId}-${span.from}`} className="wrong" data-withholds={span.withholds}>
      {inWords(span, index)}
    </span>
  ));
