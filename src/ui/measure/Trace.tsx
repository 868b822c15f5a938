/** The last thirty seconds of the first pair's TBR. */
import { mayShowNumbers } from '#model/liveness.ts';
import { inDigits } from '#overlay/figures-in-words.ts';
import { useConductor, usePicture } from '../house.ts';
import { tracePath } from './trace-path.ts';

export function Trace() {
  const samples = useConductor('readout', readout => readout.trace);
  const mayShow = usePicture(picture => mayShowNumbers(picture.state));
  const trace = mayShow ? tracePath(samples) : null;
  const words = trace ? `${inDigits(trace.low)} to ${inDigits(trace.high)}` : 'no value';
  return (
    <figure className="trace">
      <svg viewBox="0 0 300 100" preserveAspectRatio="none" role="img" aria-label={`TBR over 30 s: ${words}`}>
        <path d={trace?.path ?? ''} />
      </svg>
      <figcaption>
        <span>−30 s</span>
        <span>{trace ? `${inDigits(trace.low)} – ${inDigits(trace.high)}` : ''}</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}
