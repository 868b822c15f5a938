/**
 * The bar at the lower edge of a small screen, in reach of a thumb: what one does most, and buttons that open the rest over
 * the picture's lower edge. Absent where everything has room; which drawer is open is said by `data-open`, the rest is CSS.
 */
import { useEffect, useState } from 'react';
import { tbrSdOf, tbrUncertaintyInWords, withUncertainty } from '#overlay/uncertainty.ts';
import { words } from '#words/words.ts';
import { CaptureButtons } from '../capture/CaptureButtons.tsx';
import { useDesk } from '../house.ts';
import { useShownFigures } from '../measure/use-shown-figures.ts';
import { PictureButtons } from './PictureButtons.tsx';
import { useFold } from './use-fold.ts';
import './fold.css';

type Drawer = 'tools' | 'numbers' | 'display';

/** `isGuided`: a panel stands beside the picture, and has its own buttons. `isBig`: big numbers stand there, and no controls. */
export function FoldBar({ isGuided, isBig }: { readonly isGuided: boolean; readonly isBig: boolean }) {
  const fold = useFold();
  const [open, setOpen] = useState<Drawer | null>(null);
  const isDrawing = useDesk(state => state.tool.kind === 'draw' && state.draft !== null);
  // Whoever draws needs the picture.
  useEffect(() => {
    if (isDrawing) setOpen(null);
  }, [isDrawing]);
  if (fold === 'none') return null;
  if (isBig) return <i data-fold={fold} hidden />;
  const drawer = (name: Drawer, label: string) => (
    <button
      type="button"
      className="mode"
      aria-expanded={open === name}
      onClick={() => setOpen(open === name ? null : name)}
    >
      {name === 'numbers' ? <ShortTbr /> : label}
    </button>
  );
  return (
    <section className="fold-bar" data-fold={fold} data-open={open ?? ''} aria-label={words('Main controls')}>
      <div className="group">
        {fold === 'compact' && drawer('tools', words('Tools'))}
        {fold === 'compact' && !isGuided && drawer('numbers', '')}
        {drawer('display', words('Display'))}
      </div>
      <PictureButtons />
      {!isGuided && <CaptureButtons />}
    </section>
  );
}

/** TBR where the numbers themselves have no room; a dash while it is withheld. */
function ShortTbr() {
  const { tbr, pair } = useShownFigures();
  const shown = 'value' in tbr ? withUncertainty(tbr.value, pair && tbrSdOf(pair)) : null;
  const parts = 'value' in tbr && pair ? tbrUncertaintyInWords(tbr.value, pair) : '';
  return (
    <span className="short-tbr" title={parts}>
      <span className="key">TBR</span>
      <strong>{shown?.value ?? '—'}</strong>
    </span>
  );
}
