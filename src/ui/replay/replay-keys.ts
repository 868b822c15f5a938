/** Keys of replay, as video people know them. While a recording or a film is open they come before all other keys. */
import { words } from '#words/words.ts';
import type { House } from '../house.ts';
import type { Binding } from '../keys/bindings.ts';
import { nudge } from '../keys/key-actions.ts';
import { markInWords } from '../review/marks.ts';
import type { ReviewRoom } from '../review/review-room.ts';
import { inSeconds } from '../review/times.ts';
import { saveClip } from './ClipButton.tsx';
import { loopFrom, loopTo, markBeside, shuttled } from './transport.ts';

const playheadOf = ({ conductor }: House) => conductor.stores.feed.getState().playhead;

/** Whether these keys come before the others now: more than one frame, and somebody to steer them. */
export const hasReplayKeys = (house: House): boolean => (playheadOf(house)?.frameCount ?? 0) > 1;

/** Frames of one step with Shift. */
const manyFrames = 10;

const shuttle = (direction: 1 | -1) => (house: House) => {
  const playhead = playheadOf(house);
  if (playhead) house.conductor.commands.play(shuttled(playhead, direction));
};
const step = (frames: number) => (house: House) => house.conductor.commands.step(frames);

/** Goes to the mark before or after and says it. */
function toMark({ conductor, desk }: House, room: ReviewRoom, direction: 1 | -1): void {
  const { playhead } = conductor.stores.feed.getState();
  const { index } = room.store.getState();
  const mark = playhead && index && markBeside(index.marks, playhead.frameIndex, direction);
  if (mark) {
    conductor.commands.seek(mark.frameIndex);
    desk.say(
      `${markInWords({ look: mark.type === 'mark' ? 'flag' : 'setting', words: mark.words })}, ${inSeconds(mark.atS)}.`,
    );
  } else desk.say(words(direction > 0 ? 'No mark after this frame.' : 'No mark before this frame.'));
}

/** `roomOf`: where the review room of a house is. */
export function replayBindings(roomOf: (house: House) => ReviewRoom): readonly Binding[] {
  const group = 'Replay';
  const loop = (change: typeof loopFrom) => (house: House) => {
    const playhead = playheadOf(house);
    if (playhead) roomOf(house).commands.loop(change(playhead));
  };
  /** A selected region is moved, as always; otherwise from mark to mark. */
  const upOrDown = (direction: 1 | -1) => (house: House) => {
    if (house.conductor.stores.regions.getState().selectedId) nudge(house, 0, direction);
    else toMark(house, roomOf(house), direction);
  };
  return [
    {
      id: 'replay.backwards',
      group,
      keys: ['j'],
      shown: 'J',
      does: 'Play backwards; again: faster',
      run: shuttle(-1),
    },
    {
      id: 'replay.pause',
      group,
      keys: ['k'],
      shown: 'K',
      does: 'Pause',
      run: ({ conductor }) => conductor.commands.pause(),
    },
    {
      id: 'replay.onwards',
      group,
      keys: ['l'],
      shown: 'L, in replay',
      does: 'Play on; again: faster',
      run: shuttle(1),
    },
    {
      id: 'replay.frame-back',
      group,
      keys: [','],
      shown: ', in replay',
      does: 'One frame back',
      repeats: true,
      run: step(-1),
    },
    {
      id: 'replay.frame-on',
      group,
      keys: ['.'],
      shown: '. in replay',
      does: 'One frame on',
      repeats: true,
      run: step(1),
    },
    {
      id: 'replay.ten-back',
      group,
      keys: ['Shift+Comma', 'Shift+<'],
      shown: 'Shift+,',
      does: 'Ten frames back',
      repeats: true,
      run: step(-manyFrames),
    },
    {
      id: 'replay.ten-on',
      group,
      keys: ['Shift+Period', 'Shift+>'],
      shown: 'Shift+.',
      does: 'Ten frames on',
      repeats: true,
      run: step(manyFrames),
    },
    {
      id: 'replay.loop-from',
      group,
      keys: ['i'],
      shown: 'I, in replay',
      does: 'The loop begins here',
      run: loop(loopFrom),
    },
    {
      id: 'replay.loop-to',
      group,
      keys: ['o'],
      shown: 'O, in replay',
      does: 'The loop ends here',
      run: loop(loopTo),
    },
    {
      id: 'replay.no-loop',
      group,
      keys: ['Shift+I'],
      shown: 'Shift+I',
      does: 'No loop any more',
      run: house => roomOf(house).commands.loop(null),
    },
    {
      id: 'replay.first',
      group,
      keys: ['Home'],
      shown: 'Home',
      does: 'First frame',
      run: ({ conductor }) => conductor.commands.seek(0),
    },
    {
      id: 'replay.last',
      group,
      keys: ['End'],
      shown: 'End',
      does: 'Last frame',
      run: house => house.conductor.commands.seek((playheadOf(house)?.frameCount ?? 1) - 1),
    },
    {
      id: 'replay.mark-before',
      group,
      keys: ['ArrowUp'],
      shown: '↑ in replay',
      does: 'Mark before, while no region is selected',
      repeats: true,
      run: upOrDown(-1),
    },
    {
      id: 'replay.mark-after',
      group,
      keys: ['ArrowDown'],
      shown: '↓ in replay',
      does: 'Mark after, while no region is selected',
      repeats: true,
      run: upOrDown(1),
    },
    {
      id: 'replay.timeline',
      group,
      isToggle: true,
      keys: ['Shift+T'],
      shown: 'Shift+T',
      does: 'Timeline under the picture, or none',
      run: house => roomOf(house).view.setState(({ timelineOpen }) => ({ timelineOpen: !timelineOpen })),
    },
    {
      id: 'replay.measure-again',
      group,
      isToggle: true,
      keys: ['Shift+R'],
      shown: 'Shift+R, in replay',
      does: 'Measure again: panel beside the picture, or none',
      run: house => roomOf(house).view.setState(({ panelOpen }) => ({ panelOpen: !panelOpen })),
    },
    {
      id: 'replay.clip',
      group,
      isToggle: true,
      keys: ['Shift+V'],
      shown: 'Shift+V',
      does: 'Save the loop, or all of it, as a video; again: stop',
      run: house => void saveClip(house),
    },
    {
      id: 'replay.compare',
      group,
      keys: ['Shift+A'],
      shown: 'Shift+A',
      does: 'Put this moment aside as A, to compare',
      run: house => {
        house.conductor.commands.pause();
        void roomOf(house)
          .commands.pin()
          .then(isPinned =>
            house.desk.say(words(isPinned ? 'Put aside as A.' : 'There is no picture to put aside.')),
          );
      },
    },
  ];
}
