/** Whether a measurement came out again to the last bit. */
import type { Measurement } from './measurement.ts';

/**
 * Compares what was recorded, and read back through `measurementSchema`, with what was measured now: every field of the record, as JSON keeps
 * it (every bit of a finite double; −0 is 0). Fields that the record cannot have are passed over, and so is how a reason was worded: what was
 * withheld, and for which reason, is compared, but sentences are mended from version to version.
 */
export const sameMeasurement = (recorded: Measurement, again: Measurement): boolean => same(recorded, again);

function same(recorded: unknown, again: unknown): boolean {
  if (typeof recorded === 'object' && recorded !== null) {
    if (typeof again !== 'object' || again === null) return false;
    if (Array.isArray(recorded))
      return (
        Array.isArray(again) &&
        recorded.length === again.length &&
        recorded.every((value, i) => same(value, again[i]))
      );
    const others = new Map<string, unknown>(Object.entries(again));
    return Object.entries(recorded).every(
      ([key, value]) => (key === 'detail' && 'withheld' in recorded) || same(value, others.get(key)),
    );
  }
  if (typeof again === 'number' && !Number.isFinite(again)) return recorded === null;
  return recorded === again;
}
