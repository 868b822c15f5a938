/** The words over the picture. Only NO SIGNAL blinks; states are spoken once, ages never. */
import { words } from '#words/words.ts';
import { useConductor, usePicture } from '../house.ts';
import { UncalibratedTag } from './UncalibratedTag.tsx';
import { pastWord, pictureWord } from './veil-words.ts';

export function Veil() {
  const state = usePicture(picture => picture.state);
  const ageS = usePicture(picture => (picture.state === 'live' ? 0 : picture.ageS));
  const graphics = useConductor('readout', readout => readout.liveness.graphics);
  const status = useConductor('feed', feed => feed.status);
  const description = useConductor('feed', feed => feed.description);
  const word = pictureWord({ state, ageS }, graphics, { status, description });
  const past = pastWord(description?.kind ?? 'none');
  return (
    <>
      <div className="tags">
        {past && <span className="tag past">{words(past)}</span>}
        {word && !word.covers && (
          <span className={`tag ${word.tone}`}>
            <strong>{words(word.word)}</strong> {word.age} {words(word.detail)}
          </span>
        )}
        <UncalibratedTag />
      </div>
      {state === 'frozen' && <div className="frozen-frame" aria-hidden="true" />}
      {word?.covers && (
        <div className={`veil ${word.tone}`} data-state={state}>
          <strong className={state === 'no-signal' ? 'veil-word blinking' : 'veil-word'}>
            {words(word.word)}
          </strong>
          {word.age && <span className="veil-age">{word.age}</span>}
          <span className="veil-detail">{words(word.detail)}</span>
        </div>
      )}
      <p className="visually-hidden" role="alert">
        {word?.tone === 'stop' ? `${words(word.word)}. ${words(word.detail)}` : ''}
      </p>
      <p className="visually-hidden" role="status">
        {word && word.tone !== 'stop' ? `${words(word.word)}. ${words(word.detail)}` : ''}
      </p>
    </>
  );
}
