/**
 * Input reports of a HID device to buttons going down and up. Pure. Where the device describes its buttons (usage page 9), these bits are
 * taken; otherwise each bit of the report is a button that rests at 0, and a byte that takes many values is no button but an axis or a counter.
 */

/** `button` counts from 1. */
export type ButtonChange = { readonly button: number; readonly isDown: boolean };

/** Usage page of buttons (USB HID Usage Tables 1.5, §12). */
const buttonPage = 0x09;

/** A byte with more values than this is no row of buttons. */
const mostValues = 12;

const usageOf = ({ isRange, usageMinimum, usages }: RimlightHidItem): number =>
  (isRange ? usageMinimum : usages?.[0]) ?? 0;

const isButton = (item: RimlightHidItem): boolean =>
  !item.isConstant && item.reportSize === 1 && usageOf(item) >>> 16 === buttonPage;

/** By report id: the bits that the device itself calls buttons. Empty where it describes none. */
export function buttonBits(
  collections: readonly RimlightHidCollection[],
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const { inputReports = [], children = [] } of collections) {
    for (const { reportId = 0, items = [] } of inputReports) {
      let at = 0;
      for (const item of items) {
        const count = item.reportCount ?? 0;
        if (isButton(item))
          found.set(reportId, [
            ...(found.get(reportId) ?? []),
            ...Array.from({ length: count }, (_, index) => at + index),
          ]);
        at += count * (item.reportSize ?? 0);
      }
    }
    for (const [reportId, bits] of buttonBits(children))
      found.set(reportId, [...(found.get(reportId) ?? []), ...bits]);
  }
  return found;
}

const isSet = (bytes: Uint8Array, bit: number): boolean => (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;

/** Reads one device's reports, one after the other; what changed since the one before. */
export function createReportReader(
  described: ReadonlyMap<number, readonly number[]>,
): (reportId: number, bytes: Uint8Array) => readonly ButtonChange[] {
  const before = new Map<number, Uint8Array>();
  const values = new Map<string, Set<number>>();
  // Buttons keep their number whatever report they come in: a report's own follow after those of lower ids.
  const describedFrom = (reportId: number) =>
    [...described].filter(([id]) => id < reportId).reduce((sum, [, bits]) => sum + bits.length, 0);
  return (reportId, bytes) => {
    const last = before.get(reportId) ?? new Uint8Array(bytes.length);
    before.set(reportId, bytes.slice());
    const bits = described.get(reportId);
    const from = describedFrom(reportId);
    const changed = (at: readonly number[], numberOf: (bit: number, index: number) => number) =>
      at.flatMap((bit, index): readonly ButtonChange[] =>
        isSet(last, bit) === isSet(bytes, bit)
          ? []
          : [{ button: numberOf(bit, index), isDown: isSet(bytes, bit) }],
      );
    if (described.size > 0) return changed(bits ?? [], (_, index) => from + index + 1);
    return Array.from(bytes, (value, index) => {
      const seen = values.get(`${reportId}.${index}`) ?? new Set<number>();
      values.set(`${reportId}.${index}`, seen);
      const wasAxis = seen.size > mostValues;
      if (!wasAxis) seen.add(value);
      const all = Array.from({ length: 8 }, (_, bit) => index * 8 + bit);
      // Reports with different ids hold different buttons.
      const numberOf = (bit: number) => reportId * 256 + bit + 1;
      if (seen.size <= mostValues) return changed(all, numberOf);
      // What was taken for a button is let go, once.
      return wasAxis
        ? []
        : all.filter(bit => isSet(last, bit)).map(bit => ({ button: numberOf(bit), isDown: false }));
    }).flat();
  };
}
