/** The code of no light: one number, or one a pixel where the dark has a structure. */

import { useState } from 'react';
import { words } from '#words/words.ts';
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
import { inCodes, plusMinus, refusalOf } from '../words.ts';

export function DarkStep() {
  const { calibrate } = useCommands();
  const dark = useConductor('calibrating', ({ run }) => run?.dark ?? null);
  /** Null: as the reading suggests. */
  const [wanted, setWanted] = useState<boolean | null>(null);
  const usesField = dark?.field ? (wanted ?? true) : false;
  return (
    <>
      <StepIntro step="dark" isRead={dark !== null}>
        <CameraControls />
      </StepIntro>
      <PhantomTargets targets={phantomTargets.dark ? [phantomTargets.dark] : []} />
      <Reading
        label={dark ? words('Read the dark again') : words('Read the dark')}
        isRead={dark !== null}
        onRead={() => void calibrate.readDark()}
      />
      {dark && (
        <>
          <Findings findings={dark.findings} />
          <Facts
            facts={[
              [
                'Dark',
                words('{codes} codes', {
                  codes: `${inCodes(dark.darkCodes)} ${plusMinus(dark.darkSdCodes)}`,
                }),
              ],
              ['Noise of a pixel', words('{codes} codes', { codes: inCodes(dark.noiseCodes) })],
              ['Structure', words('{codes} codes', { codes: inCodes(dark.structureCodes) })],
              ['Frames', String(dark.frames)],
            ]}
          />
          <PictureView picture={dark.picture} caption={words('Structure of the dark, stretched')} />
          <fieldset className="pick">
            <legend>{words('Subtract')}</legend>
            <button type="button" aria-pressed={!usesField} onClick={() => setWanted(false)}>
              {words('One dark for all pixels')}
            </button>
            <button
              type="button"
              aria-pressed={usesField}
              disabled={!dark.field}
              onClick={() => setWanted(true)}
            >
              {words('Each pixel its own')}
            </button>
          </fieldset>
          {!dark.field && (
            <p className="hint">{words('There is no structure beyond noise: one dark for all is enough.')}</p>
          )}
          <Accept
            label={words('Accept this dark')}
            refusal={refusalOf(dark.findings)}
            onAccept={() => calibrate.acceptDark(usesField)}
          />
        </>
      )}
    </>
  );
}
