/** Stability: a place's light over minutes, its drift, periods and steps. */

import { checkNumber, checkNumberWithSd } from '#model/check/report.ts';
import { isChecked, type StabilityResult } from '#model/check.ts';
import { numerals, words } from '#words/words.ts';
import { PhantomTargets } from '../calibrate/PhantomTargets.tsx';
import { phantomTargets } from '../calibrate/step-words.ts';
import { Choice } from '../controls/Choice.tsx';
import { useCommands, useConductor } from '../house.ts';
import { PartFigures } from './Figures.tsx';
import { Read } from './Read.tsx';
import { StabilityPlot } from './StabilityPlot.tsx';
import { Withheld } from './Withheld.tsx';

const durations = [
  ['60', '1 minute'],
  ['120', '2 minutes'],
  ['300', '5 minutes'],
  ['600', '10 minutes'],
  ['1800', '30 minutes'],
] as const;
const targets = phantomTargets.flat ? [phantomTargets.flat] : [];

export function StabilityPart() {
  const { check } = useCommands();
  const done = useConductor('checking', state => state.report?.parts.stability ?? null);
  const stabilityS = useConductor('checking', state => state.stabilityS);
  const isBusy = useConductor('checking', state => state.busy !== null);
  const result = done?.result ?? null;
  const chosen = durations.find(([seconds]) => Number(seconds) === stabilityS)?.[0] ?? '120';
  return (
    <>
      <p>
        {words(
          'Put a lasting fluorescent target in the middle of the NIR picture and leave it alone: the mean of the middle fifth is followed. Lamps, screens and heating that disturb the camera show as drift, steps or periods.',
        )}
      </p>
      <PhantomTargets targets={targets} />
      {!isBusy && (
        <Choice
          label={words('For')}
          value={chosen}
          options={durations.map(([seconds, word]) => [seconds, words(word)] as const)}
          onChange={seconds => check.setStabilityS(Number(seconds))}
        />
      )}
      <Read part="stability" label={words('Watch it')} />
      {result && 'withheld' in result && <Withheld name={words('Stability')} why={result} />}
      {isChecked(result) && <Found result={result} />}
      <PartFigures part="stability" />
    </>
  );
}

function Found({ result }: { readonly result: StabilityResult }) {
  const { periods, searchedS, largestStep, durationS, samples } = result;
  return (
    <>
      <StabilityPlot result={result} />
      {periods.length === 0 ? (
        <p>
          {words('No period between {from} and {to} s stands out of the noise.', {
            from: checkNumber(searchedS.from),
            to: checkNumber(searchedS.to),
          })}
        </p>
      ) : (
        <table className="check-bars">
          <thead>
            <tr>
              <th scope="col">{words('Period, s')}</th>
              <th scope="col">{words('Amplitude, %')}</th>
              <th scope="col">{words('By chance')}</th>
            </tr>
          </thead>
          <tbody>
            {periods.map(({ periodS, amplitudePercent, falseAlarm }) => (
              <tr key={periodS.value}>
                <th scope="row">{numerals(checkNumberWithSd(periodS.value, periodS.sd))}</th>
                <td>{numerals(checkNumberWithSd(amplitudePercent.value, amplitudePercent.sd))}</td>
                <td>{numerals(falseAlarm < 1e-6 ? '< 0.000001' : checkNumber(falseAlarm))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="hint">
        {words(
          largestStep.standsOut
            ? '{samples} frames over {durationS} s. A step of {percent} % at {atS} s stands out.'
            : '{samples} frames over {durationS} s. No step stands out.',
          {
            samples,
            durationS: checkNumber(durationS),
            percent: checkNumber(largestStep.percent),
            atS: checkNumber(largestStep.atS),
          },
        )}
      </p>
    </>
  );
}
