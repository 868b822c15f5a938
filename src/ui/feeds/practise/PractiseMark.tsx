/** Says above the picture that what is wrong with it was asked for, and ends that by a press: practice must never pass for a case. */
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../../house.ts';
import { faultWords } from './fault-words.ts';
import './practise.css';

export function PractiseMark() {
  const { provoke } = useCommands();
  const fault = useConductor('feed', feed => feed.fault);
  if (!fault) return null;
  return (
    <div className="practise-mark">
      <strong role="status">{words('PRACTICE: {fault}', { fault: words(faultWords[fault].name) })}</strong>
      <button type="button" onClick={() => provoke(null)}>
        {words('End practice')}
      </button>
    </div>
  );
}
