/** How evenly the light and the lens treat the picture, before and after it is corrected. */

import { useState } from 'react';
import type { Uniformity } from '#model/calibration.ts';
import { numerals, words } from '#words/words.ts';
import { useCommands, useConductor } from '../../house.ts';
import { Accept } from '../Accept.tsx';
import { CameraControls } from '../CameraControls.tsx';
import { Facts } from '../Facts.tsx';
import { Findings } from '../Findings.tsx';
import { PhantomTargets } from '../PhantomTargets.tsx';
import { PictureView } from '../PictureView.tsx';
import { Reading } from '../Reading.tsx';
import { StepIntro } from '../StepIntro.tsx';
import { phantomTargets } from '../step-words.ts';
import { refusalOf } from '../words.ts';

const limits = [
  ['60 %', 'above60'],
  ['80 %', 'above80'],
  ['90 %', 'above90'],
  ['95 %', 'above95'],
] as const satisfies readonly (readonly [string, keyof Uniformity])[];

/** What a flat field cannot do: told beside the figures, never folded away. */
const alwaysSaid = 'flat-instrument-only';

const inPercent = (share: number): string => numerals(`${(100 * share).toFixed(1)} %`);

export function FlatStep() {
  const { calibrate } = useCommands();
  const flat = useConductor('calibrating', ({ run }) => run?.flat ?? null);
  const isBusy = useConductor('calibrating', state => state.busy !== null);
  const always = flat?.findings.find(({ id }) => id === alwaysSaid);
  const [method, setMethod] = useState<'smooth' | 'mean'>(flat?.method ?? 'smooth');
  return (
    <>
      <StepIntro step="flat" isRead={flat !== null}>
        <CameraControls />
        <fieldset className="pick" disabled={isBusy}>
          <legend>{words('Method')}</legend>
          <button type="button" aria-pressed={method === 'smooth'} onClick={() => setMethod('smooth')}>
            {words('Smooth fit, dust left out')}
          </button>
          <button type="button" aria-pressed={method === 'mean'} onClick={() => setMethod('mean')}>
            {words('Every pixel as it is')}
          </button>
        </fieldset>
      </StepIntro>
      <PhantomTargets targets={phantomTargets.flat ? [phantomTargets.flat] : []} />
      <Reading
        label={flat ? words('Read the target again') : words('Read the target')}
        isRead={flat !== null}
        onRead={() => void calibrate.readFlat(method)}
      />
      {flat && (
        <>
          <Findings findings={flat.findings.filter(({ id }) => id !== alwaysSaid)} />
          <div className="before-after">
            <PictureView picture={flat.pictureBefore} caption={words('Before')} />
            <PictureView picture={flat.pictureAfter} caption={words('After, other frames')} />
          </div>
          <UniformityTable before={flat.before} after={flat.after} />
          <Facts
            facts={[
              ['Left over between places', inPercent(flat.residualShare)],
              ['Left out as dust', inPercent(flat.maskedShare)],
            ]}
          />
          <p className="hint">{always && words(always.words)}</p>
          <Accept
            label={words('Accept this flat field')}
            refusal={refusalOf(flat.findings)}
            onAccept={() => calibrate.acceptFlat()}
          />
        </>
      )}
    </>
  );
}

function UniformityTable({ before, after }: { readonly before: Uniformity; readonly after: Uniformity }) {
  return (
    <table className="figures-table">
      <caption>{words('Share of the field brighter than this part of its maximum')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{words('When')}</span>
          </th>
          {limits.map(([word]) => (
            <th key={word} scope="col">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(
          [
            ['Before', before],
            ['After', after],
          ] as const
        ).map(([word, uniformity]) => (
          <tr key={word}>
            <th scope="row">{words(word)}</th>
            {limits.map(([limit, name]) => (
              <td key={limit}>{inPercent(uniformity[name])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
