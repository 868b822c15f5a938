/** The chart through the whole path: what range, matrix and curve the codes went through. */

import { useCallback, useState } from 'react';
import { words } from '#words/words.ts';
import { download } from '../../capture/download.ts';
import { useCommands, useConductor, useHouse } from '../../house.ts';
import { CameraControls } from '../CameraControls.tsx';
import { CurveFits } from '../curve/CurveFits.tsx';
import { Facts } from '../Facts.tsx';
import { Findings } from '../Findings.tsx';
import { PhantomTargets } from '../PhantomTargets.tsx';
import { PictureView } from '../PictureView.tsx';
import { PanelKeyHint, usePanelKey } from '../panel-keys.tsx';
import { Reading } from '../Reading.tsx';
import { StepIntro } from '../StepIntro.tsx';
import { phantomTargets } from '../step-words.ts';
import { ChartScreen } from './ChartScreen.tsx';
import { chartFile, openChartWindow } from './chart-canvas.ts';
import { chartFacts } from './chart-facts.ts';

export function PathStep() {
  const { calibrate } = useCommands();
  const chart = useConductor('calibrating', ({ run }) => run?.chart ?? null);
  return (
    <>
      <StepIntro step="path" isRead={chart !== null}>
        <CameraControls />
        <ShowChart />
      </StepIntro>
      <PhantomTargets targets={phantomTargets.path ? [phantomTargets.path] : []} />
      <Reading
        label={chart ? words('Read the chart again') : words('Read the chart')}
        isRead={chart !== null}
        onRead={() => void calibrate.readChart()}
      />
      {chart && (
        <>
          <Findings findings={chart.findings} />
          <CurveFits fits={chart.fits} findings={chart.findings}>
            <Facts facts={chartFacts(chart)} />
            <PictureView picture={chart.picture} caption={words('Patches that were read')} />
          </CurveFits>
        </>
      )}
    </>
  );
}

function ShowChart() {
  const { desk } = useHouse();
  const [isShown, setShown] = useState(false);
  const panelKey = usePanelKey();
  const close = useCallback(() => setShown(false), []);
  return (
    <div className="row show-chart">
      <button type="button" {...panelKey('H')} onClick={() => setShown(true)}>
        {words('Full screen')} <PanelKeyHint of="H" />
      </button>
      <button
        type="button"
        onClick={() => {
          if (!openChartWindow())
            desk.say(words('The browser did not let the window open. Allow pop-ups here.'));
        }}
      >
        {words('Other screen')}
      </button>
      <button
        type="button"
        onClick={() => void chartFile().then(file => download(file, 'rimlight-chart-1920x1080.png'))}
      >
        {words('Save PNG')}
      </button>
      {isShown && <ChartScreen onClose={close} />}
    </div>
  );
}
