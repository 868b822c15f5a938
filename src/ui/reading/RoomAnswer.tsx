/** What the reader answers: mark, confidence, outlines; and the way on and back. Every button names its key. */

import type { ReadingRun } from '#conductor/reading-api.ts';
import { isAnswered, readingMarks } from '#model/reading.ts';
import { words } from '#words/words.ts';
import { useReadingCommands } from './reading-context.ts';
import { confidenceKeys } from './room-keys.ts';
import { confidenceWords, markWords } from './words.ts';

export function RoomAnswer({
  run,
  isDrawing,
  onNext,
  onBack,
  onUndo,
}: {
  readonly run: ReadingRun;
  /** A line is begun. */
  readonly isDrawing: boolean;
  readonly onNext: () => void;
  readonly onBack: () => void;
  readonly onUndo: () => void;
}) {
  const { setMark, setConfidence } = useReadingCommands();
  const { answer, isShown, isSaving, place, count } = run;
  const isAtEnd = place >= count;
  return (
    <div className="reading-answer">
      <fieldset className="row">
        <legend className="visually-hidden">{words('Margin')}</legend>
        {readingMarks.map((mark, i) => (
          <button
            key={mark}
            type="button"
            aria-pressed={answer.mark === mark}
            aria-keyshortcuts={`${i + 1}`}
            disabled={!isShown}
            onClick={() => setMark(mark)}
          >
            {words(markWords[mark])} <span className="key">{i + 1}</span>
          </button>
        ))}
      </fieldset>
      <fieldset className="row">
        <legend className="visually-hidden">{words('Confidence')}</legend>
        {confidenceKeys.map((key, i) => (
          <button
            key={key}
            type="button"
            aria-pressed={answer.confidence === i + 1}
            aria-keyshortcuts={`${key} Shift+${i + 1}`}
            disabled={!isShown}
            onClick={() => setConfidence(i + 1)}
          >
            <span className="visually-hidden">{words('Confidence')} </span>
            {i + 1}
            <span className={i === 0 || i === 4 ? '' : 'visually-hidden'}>
              {words(confidenceWords[i] ?? '')}
            </span>
            <span className="key">{key}</span>
          </button>
        ))}
      </fieldset>
      <div className="row">
        <button
          type="button"
          aria-keyshortcuts="Z"
          disabled={!isDrawing && (!isShown || answer.outlines.length === 0)}
          onClick={onUndo}
        >
          {words('Take back')} <span className="key">Z</span>
        </button>
        <button
          type="button"
          aria-keyshortcuts="Backspace"
          disabled={place === 0 || isSaving}
          onClick={onBack}
        >
          {words('Back')} <span className="key">⌫</span>
        </button>
        <button
          type="button"
          className="primary"
          aria-keyshortcuts="Enter"
          disabled={isAtEnd || isSaving || (!isDrawing && !isAnswered(answer))}
          onClick={onNext}
        >
          {isDrawing ? words('Close the line') : words('Next')} <span className="key">↵</span>
        </button>
      </div>
    </div>
  );
}
