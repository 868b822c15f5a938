/** Dark noise, with the lens capped. */
import { words } from '#words/words.ts';
import { PhantomTargets } from '../calibrate/PhantomTargets.tsx';
import { phantomTargets } from '../calibrate/step-words.ts';
import { useConductor } from '../house.ts';
import { PartFigures } from './Figures.tsx';
import { Read } from './Read.tsx';
import { Withheld } from './Withheld.tsx';

const targets = phantomTargets.dark ? [phantomTargets.dark] : [];

export function DarkPart() {
  const done = useConductor('checking', state => state.report?.parts.dark ?? null);
  const result = done?.result ?? null;
  return (
    <>
      <p>
        {words('Put the cap on the lens, excitation off, exposure and gain as in use. 32 frames are read.')}
      </p>
      <PhantomTargets targets={targets} />
      <Read part="dark" label={words('Read the dark')} />
      {result && 'withheld' in result && <Withheld name={words('Dark noise')} why={result} />}
      <PartFigures part="dark" />
      {result && 'bitDepth' in result && (
        <p className="hint">
          {words('Codes of {bitDepth} bit, from {frames} frames.', {
            bitDepth: result.bitDepth,
            frames: result.frames,
          })}
        </p>
      )}
    </>
  );
}
