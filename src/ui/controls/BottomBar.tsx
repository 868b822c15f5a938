/** Below the picture: where one looks, how it is shown, and what is kept. */
import { words } from '#words/words.ts';
import { CaptureButtons } from '../capture/CaptureButtons.tsx';
import { StationPicker } from '../study/StationPicker.tsx';
import { DisplayControls } from './DisplayControls.tsx';
import { ModeBar } from './ModeBar.tsx';
import { PictureButtons } from './PictureButtons.tsx';
import { useFold } from './use-fold.ts';
import './bar.css';

/** `isShort`: only how the picture is shown and kept, for where there is little room. */
export function BottomBar({ isShort = false }: { readonly isShort?: boolean }) {
  // On a small screen these stand in the fold bar, in reach of a thumb.
  const hasAll = useFold() === 'none';
  return (
    <section className="bottom" aria-label={words('Display and capture')}>
      <div className="bar-row">
        {!isShort && <StationPicker />}
        <ModeBar />
        {hasAll && <PictureButtons />}
        {hasAll && !isShort && <CaptureButtons />}
      </div>
      {!isShort && <DisplayControls />}
    </section>
  );
}
