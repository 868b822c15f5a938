/** The sheet "Library". */
import { Sheet } from '../controls/Sheet.tsx';

export function LibrarySheet() {
  return <Sheet title="Library">…</Sheet>;
}
