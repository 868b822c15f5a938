/** Noise that a camera cuts off at black. */

/**
 * Noise that is cut off at black lifts the mean. `share`: of all pixels, at the lowest code that occurs, where that is a code at which
 * cameras cut. `biasCodes`: by how much a normal distribution cut there is lifted (Tobin, Econometrica 1958;26:24), from its SD above
 * the cut.
 */
export function cutOf(
  histogram: Float64Array,
  blackCodes: number,
): { readonly share: number; readonly biasCodes: number } {
  const lowest = histogram.findIndex(count => count > 0);
  if (lowest > 1 && lowest !== blackCodes) return { share: 0, biasCodes: 0 };
  let total = 0;
  let sum = 0;
  histogram.forEach((count, code) => {
    total += count;
    sum += count * (code - lowest);
  });
  const share = histogram[lowest]! / total;
  // Up to half a percent is the tail of a distribution that fits.
  if (share < 0.005) return { share: 0, biasCodes: 0 };
  const z = normalQuantile(share);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  // Cut mean over SD is φ(z) − z(1 − Φ(z)); what the cut adds to it is φ(z) + zΦ(z).
  const cutMean = density - z * (1 - share);
  const biasCodes = cutMean > 0 && share < 1 ? ((sum / total) * (density + z * share)) / cutMean : 0;
  return { share, biasCodes };
}

/** Φ⁻¹ by bisection of Φ; an ordinary reading asks for it once. */
function normalQuantile(share: number): number {
  let low = -6;
  let high = 6;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ by its series about 0 (Abramowitz and Stegun 26.2.11); good to 1e-10 for |z| ≤ 6. */
function normalShare(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 3; n < 200; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
