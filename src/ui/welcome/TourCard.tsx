/** The guided tour's card under the picture. Not modal: every key and button works as ever, and doing a step goes on to the next. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { useFold } from '../controls/use-fold.ts';
import { useKeysInWords } from '../hands/use-keys-in-words.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { beginTour, connectCamera } from './doors.ts';
import { tourSteps } from './tour-steps.ts';
import './welcome.css';

export function TourCard() {
  const { tour } = useHouse();
  const { index } = useStore(tour.store);
  const isBig = useDesk(state => state.bigNumbers);
  const isCalibrating = useConductor('calibrating', state => state.run !== null);
  const isChecking = useConductor('checking', state => state.isOpen);
  if (index === null || isBig || isCalibrating || isChecking) return null;
  return index < tourSteps.length ? <StepCard index={index} /> : <EndCard />;
}

function StepCard({ index }: { readonly index: number }) {
  const { tour } = useHouse();
  const isDone = useStore(tour.store, ({ done }) => done.has(index));
  const isFolded = useFold() === 'compact';
  const [isOpen, setOpen] = useState(false);
  const step = tourSteps[index];
  const keys = useKeysInWords(step?.binding ?? '');
  if (!step) return null;
  // “Space, held” is said by the sentence itself.
  const task = step.task?.(words(keys.split(',')[0] ?? '')) ?? '';
  const isReadOnly = !step.watch;
  const title = step.title();
  return (
    <section className="tour" aria-label={words('Guided tour')}>
      <div className="tour-words">
        <p className="tour-title">
          <span className="soft">
            {index + 1}/{tourSteps.length}
          </span>{' '}
          <strong>{title}</strong>
        </p>
        {(!isFolded || isOpen) && <p className="tour-text">{step.text()}</p>}
        {task && <p className="tour-task">{task}</p>}
      </div>
      <div className="tour-buttons">
        {isFolded && (
          <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {words('Why')}
          </button>
        )}
        <button type="button" disabled={index === 0} onClick={() => tour.back()}>
          {words('Back')}
        </button>
        {/* One element for both, so that the focus stays where it was. */}
        <button
          type="button"
          className="primary"
          onClick={() => (isReadOnly || isDone ? tour.next() : tour.showMe())}
        >
          {isReadOnly || isDone ? words('Next') : (step.showMeSays?.() ?? words('Show me'))}
        </button>
        <button type="button" className="plain" onClick={() => tour.end()}>
          {words('End the tour')}{' '}
          <span className="key" aria-hidden="true">
            Esc
          </span>
        </button>
      </div>
      <Spoken text={`${title}. ${isReadOnly ? step.text() : task}`} />
    </section>
  );
}

function EndCard() {
  const house = useHouse();
  return (
    <section className="tour" aria-label={words('Guided tour')}>
      <div className="tour-words">
        <p className="tour-title">
          <strong>{words('That was the tour.')}</strong>
        </p>
        <p className="tour-text">
          {words(
            'A still lies on this device. The same picture, keys and numbers wait for a camera; calibrate it before its numbers are compared.',
          )}
        </p>
      </div>
      <div className="tour-buttons">
        <button type="button" onClick={() => beginTour(house)}>
          {words('Again')}
        </button>
        <button
          type="button"
          onClick={() => {
            house.tour.end();
            connectCamera(house);
          }}
        >
          {words('Connect a camera')}
        </button>
        <button type="button" className="primary" onClick={() => house.tour.end()}>
          {words('Close the tour')}
        </button>
      </div>
      <Spoken text={words('That was the tour.')} />
    </section>
  );
}

/** One live region for all steps: it changes, and is spoken, when the step does. */
const Spoken = ({ text }: { readonly text: string }) => (
  <p className="visually-hidden" role="status">
    {text}
  </p>
);
