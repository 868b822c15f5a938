/** One part of the newest analysis as it may be shown now. */
import type { Analysis, AnalysisSettings, Asked } from '#model/analysis.ts';
import { useConductor, usePicture } from '../house.ts';
import { type Shown, shownPart } from './shown-part.ts';

export function useShownPart<T extends object>(
  isAsked: (settings: AnalysisSettings) => boolean,
  select: (analysis: Analysis) => Asked<T>,
): Shown<T> {
  const state = usePicture(picture => picture.state);
  const asked = useConductor('analysis', ({ settings }) => isAsked(settings));
  const analysis = useConductor('analysis', found => found.analysis);
  return shownPart(analysis ? select(analysis) : undefined, { isAsked: asked, state });
}
