/** What the capture buttons and their keys do. */
import { words } from '#words/words.ts';
import type { House } from '../house.ts';

/** Houses that keep a still now. */
const keeping = new WeakSet<House>();

/** Keeps a still and says so; what goes wrong becomes a problem by itself. One at a time: nothing while one is being kept. */
export async function keepStill(house: House): Promise<void> {
  if (keeping.has(house)) return;
  keeping.add(house);
  const { conductor, desk } = house;
  desk.say('');
  try {
    const id = await conductor.commands.takeStill([]);
    desk.say(id === null ? words('The still was not kept.') : words('Still kept.'));
  } finally {
    keeping.delete(house);
  }
}

/** Starts or stops; does nothing while it starts or stops already. */
export function toggleRecording({ conductor, desk }: House): void {
  const { stores, commands } = conductor;
  const { status } = stores.recording.getState();
  if (status === 'idle') void commands.startRecording().then(() => desk.say(words('Recording.')));
  if (status === 'recording' || status === 'paused')
    void commands.stopRecording().then(() => desk.say(words('Recording stopped.')));
}

/** Pauses the recording, or goes on with it; nothing where none runs. */
export function togglePause({ conductor, desk }: House): void {
  const { stores, commands } = conductor;
  const { status } = stores.recording.getState();
  if (status === 'recording') void commands.pauseRecording().then(() => desk.say(words('Recording paused.')));
  if (status === 'paused') void commands.resumeRecording().then(() => desk.say(words('Recording goes on.')));
}
