/** What to do in a step, beside a drawing of it; folded away once there is something to look at. */

import type { ReactNode } from 'react';
import type { StepName } from '#model/calibration.ts';
import { words } from '#words/words.ts';
import { StepDrawing } from './StepDrawing.tsx';
import { stepWords } from './step-words.ts';

export function StepIntro({
  step,
  isRead,
  children,
}: {
  readonly step: StepName;
  readonly isRead: boolean;
  /** What is only needed to prepare a reading. */
  readonly children?: ReactNode;
}) {
  return (
    <details className="step-intro" open={!isRead}>
      <summary hidden={!isRead}>{words('What to do')}</summary>
      <div className="step-words">
        <StepDrawing step={step} />
        <div>
          {stepWords[step].instructions.map(sentence => (
            <p key={sentence}>{words(sentence)}</p>
          ))}
        </div>
      </div>
      {children}
    </details>
  );
}
