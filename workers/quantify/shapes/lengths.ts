/** Lengths and areas with what is not known of them. Sources: GUM (JCGM 100:2008) §5.1.2, uncorrelated inputs. */
import type { Area, Length } from '#model/analysis.ts';
import type { Profile } from '#model/profile.ts';

/** Millimetres a scene pixel, with its standard uncertainty; null: no scale was measured. */
export type Scale = Profile['scale'];

/** A length in scene pixels whose ends are known to `sdPx`; the relative uncertainty of the scale acts on all of it. */
export function lengthOf(px: number, sdPx: number, scale: Scale): Length {
  const mm = scale && {
    value: px * scale.mmPerPx,
    sd: Math.hypot(px * scale.sdMmPerPx, sdPx * scale.mmPerPx),
  };
  return { px, sdPx, mm };
}

/** An area in NIR pixels, each of which is `scenePxPerNirPx` wide. Uncertainty: that of the scale, twice, because it is squared. */
export function areaOf(px: number, scenePxPerNirPx: number, scale: Scale): Area {
  if (!scale) return { px, mm2: null };
  const value = px * (scenePxPerNirPx * scale.mmPerPx) ** 2;
  return { px, mm2: { value, sd: (2 * value * scale.sdMmPerPx) / scale.mmPerPx } };
}

/** The middle of `values`, which are sorted in place: the lower one of an even number. At least one. */
export function medianOf(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[(values.length - 1) >> 1]!;
}
