/** How unevenly a flat field says the picture is lit and seen. Pure. */
import type { Field } from '#model/field.ts';

/** So many pixels, evenly taken, tell the ends well enough. */
const samplesTaken = 20_000;
/** Share of pixels left out at either end: noise and dust are not the lamp. */
const endShare = 0.005;

/** What the darkest place gets of the light of the brightest, above 0 to 1; null where the field says nothing of the kind. */
export function nonUniformity({ low, step, samples }: Field): number | null {
  const every = Math.max(1, Math.floor(samples.length / samplesTaken));
  const values = samples.filter((_, i) => i % every === 0).sort();
  const at = (share: number) => low + step * (values[Math.round(share * (values.length - 1))] ?? 0);
  const share = at(endShare) / at(1 - endShare);
  return share > 0 && share <= 1 ? share : null;
}
