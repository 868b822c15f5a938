/** The sheet "Sources". */
import { Sheet } from '../controls/Sheet.tsx';

export function FeedsSheet() {
  return <Sheet title="Sources">…</Sheet>;
}
