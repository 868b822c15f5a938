/** The code of no light: one number, or one a pixel where the dark has a structure. */
import { useState } from 'react';
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
        label={dark ? 'Read the dark again' : 'Read the dark'}
        isRead={dark !== null}
        onRead={() => void calibrate.readDark()}
      />
      {dark && (
        <>
          <Findings findings={dark.findings} />
          <Facts
            facts={[
              ['Dark', `${inCodes(dark.darkCodes)} ${plusMinus(dark.darkSdCodes)} codes`],
              ['Noise of a pixel', `${inCodes(dark.noiseCodes)} codes`],
              ['Structure', `${inCodes(dark.structureCodes)} codes`],
              ['Frames', String(dark.frames)],
            ]}
          />
          <PictureView picture={dark.picture} caption="Structure of the dark, stretched" />
          <fieldset className="pick">
            <legend>Subtract</legend>
            <button type="button" aria-pressed={!usesField} onClick={() => setWanted(false)}>
              One dark for all pixels
            </button>
            <button
              type="button"
              aria-pressed={usesField}
              disabled={!dark.field}
              onClick={() => setWanted(true)}
            >
              Each pixel its own
            </button>
          </fieldset>
          {!dark.field && (
            <p className="hint">There is no structure beyond noise: one dark for all is enough.</p>
          )}
          <Accept
            label="Accept this dark"
            refusal={refusalOf(dark.findings)}
            onAccept={() => calibrate.acceptDark(usesField)}
          />
        </>
      )}
    </>
  );
}
