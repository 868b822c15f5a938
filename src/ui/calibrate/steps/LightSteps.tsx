/** Known relative lights, one after the other: the curve of a camera that cannot be shown a chart. */

import { useState } from 'react';
import type { CurvePoint } from '#model/calibration.ts';
import type { PhantomTarget } from '#model/phantom.ts';
import { words } from '#words/words.ts';
import { Icon } from '../../controls/Icon.tsx';
import { NumberField } from '../../controls/NumberField.tsx';
import { useCommands, useConductor } from '../../house.ts';
import { CameraControls } from '../CameraControls.tsx';
import { CurveFits } from '../curve/CurveFits.tsx';
import { PhantomTargets } from '../PhantomTargets.tsx';
import { Reading } from '../Reading.tsx';
import { StepIntro } from '../StepIntro.tsx';
import { inCodes, plusMinus } from '../words.ts';

/** Radiances of the simulated step target: a factor of two apart, the brightest below clipping. */
const simulated = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8] as const;

const targets: readonly (readonly [string, PhantomTarget])[] = [
  ['0', { kind: 'cap' }],
  ...simulated.map(radiance => [String(radiance), { kind: 'uniform', radiance }] as const),
];

/** Below this many points no curve can be told from another. */
const fewest = 4;

export function LightSteps() {
  const { calibrate } = useCommands();
  const points = useConductor('calibrating', ({ run }) => run?.curvePoints ?? null) ?? [];
  const fits = useConductor('calibrating', ({ run }) => run?.curveFits ?? null) ?? [];
  const [light, setLight] = useState<number | null>(null);
  return (
    <>
      <StepIntro step="steps" isRead={points.length > 0}>
        <CameraControls />
      </StepIntro>
      <PhantomTargets
        targets={targets}
        onShow={target => {
          if (target.kind === 'uniform') setLight(target.radiance);
          if (target.kind === 'cap') setLight(0);
        }}
      />
      <div className="read-step">
        <NumberField
          label={words('Relative light or exposure')}
          min={0}
          max={1_000_000}
          step={0.0001}
          value={light}
          onChange={setLight}
        />
        <Reading
          label={words('Read this step')}
          isRead={false}
          isDisabled={light === null}
          onRead={() => light !== null && void calibrate.readStep(light)}
        />
      </div>
      {points.length > 0 && points.length < fewest && (
        <p className="hint">
          {words(
            fewest - points.length === 1
              ? '{fewest} more step until a curve can be fitted.'
              : '{fewest} more steps until a curve can be fitted.',
            { fewest: fewest - points.length },
          )}
        </p>
      )}
      {points.length >= fewest && fits.length === 0 && (
        <p className="caution">
          {words(
            'No curve goes through these steps: codes must rise with light, and four of them must not be clipped.',
          )}
        </p>
      )}
      {fits.length > 0 ? (
        <CurveFits fits={fits}>
          <Points points={points} />
        </CurveFits>
      ) : (
        <Points points={points} />
      )}
    </>
  );
}

function Points({ points }: { readonly points: readonly CurvePoint[] }) {
  const { calibrate } = useCommands();
  if (points.length === 0) return null;
  return (
    <table className="points">
      <caption>{words('Steps that were read')}</caption>
      <thead>
        <tr>
          <th scope="col">{words('Light')}</th>
          <th scope="col">{words('Codes')}</th>
          <th scope="col">
            <span className="visually-hidden">{words('Take away')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ light: known, codes, sdCodes }, index) => (
          <tr key={`${known} ${codes}`}>
            <td>{known}</td>
            <td>
              {inCodes(codes)} <span className="soft">{plusMinus(sdCodes)}</span>
            </td>
            <td>
              <button
                type="button"
                className="plain"
                aria-label={words('Take away the step of light {known}', { known })}
                onClick={() => calibrate.removePoint(index)}
              >
                <Icon name="close" />
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
