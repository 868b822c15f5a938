/** The sheet "Calibration". */
import { Sheet } from '../controls/Sheet.tsx';

export function ProfileSheet() {
  return <Sheet title="Calibration">…</Sheet>;
}
