/** Window, threshold, opacity, curve, map, margins and marks. None of them can change a number. */

import { opacityLimit } from '#model/display.ts';
import { words } from '#words/words.ts';
import { AnalysisButton } from '../analysis/AnalysisButton.tsx';
import { useCommands, useConductor } from '../house.ts';
import { ColourMapChoice } from './ColourMapChoice.tsx';
import { CurveChoice } from './CurveChoice.tsx';
import { Icon } from './Icon.tsx';
import { MarginsButton } from './MarginsButton.tsx';
import { Slider } from './Slider.tsx';
import { WindowControl } from './WindowControl.tsx';

const inPercent = (share: number) => `${Math.round(share * 100)} %`;

export function DisplayControls() {
  const { setDisplay } = useCommands();
  const display = useConductor('scene', state => state.display);
  return (
    <div className="bar-row display-controls">
      <WindowControl />
      <Slider
        label={words('Threshold')}
        min={0}
        max={1}
        step={0.01}
        value={display.thresholdShare}
        shown={inPercent(display.thresholdShare)}
        onChange={thresholdShare => setDisplay({ thresholdShare })}
      />
      <Slider
        label={words('Opacity')}
        min={0}
        max={opacityLimit}
        step={0.05}
        value={display.opacity}
        shown={inPercent(display.opacity)}
        onChange={opacity => setDisplay({ opacity })}
      />
      <CurveChoice />
      <ColourMapChoice />
      <MarginsButton />
      <AnalysisButton />
      <button
        type="button"
        className="mode"
        aria-pressed={display.saturationMark}
        title={words('Mark saturated pixels')}
        onClick={() => setDisplay({ saturationMark: !display.saturationMark })}
      >
        <Icon name="saturation" />
        {words('Clip')}
      </button>
      <button
        type="button"
        className="mode"
        aria-pressed={display.signed}
        title={words('Signed contrast: show what is darker than the background, too')}
        onClick={() => setDisplay({ signed: !display.signed })}
      >
        <Icon name="signed" />
        {words('Signed')}
      </button>
    </div>
  );
}
