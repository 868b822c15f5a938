/** Which light the colours span: two handles over the histogram of the whole field. */

import { useMemo } from 'react';
import { inShort } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';
import { binLights, histogramPath } from './histogram.ts';

const low = -0.1;
const high = 1.1;
const step = 0.01;

const share = (light: number) => `${((100 * (light - low)) / (high - low)).toFixed(2)}%`;

export function WindowControl() {
  const { setDisplay } = useCommands();
  const windowLow = useConductor('scene', state => state.display.windowLow);
  const windowHigh = useConductor('scene', state => state.display.windowHigh);
  const profile = useConductor('scene', state => state.profile);
  const stream = useConductor('scene', state => state.layout?.nir?.stream ?? 'main');
  const format = useConductor('feed', feed => feed.formats?.[stream] ?? null);
  const counts = useConductor('readout', readout => readout.measurement?.fieldHistogram ?? null);
  const lights = useMemo(() => format && binLights(format, profile), [format, profile]);
  const path = counts && lights ? histogramPath(counts, lights, { low, high }) : '';
  return (
    <fieldset className="window">
      <legend className="visually-hidden">{words('Window')}</legend>
      <span className="slider-words">
        <span>{words('Window')}</span>
        <output aria-live="off">
          {inShort(windowLow)} – {inShort(windowHigh)}
        </output>
      </span>
      <div className="window-track">
        <div className="window-axis">
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <path d={path} />
          </svg>
          <span
            className="window-span"
            style={{ left: share(windowLow), right: `calc(100% - ${share(windowHigh)})` }}
          />
        </div>
        <input
          type="range"
          aria-label={words('Window, dark end')}
          aria-valuetext={words('{light} of white', { light: inShort(windowLow) })}
          min={low}
          max={high}
          step={step}
          value={windowLow}
          onChange={event =>
            setDisplay({ windowLow: Math.min(event.currentTarget.valueAsNumber, windowHigh - step) })
          }
        />
        <input
          type="range"
          aria-label={words('Window, bright end')}
          aria-valuetext={words('{light} of white', { light: inShort(windowHigh) })}
          min={low}
          max={high}
          step={step}
          value={windowHigh}
          onChange={event =>
            setDisplay({ windowHigh: Math.max(event.currentTarget.valueAsNumber, windowLow + step, step) })
          }
        />
      </div>
    </fieldset>
  );
}
