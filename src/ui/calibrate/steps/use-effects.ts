/** What each step of a run is worth, as a true TBR of 2 would read without it. */
import { useMemo } from 'react';
import type { CalibrationRun, StepEffect } from '#model/calibration.ts';
import { stepEffects } from '#model/step-effects.ts';
import { useConductor } from '../../house.ts';
import { nonUniformity } from './non-uniformity.ts';

/** Empty while the source's format is not known. */
export function useEffects({ draft, fields }: CalibrationRun): readonly StepEffect[] {
  const formats = useConductor('feed', feed => feed.formats);
  const stream = useConductor('scene', scene => scene.layout?.nir?.stream ?? 'main');
  return useMemo(() => {
    const format = formats && (stream === 'second' ? formats.second : formats.main);
    const flat = fields.find(({ hash }) => hash === draft.flatField?.hash);
    return format ? stepEffects(draft, format, flat ? nonUniformity(flat) : null) : [];
  }, [draft, fields, formats, stream]);
}
