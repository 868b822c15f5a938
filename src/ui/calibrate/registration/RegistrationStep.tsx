/**
 * NIR onto white light: pairs of points marked by hand, refined by the computer, judged by eye. Text and buttons stand in
 * the panel; the pictures lie over the viewport.
 */

import { useState } from 'react';
import type { CalibrationRun } from '#model/calibration.ts';
import { numerals, words } from '#words/words.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { useCommands, useConductor } from '../../house.ts';
import { Accept } from '../Accept.tsx';
import { Facts } from '../Facts.tsx';
import { Findings } from '../Findings.tsx';
import { type Check, CheckView, checks } from './CheckView.tsx';
import { Choices, ZoomButtons } from './LayerBar.tsx';
import { MarkView } from './MarkView.tsx';
import { without } from './marking.ts';
import { ParallaxNote } from './ParallaxNote.tsx';
import { PictureLayer } from './PictureLayer.tsx';
import { PicturesButton } from './PicturesButton.tsx';
import { wholeSight } from './pane-geometry.ts';
import { ResidualFacts, ResidualTable } from './ResidualTable.tsx';
import { usePairMarking } from './use-pair-marking.ts';
import { usePictureSource } from './use-picture-source.ts';

const fewestPairs = 4;
const looks = ['Mark', ...checks] as const;
const fits = ['The pairs', 'Refined'] as const;

export function RegistrationStep() {
  const run = useConductor('calibrating', state => state.run);
  return run && <Registration run={run} />;
}

function Registration({ run }: { readonly run: CalibrationRun }) {
  const { calibrate } = useCommands();
  const hand = usePairMarking(run);
  const isBusy = useConductor('calibrating', state => state.busy !== null);
  const [sight, setSight] = useState(wholeSight);
  const [look, setLook] = useState<(typeof looks)[number]>('Mark');
  const [showsUncertainty, setShowsUncertainty] = useState(false);
  const [chosen, setChosen] = useState<(typeof fits)[number]>('Refined');
  const white = usePictureSource(run.pictures?.white);
  const nir = usePictureSource(run.pictures?.nir);
  const { pairs, registration, refined, draft } = run;
  const isRefined = refined !== null && chosen === 'Refined';
  const fit = isRefined ? refined : registration;
  const check: Check | null = white && nir && fit && look !== 'Mark' ? look : null;
  const mmPerPx = draft.scale?.mmPerPx ?? null;
  const stop = fit?.findings.find(({ severity }) => severity === 'stop');

  return (
    <div className="stack registration-step" data-keeps-focus="true">
      <p>
        {words(
          'Press the same place in both pictures, first in one, then in the other; under the loupe arrows carry it by a tenth of a pixel, Enter sets it. At least four places, far apart, no three on a line.',
        )}
      </p>
      <PicturesButton first={words('Take pictures')} again={words('Take new pictures')} />
      {pairs.length < fewestPairs && (
        <p role="status">
          {words('{count} of at least {fewestPairs} pairs.', { count: pairs.length, fewestPairs })}
        </p>
      )}
      {fit && <ResidualFacts fit={fit} mmPerPx={mmPerPx} />}
      {fit && <Findings findings={fit.findings} />}
      <ResidualTable
        pairs={pairs}
        fit={fit}
        mmPerPx={mmPerPx}
        onRemove={index => hand.take(without(pairs, index))}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={hand.usesDistortion}
          onChange={event => hand.setDistortion(event.currentTarget.checked)}
        />
        <span>{words('The lens distorts (radial)')}</span>
      </label>
      <button type="button" disabled={!registration || isBusy} onClick={() => void calibrate.refine()}>
        {words('Refine automatically')}
      </button>
      {refined && (
        <>
          <Facts
            facts={[
              [
                'Agreement of the channels',
                numerals(`${refined.agreementBefore.toFixed(2)} → ${refined.agreementAfter.toFixed(2)}`),
              ],
            ]}
          />
          <Choices label={words('Which is used')} names={fits} chosen={chosen} onChoose={setChosen} />
        </>
      )}
      <NumberField
        label={words('Working distance, mm')}
        hint={words('From the front lens to the tissue, as it is now. For the record.')}
        value={draft.workingDistanceMm}
        min={1}
        max={10_000}
        step={1}
        onChange={mm => calibrate.setWorkingDistance(mm)}
      />
      {white && <ParallaxNote workingDistanceMm={draft.workingDistanceMm} widthPx={white.picture.widthPx} />}
      <Accept
        refusal={
          fit
            ? stop
              ? words(stop.words)
              : null
            : words('Mark at least four pairs that a registration can be made from.')
        }
        onAccept={() => calibrate.acceptRegistration(isRefined ? 'refined' : 'pairs')}
      />
      <PictureLayer name={words('Pictures to register')}>
        <div className="layer-bar">
          <Choices
            label={words('What is shown')}
            names={looks}
            chosen={check ?? 'Mark'}
            isDisabled={name => name !== 'Mark' && !(white && nir && fit)}
            onChoose={setLook}
          />
          <button
            type="button"
            aria-pressed={showsUncertainty}
            disabled={!fit || check !== null}
            onClick={() => setShowsUncertainty(!showsUncertainty)}
          >
            {words('Uncertainty')}
          </button>
          {white && <ZoomButtons picture={white.picture} sight={sight} onSight={setSight} />}
        </div>
        {check && white && nir && fit ? (
          <CheckView white={white.picture} nir={nir.picture} {...{ fit, check, sight }} onSight={setSight} />
        ) : (
          <MarkView sources={{ white, nir }} {...{ hand, fit, sight, showsUncertainty }} onSight={setSight} />
        )}
      </PictureLayer>
    </div>
  );
}
