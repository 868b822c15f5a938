/** Saves the loop, or the whole recording, as a video with overlay, numbers and clock; says how far it is, and stops. */
import { words } from '#words/words.ts';
import type { Playhead } from '#workers/feed/api.ts';
import { download } from '../capture/download.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { type House, useConductor, useHouse } from '../house.ts';

/** Makes and hands out the clip of what is played now; pressed again it stops. */
export async function saveClip({ conductor, desk }: House): Promise<void> {
  const { stores, commands } = conductor;
  const { playhead } = stores.feed.getState();
  if (stores.clips.getState().share !== null) {
    commands.stopClip();
    return;
  }
  if (!playhead) return;
  const { loop, frameCount } = playhead;
  desk.say(words('Making the video.'));
  const clip = await commands.makeClip(loop ?? { from: 0, to: frameCount - 1 }, 1);
  if (!clip) return;
  download(clip, `rimlight-clip.${clip.type.includes('mp4') ? 'mp4' : 'webm'}`);
  desk.say(words('The video is made.'));
}

export function ClipButton({ playhead }: { readonly playhead: Playhead }) {
  const title = useTitle();
  const house = useHouse();
  const share = useConductor('clips', state => state.share);
  const isReplay = useConductor('feed', feed => feed.description?.kind === 'replay');
  if (!isReplay) return null;
  const what = playhead.loop ? words('the loop') : words('the recording');
  return (
    <button
      type="button"
      className="clip-button"
      title={title(
        share === null ? words('Save {what} as a video', { what }) : words('Stop making the video'),
        'replay.clip',
      )}
      aria-label={share === null ? words('Save {what} as a video', { what }) : words('Stop making the video')}
      onClick={() => void saveClip(house)}
    >
      {share === null ? words('Video') : `${Math.floor(share * 100)} %`}
    </button>
  );
}
