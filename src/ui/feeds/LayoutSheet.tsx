/** The sheet "Layout". */
import { Sheet } from '../controls/Sheet.tsx';

export function LayoutSheet() {
  return <Sheet title="Layout">…</Sheet>;
}
