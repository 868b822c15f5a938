/**
 * The level that divides a histogram into two classes with the largest variance between them, n₀ · n₁ · (µ₀ − µ₁)² (N. Otsu, 1979). Values
 * *above* it are foreground, as in scikit-image; of equal levels the lowest. Null: fewer than two different values, nothing to divide.
 */
export function otsuLevel(histogram: Uint32Array): number | null {
  let all = 0;
  let sum = 0;
  for (let value = 0; value < histogram.length; value++) {
    all += histogram[value]!;
    sum += value * histogram[value]!;
  }
  let below = 0;
  let sumBelow = 0;
  let largest = 0;
  let level: number | null = null;
  for (let value = 0; value < histogram.length; value++) {
    const count = histogram[value]!;
    if (count === 0) continue;
    below += count;
    sumBelow += value * count;
    const above = all - below;
    if (above === 0) break;
    const apart = (sum - sumBelow) / above - sumBelow / below;
    const between = below * above * apart * apart;
    if (between > largest) {
      largest = between;
      level = value;
    }
  }
  return level;
}
