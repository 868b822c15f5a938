/** The last thirty seconds of the first pair's TBR. */

import { mayShowNumbers } from '#model/liveness.ts';
import { inDigits } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { useConductor, usePicture } from '../house.ts';
import { tracePath } from './trace-path.ts';

export function Trace() {
  const samples = useConductor('readout', readout => readout.trace);
  const mayShow = usePicture(picture => mayShowNumbers(picture.state));
  const trace = mayShow ? tracePath(samples) : null;
  const values = trace
    ? words('{low} to {high}', { low: inDigits(trace.low), high: inDigits(trace.high) })
    : words('no value');
  return (
    <figure className="trace">
      <svg
        viewBox="0 0 300 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={words('TBR over 30 s: {values}', { values })}
      >
        <path d={trace?.path ?? ''} />
      </svg>
      <figcaption>
        <span>−30 s</span>
        <span>{trace ? `${inDigits(trace.low)} – ${inDigits(trace.high)}` : ''}</span>
        <span>{words('now')}</span>
      </figcaption>
    </figure>
  );
}
