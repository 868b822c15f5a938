/** A guided calibration: works beside the live picture, where otherwise the numbers stand. */

import { useEffect, useRef } from 'react';
import type { CalibrationRun, StepName } from '#model/calibration.ts';
import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { useConductor, useHouse } from '../house.ts';
import { discardCalibration, leaveCalibration } from './begin.ts';
import { PhantomTargets } from './PhantomTargets.tsx';
import { ReadingState } from './Reading.tsx';
import { RegistrationStep } from './registration/RegistrationStep.tsx';
import { ScaleStep } from './registration/ScaleStep.tsx';
import { StepRail } from './StepRail.tsx';
import { spoken } from './spoken.ts';
import { phantomTargets, stepBack, stepOn, stepWords } from './step-words.ts';
import { DarkStep } from './steps/DarkStep.tsx';
import { FlatStep } from './steps/FlatStep.tsx';
import { LightSteps } from './steps/LightSteps.tsx';
import { PathStep } from './steps/PathStep.tsx';
import { VerdictStep } from './steps/VerdictStep.tsx';
import './calibrate.css';
import { PanelKeyHint, usePanelKey } from './panel-keys.tsx';

/** A step whose content knows neither the simulated camera nor readings gets both from the panel. */
const framed = (step: StepName, Content: () => React.JSX.Element | null) => () => {
  const target = phantomTargets[step];
  return (
    <>
      <PhantomTargets targets={target ? [target] : []} />
      <ReadingState />
      <Content />
    </>
  );
};

const contents = {
  path: PathStep,
  steps: LightSteps,
  dark: DarkStep,
  flat: FlatStep,
  registration: framed('registration', RegistrationStep),
  scale: framed('scale', ScaleStep),
  verdict: VerdictStep,
} as const satisfies Record<StepName, () => React.JSX.Element | null>;

export function CalibratePanel({ run }: { readonly run: CalibrationRun }) {
  const { step } = run;
  const heading = useRef<HTMLHeadingElement>(null);
  const body = useRef<HTMLElement>(null);
  const said = useConductor('calibrating', spoken);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins at its top, with its name.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    body.current?.scrollTo(0, 0);
  }, [step]);
  const { chart, dark, flat } = run;
  const seen = useRef({ chart, dark, flat });
  useEffect(() => {
    const before = seen.current;
    seen.current = { chart, dark, flat };
    const isNew = [
      chart !== before.chart && chart,
      dark !== before.dark && dark,
      flat !== before.flat && flat,
    ];
    if (isNew.some(Boolean)) body.current?.querySelector('.findings')?.scrollIntoView({ block: 'start' });
  }, [chart, dark, flat]);
  const Content = contents[step];
  return (
    <aside className="calibrate" aria-label={words('Calibration')}>
      <Head />
      <StepRail run={run} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section ref={body} className="calibrate-body" aria-label={words(stepWords[step].title)} tabIndex={0}>
        <h3 ref={heading} tabIndex={-1}>
          {words(stepWords[step].title)}
        </h3>
        <Content key={step} />
      </section>
      <Foot run={run} />
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </aside>
  );
}

function Head() {
  const panelKey = usePanelKey();
  const house = useHouse();
  return (
    <header className="calibrate-head">
      <h2>{words('Calibration')}</h2>
      <button
        type="button"
        className="plain"
        {...panelKey('Shift+Q')}
        onClick={() => discardCalibration(house)}
      >
        {words('Discard')}
      </button>
      <button
        type="button"
        className="plain"
        aria-label={words('Leave; it can be resumed')}
        title={words('Leave; it can be resumed (Esc)')}
        onClick={() => leaveCalibration(house)}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}

function Foot({ run }: { readonly run: CalibrationRun }) {
  const panelKey = usePanelKey();
  const { conductor } = useHouse();
  const { calibrate } = conductor.commands;
  const isBusy = useConductor('calibrating', state => state.busy !== null);
  const on = stepOn(run);
  /** From the run as it is now: a key may come before what the last one did is drawn. */
  const go = (to: typeof stepOn) => {
    const { run: now } = conductor.stores.calibrating.getState();
    const step = now && to(now);
    if (step) calibrate.goTo(step);
  };
  const state = run.states[run.step];
  return (
    <footer className="calibrate-foot">
      <button
        type="button"
        {...panelKey('U')}
        disabled={isBusy || !stepBack(run)}
        onClick={() => go(stepBack)}
      >
        {words('Back')} <PanelKeyHint of="U" />
      </button>
      {on && (
        <>
          <button
            type="button"
            {...panelKey('W')}
            disabled={isBusy || state === 'not-needed'}
            title={words('Leave this step as it was before')}
            onClick={() => calibrate.skip()}
          >
            {words('Skip')} <PanelKeyHint of="W" />
          </button>
          <button
            type="button"
            className={state === 'to-do' ? undefined : 'primary'}
            {...panelKey('V')}
            disabled={isBusy}
            onClick={() => go(stepOn)}
          >
            {words('Next')} <PanelKeyHint of="V" />
          </button>
        </>
      )}
    </footer>
  );
}
