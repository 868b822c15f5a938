/** Transport as on a video desk: shuttle, step, speed both ways, loop, where it stands. For files and recorded sessions only. */

import { useRef } from 'react';
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import type { Playhead } from '#workers/feed/api.ts';
import { Choice } from '../controls/Choice.tsx';
import { Icon } from '../controls/Icon.tsx';
import { useCommands, useConductor } from '../house.ts';
import { type ReviewRoom, useReviewRoomOrNone } from '../review/review-room.ts';
import { inClock, inTimeOfDay, sinceInjectionAt } from '../review/times.ts';
import { useWidth } from '../review/use-width.ts';
import { ClipButton } from './ClipButton.tsx';
import { TransportIcon } from './TransportIcon.tsx';
import { loopFrom, loopTo, shuttled, speeds } from './transport.ts';
import './replay.css';
import { useTitle } from '../hands/use-keys-in-words.ts';

/** Fastest on at the top, fastest back at the bottom. */
const speedOptions = [
  ...speeds.toReversed().map(speed => [String(speed), `${speed}×`] as const),
  ...speeds.map(speed => [String(-speed), `−${speed}×`] as const),
];

/** The option nearest to a speed that may have come from elsewhere. */
function optionOf(speed: number): string {
  const away = ([option]: readonly [string, string]) => Math.abs(Number(option) - speed);
  return speedOptions.reduce((best, each) => (away(each) < away(best) ? each : best))[0];
}

export function ReplayBar() {
  const playhead = useConductor('feed', feed => feed.playhead);
  const room = useReviewRoomOrNone();
  if (!playhead || playhead.frameCount < 2) return null;
  if (!room) return <OpenBar playhead={playhead} room={null} hasSlider />;
  return <BarInRoom playhead={playhead} room={room} />;
}

/** CSS pixels; with less the buttons for both ends, which are a key or a drag away, are left out. */
const endsFromPx = { alone: 860, besideSlider: 1000 } as const;

/** Where a timeline is open it is the slider. */
function BarInRoom({ playhead, room }: { readonly playhead: Playhead; readonly room: ReviewRoom }) {
  const hasTimeline = useStore(room.store, state => state.index !== null);
  const isOpen = useStore(room.view, state => state.timelineOpen);
  return <OpenBar playhead={playhead} room={room} hasSlider={!(hasTimeline && isOpen)} />;
}

function OpenBar({
  playhead,
  room,
  hasSlider,
}: {
  readonly playhead: Playhead;
  readonly room: ReviewRoom | null;
  readonly hasSlider: boolean;
}) {
  const bar = useRef<HTMLElement>(null);
  const hasEnds = useWidth(bar) >= (hasSlider ? endsFromPx.besideSlider : endsFromPx.alone);
  return (
    <section ref={bar} className="replay" aria-label={words('Replay')}>
      <Transport playhead={playhead} hasEnds={hasEnds} />
      {room && <Looping playhead={playhead} room={room} />}
      <ClipButton playhead={playhead} />
      {hasSlider ? <Position playhead={playhead} /> : <span className="replay-space" />}
      <PlaceWords playhead={playhead} clocks={room && <Clocks playhead={playhead} room={room} />} />
      <Speed playhead={playhead} />
    </section>
  );
}

function Transport({ playhead, hasEnds }: { readonly playhead: Playhead; readonly hasEnds: boolean }) {
  const title = useTitle();
  const commands = useCommands();
  const { isPlaying, speed, frameCount } = playhead;
  return (
    <div className="replay-buttons">
      {hasEnds && (
        <button
          type="button"
          aria-label={words('First frame')}
          title={title(words('First frame'), 'replay.first')}
          onClick={() => commands.seek(0)}
        >
          <TransportIcon name="first" />
        </button>
      )}
      <button
        type="button"
        aria-label={words('Play backwards, again faster')}
        title={title(words('Play backwards, again faster'), 'replay.backwards')}
        aria-pressed={isPlaying && speed < 0}
        onClick={() => commands.play(shuttled(playhead, -1))}
      >
        <TransportIcon name="backwards" />
      </button>
      <button
        type="button"
        aria-label={words('One frame back')}
        title={title(words('One frame back'), 'replay.frame-back')}
        onClick={() => commands.step(-1)}
      >
        <TransportIcon name="frame-back" />
      </button>
      <button
        type="button"
        className="primary"
        aria-label={isPlaying ? words('Pause') : words('Play')}
        title={title(
          isPlaying ? words('Pause') : words('Play'),
          isPlaying ? 'replay.pause' : 'replay.play-or-pause',
        )}
        onClick={() => (isPlaying ? commands.pause() : commands.play(speed))}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <button
        type="button"
        aria-label={words('One frame on')}
        title={title(words('One frame on'), 'replay.frame-on')}
        onClick={() => commands.step(1)}
      >
        <TransportIcon name="frame-on" />
      </button>
      <button
        type="button"
        aria-label={words('Play on, again faster')}
        title={title(words('Play on, again faster'), 'replay.onwards')}
        aria-pressed={isPlaying && speed > 1}
        onClick={() => commands.play(shuttled(playhead, 1))}
      >
        <TransportIcon name="onwards" />
      </button>
      {hasEnds && (
        <button
          type="button"
          aria-label={words('Last frame')}
          title={title(words('Last frame'), 'replay.last')}
          onClick={() => commands.seek(frameCount - 1)}
        >
          <TransportIcon name="last" />
        </button>
      )}
    </div>
  );
}

