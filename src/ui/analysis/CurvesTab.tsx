/** Time–intensity curves, loaded when they are first looked at. */

import { lazy, Suspense } from 'react';
import { words } from '#words/words.ts';

const Curves = lazy(async () => ({ default: (await import('../curves/CurvesPanel.tsx')).CurvesPanel }));

export function CurvesTab() {
  return (
    <Suspense fallback={<p className="hint">{words('Loading the curves.')}</p>}>
      <Curves />
    </Suspense>
  );
}
