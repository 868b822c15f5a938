/** Time–intensity curves, loaded when they are first looked at. */
import { lazy, Suspense } from 'react';

const Curves = lazy(async () => ({ default: (await import('../curves/CurvesPanel.tsx')).CurvesPanel }));

export function CurvesTab() {
  return (
    <Suspense fallback={<p className="hint">Loading the curves.</p>}>
      <Curves />
    </Suspense>
  );
}