function Looping({ playhead, room }: { readonly playhead: Playhead; readonly room: ReviewRoom }) {
  const title = useTitle();
  const { commands, view } = room;
  const hasTimeline = useStore(room.store, state => state.index !== null);
  const isOpen = useStore(view, state => state.timelineOpen);
  return (
    <div className="replay-buttons">
      <button
        type="button"
        aria-label={words('The loop begins here')}
        title={title(words('The loop begins here'), 'replay.loop-from')}
        onClick={() => commands.loop(loopFrom(playhead))}
      >
        <TransportIcon name="loop-in" />
      </button>
      <button
        type="button"
        aria-label={words('The loop ends here')}
        title={title(words('The loop ends here'), 'replay.loop-to')}
        onClick={() => commands.loop(loopTo(playhead))}
      >
        <TransportIcon name="loop-out" />
      </button>
      <button
        type="button"
        aria-label={words('No loop any more')}
        title={title(words('No loop any more'), 'replay.no-loop')}
        disabled={playhead.loop === null}
        onClick={() => commands.loop(null)}
      >
        <TransportIcon name="loop-off" />
      </button>
      {hasTimeline && (
        <button
          type="button"
          aria-label={words('Timeline')}
          title={title(words('Timeline'), 'replay.timeline')}
          aria-pressed={isOpen}
          onClick={() => view.setState({ timelineOpen: !isOpen })}
        >
          <TransportIcon name="timeline" />
        </button>
      )}
    </div>
  );
}

function Position({ playhead }: { readonly playhead: Playhead }) {
  const commands = useCommands();
  const { positionS, durationS, frameCount, frameIndex } = playhead;
  return (
    <input
      type="range"
      aria-label={words('Position')}
      aria-valuetext={words('{position} of {duration}, frame {frame}', {
        position: inClock(positionS),
        duration: inClock(durationS),
        frame: frameIndex + 1,
      })}
      min={0}
      max={frameCount - 1}
      step={1}
      value={frameIndex}
      onChange={event => commands.seek(event.currentTarget.valueAsNumber)}
    />
  );
}

function PlaceWords({ playhead, clocks }: { readonly playhead: Playhead; readonly clocks: React.ReactNode }) {
  const { positionS, durationS, frameIndex, frameCount } = playhead;
  return (
    <p className="replay-position">
      <span>
        <strong>{inClock(positionS)}</strong>{' '}
        <span className="soft">{words('of {durationS}', { durationS: inClock(durationS) })}</span>
      </span>
      <span className="soft">
        {words('frame {frameIndex} of {frameCount}', { frameIndex: frameIndex + 1, frameCount })}
      </span>
      {clocks}
    </p>
  );
}

/** Time since the injection, and of the day. */
function Clocks({ playhead, room }: { readonly playhead: Playhead; readonly room: ReviewRoom }) {
  const index = useStore(room.store, state => state.index);
  if (!index) return null;
  const arrivedS = index.frameArrivedS[playhead.frameIndex];
  const since = sinceInjectionAt(index, playhead.frameIndex);
  return (
    <span className="soft">
      {[since, arrivedS !== undefined && inTimeOfDay(arrivedS)].filter(Boolean).join(' · ')}
    </span>
  );
}

function Speed({ playhead }: { readonly playhead: Playhead }) {
  const commands = useCommands();
  return (
    <Choice
      label={words('Speed')}
      value={optionOf(playhead.speed)}
      options={speedOptions}
      onChange={chosen => commands.play(Number(chosen))}
    />
  );
}
