/** A still on one sheet of paper: shown here as it will be, and handed to the browser's own printing. */

import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { Still } from '#model/still.ts';
import { words } from '#words/words.ts';
import { useStillPicture } from '../use-still-picture.ts';
import { StillSheet } from './StillSheet.tsx';
import './sheet.css';

export function PrintedSheet({ still, version }: { readonly still: Still; readonly version: number }) {
  const seen = useStillPicture(still.id, 'seen', version);
  const white = useStillPicture(still.id, still.files.whiteLight ? 'whiteLight' : null, version);
  const nir = useStillPicture(still.id, still.files.nirLinear ? 'nir-shown' : null, version);
  const [ready, setReady] = useState(0);
  const expected = 1 + (still.files.whiteLight ? 1 : 0) + (still.files.nirLinear ? 1 : 0);
  const pictures = { seen, white, nir };
  return (
    <div className="stack">
      <div className="row">
        <button type="button" className="primary" disabled={ready < expected} onClick={() => window.print()}>
          {ready < expected ? words('Making the pictures') : words('Print')}
        </button>
        <p className="hint">
          {words('One page of A4; “Save as PDF” in the browser’s dialogue makes a file of it.')}
        </p>
      </div>
      <StillSheet still={still} pictures={pictures} />
      {/* What is printed stands outside the dialogue, which paper would cut off. */}
      {createPortal(
        <div className="print-only">
          <StillSheet still={still} pictures={pictures} onPicture={() => setReady(count => count + 1)} />
        </div>,
        document.body,
      )}
    </div>
  );
}
