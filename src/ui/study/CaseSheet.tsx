/** The sheet "Case". */
import { Sheet } from '../controls/Sheet.tsx';

export function CaseSheet() {
  return <Sheet title="Case">…</Sheet>;
}
