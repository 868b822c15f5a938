/** What a registration loses when the tissue is nearer or farther than where it was measured. */

/** Two lenses side by side, registered at one distance and used at another. */
export type ParallaxSetting = {
  /** Focal length in scene pixels: the picture's width over twice the tangent of half its angle of view. */
  readonly focalPx: number;
  /** Distance between the two lenses. 0: both channels share one. */
  readonly baselineMm: number;
  /** Distance of the tissue when registration was measured. */
  readonly calibratedMm: number;
  /** Distance of the tissue now. */
  readonly nowMm: number;
};

/**
 * Pixels by which NIR then lies beside white light: f·b·|1/Z − 1/Z₀|, the difference of two disparities of parallel pinhole
 * cameras (Hartley & Zisserman, Multiple View Geometry, §9.3 and §11.12). Distances must be above zero.
 */
export const parallaxErrorPx = ({ focalPx, baselineMm, calibratedMm, nowMm }: ParallaxSetting): number =>
  focalPx * baselineMm * Math.abs(1 / nowMm - 1 / calibratedMm);

/** The same in words for the wizard. */
export function parallaxWords(setting: ParallaxSetting): string {
  const { baselineMm, calibratedMm, nowMm } = setting;
  const errorPx = parallaxErrorPx(setting);
  if (baselineMm === 0)
    return 'Both channels look through one lens, so the distance does not move NIR against white light.';
  const at = `At ${Math.round(nowMm)} mm`;
  if (errorPx < 0.5)
    return `${at} NIR lies on white light to within half a pixel; registration from ${Math.round(calibratedMm)} mm holds.`;
  return `${at} NIR lies ${errorPx < 10 ? errorPx.toFixed(1) : Math.round(errorPx)} px beside white light, because the two lenses are ${Number(baselineMm.toFixed(1))} mm apart and registration was measured at ${Math.round(calibratedMm)} mm. Register again at the distance you work at.`;
}

/** Error against distance, `count` equal steps of distance from `fromMm` to `toMm` (both included). */
export function parallaxTable(
  setting: Omit<ParallaxSetting, 'nowMm'>,
  range: { readonly fromMm: number; readonly toMm: number; readonly count: number },
): { readonly distanceMm: number; readonly errorPx: number }[] {
  const { fromMm, toMm, count } = range;
  return Array.from({ length: count }, (_, i) => {
    const distanceMm = fromMm + ((toMm - fromMm) * i) / (count - 1);
    return { distanceMm, errorPx: parallaxErrorPx({ ...setting, nowMm: distanceMm }) };
  });
}
