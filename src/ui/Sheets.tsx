/** The sheet that is open, if any. One at a time, opened by the user only. */
import { AnalysisFiguresSheet } from './analysis/AnalysisFiguresSheet.tsx';
import { ProfileSheet } from './calibrate/profiles/ProfileSheet.tsx';
import { LibrarySheet } from './capture/LibrarySheet.tsx';
import { MarksSheet } from './capture/MarksSheet.tsx';
import { MarginsSheet } from './controls/MarginsSheet.tsx';
import type { SheetName } from './desk.ts';
import { DisplaysSheet } from './displays/DisplaysSheet.tsx';
import { FeedsSheet } from './feeds/FeedsSheet.tsx';
import { LayoutSheet } from './feeds/LayoutSheet.tsx';
import { useDesk } from './house.ts';
import { KeysSheet } from './keys/KeysSheet.tsx';
import { FiguresSheet } from './measure/FiguresSheet.tsx';
import { PairsSheet } from './measure/PairsSheet.tsx';
import { ReadingSheet } from './reading/ReadingSheet.tsx';
import { CaseSheet } from './study/CaseSheet.tsx';

const sheets = {
  feeds: FeedsSheet,
  case: CaseSheet,
  profile: ProfileSheet,
  layout: LayoutSheet,
  library: LibrarySheet,
  margins: MarginsSheet,
  figures: FiguresSheet,
  'analysis-figures': AnalysisFiguresSheet,
  pairs: PairsSheet,
  marks: MarksSheet,
  reading: ReadingSheet,
  displays: DisplaysSheet,
  keys: KeysSheet,
} as const satisfies Record<SheetName, () => React.JSX.Element>;

export function Sheets() {
  const name = useDesk(state => state.sheet);
  if (!name) return null;
  const Open = sheets[name];
  return <Open />;
}
