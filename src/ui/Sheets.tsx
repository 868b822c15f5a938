/** The sheet that is open, if any. One at a time, opened by the user only; fetched when the first picture stands. */
import { words } from '#words/words.ts';
import type { SheetName } from './desk.ts';
import { useDesk } from './house.ts';
import { lazyPart } from './lazy-part.tsx';

const opening = () => (
  <p className="opening" role="status">
    {words('Opening')}
  </p>
);
const sheet = (load: () => Promise<() => React.JSX.Element>) => lazyPart(load, opening);

const sheets = {
  feeds: sheet(async () => (await import('./feeds/FeedsSheet.tsx')).FeedsSheet),
  case: sheet(async () => (await import('./study/CaseSheet.tsx')).CaseSheet),
  profile: sheet(async () => (await import('./calibrate/profiles/ProfileSheet.tsx')).ProfileSheet),
  layout: sheet(async () => (await import('./feeds/LayoutSheet.tsx')).LayoutSheet),
  library: sheet(async () => (await import('./capture/LibrarySheet.tsx')).LibrarySheet),
  margins: sheet(async () => (await import('./controls/MarginsSheet.tsx')).MarginsSheet),
  figures: sheet(async () => (await import('./measure/FiguresSheet.tsx')).FiguresSheet),
  'analysis-figures': sheet(
    async () => (await import('./analysis/AnalysisFiguresSheet.tsx')).AnalysisFiguresSheet,
  ),
  pairs: sheet(async () => (await import('./measure/PairsSheet.tsx')).PairsSheet),
  marks: sheet(async () => (await import('./capture/MarksSheet.tsx')).MarksSheet),
  reading: sheet(async () => (await import('./reading/ReadingSheet.tsx')).ReadingSheet),
  displays: sheet(async () => (await import('./displays/DisplaysSheet.tsx')).DisplaysSheet),
  stability: sheet(async () => (await import('./stability/StabilitySheet.tsx')).StabilitySheet),
  keys: sheet(async () => (await import('./keys/KeysSheet.tsx')).KeysSheet),
  about: sheet(async () => (await import('./about/AboutSheet.tsx')).AboutSheet),
} as const satisfies Record<SheetName, (props: object) => React.ReactNode>;

export function Sheets() {
  const name = useDesk(state => state.sheet);
  if (!name) return null;
  const Open = sheets[name];
  return <Open />;
}
