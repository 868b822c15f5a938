/** The steps in their order, and how each stands. */

import { type CalibrationRun, type StepState, stepNames } from '#model/calibration.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { stateWords, stepWords } from './step-words.ts';

const marks = {
  'to-do': 'M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z',
  done: 'M2.5 8.5l3.5 3.5 7.5-8',
  skipped: 'M3 4l4 4-4 4M8 4l4 4-4 4',
  'not-needed': 'M3 8h10',
} as const satisfies Record<StepState, string>;

export function StepRail({ run }: { readonly run: CalibrationRun }) {
  const { calibrate } = useCommands();
  const isBusy = useConductor('calibrating', state => state.busy !== null);
  return (
    <nav className="step-rail" aria-label={words('Steps of the calibration')}>
      <ol>
        {stepNames.map(name => (
          <li key={name}>
            <button
              type="button"
              data-state={run.states[name]}
              aria-current={name === run.step ? 'step' : undefined}
              title={`${words(stepWords[name].title)} (${words(stateWords[run.states[name]])})`}
              disabled={isBusy}
              onClick={() => calibrate.goTo(name)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d={marks[run.states[name]]} />
              </svg>
              {words(stepWords[name].short)}
              <span className="visually-hidden">, {words(stateWords[run.states[name]])}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
