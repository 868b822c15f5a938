/** Play, seek, step and speed: for files and recorded sessions only. */
import { Choice } from '../controls/Choice.tsx';
import { Icon } from '../controls/Icon.tsx';
import { useCommands, useConductor } from '../house.ts';
import './replay.css';

const speeds = ['0.1', '0.25', '0.5', '1', '2', '4', '8'] as const;
const speedOptions = speeds.map(speed => [speed, `${speed}×`] as const);

/** m:ss.t */
const inClock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, '0')}`;

export function ReplayBar() {
  const commands = useCommands();
  const playhead = useConductor('feed', feed => feed.playhead);
  if (!playhead || playhead.frameCount < 2) return null;
  const { isPlaying, frameIndex, frameCount, positionS, durationS, speed } = playhead;
  const nearest = speeds.find(each => Number(each) === speed) ?? '1';
  return (
    <section className="replay" aria-label="Replay">
      <button
        type="button"
        className="primary"
        aria-label={isPlaying ? 'Pause' : 'Play'}
        title="P"
        onClick={() => (isPlaying ? commands.pause() : commands.play(speed))}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <button type="button" aria-label="One frame back" title="J" onClick={() => commands.step(-1)}>
        <Icon name="back" />
      </button>
      <button type="button" aria-label="One frame on" title="K" onClick={() => commands.step(1)}>
        <Icon name="forward" />
      </button>
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${inClock(positionS)} of ${inClock(durationS)}`}
        min={0}
        max={frameCount - 1}
        step={1}
        value={frameIndex}
        onChange={event => commands.seek(event.currentTarget.valueAsNumber)}
      />
      <span className="replay-position">
        {inClock(positionS)} / {inClock(durationS)}
        <span className="soft">
          {' '}
          frame {frameIndex + 1} of {frameCount}
        </span>
      </span>
      <Choice
        label="Speed"
        value={nearest}
        options={speedOptions}
        onChange={chosen => commands.play(Number(chosen))}
      />
    </section>
  );
}
