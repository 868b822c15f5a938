/** The sheet "Iso-lines". */
import { Sheet } from './Sheet.tsx';

export function MarginsSheet() {
  return <Sheet title="Iso-lines">…</Sheet>;
}
