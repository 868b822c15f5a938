/** Below the picture: where one looks, how it is shown, and what is kept. */
import { CaptureButtons } from '../capture/CaptureButtons.tsx';
import { StationPicker } from '../study/StationPicker.tsx';
import { DisplayControls } from './DisplayControls.tsx';
import { ModeBar } from './ModeBar.tsx';
import { PictureButtons } from './PictureButtons.tsx';
import './bar.css';

export function BottomBar() {
  return (
    <section className="bottom" aria-label="Display and capture">
      <div className="bar-row">
        <StationPicker />
        <ModeBar />
        <PictureButtons />
        <CaptureButtons />
      </div>
      <DisplayControls />
    </section>
  );
}
