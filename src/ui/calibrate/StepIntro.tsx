/** What to do in a step, beside a drawing of it; folded away once there is something to look at. */
import type { StepName } from '#model/calibration.ts';
import { StepDrawing } from './StepDrawing.tsx';
import { stepWords } from './step-words.ts';

export function StepIntro({ step, isRead }: { readonly step: StepName; readonly isRead: boolean }) {
  const { instructions } = stepWords[step];
  const words = (
    <div className="step-intro">
      <StepDrawing step={step} />
      <div>
        {instructions.map(sentence => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
  if (!isRead) return words;
  return (
    <details className="step-again">
      <summary>What to do</summary>
      {words}
    </details>
  );
}
