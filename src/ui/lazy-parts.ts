/** What the console shows besides the live view, fetched after the first picture. */
import { lazyPart } from './lazy-part.tsx';

export const AnalysisPanel = lazyPart(
  async () => (await import('./analysis/AnalysisPanel.tsx')).AnalysisPanel,
);
export const CalibratePanel = lazyPart(
  async () => (await import('./calibrate/CalibratePanel.tsx')).CalibratePanel,
);
export const CheckPanel = lazyPart(async () => (await import('./check/CheckPanel.tsx')).CheckPanel);
export const BlankEditor = lazyPart(
  async () => (await import('./feeds/blank-editor/BlankEditor.tsx')).BlankEditor,
);
export const BlankPanel = lazyPart(
  async () => (await import('./feeds/blank-editor/BlankPanel.tsx')).BlankPanel,
);
export const LayoutEditor = lazyPart(
  async () => (await import('./feeds/layout-editor/LayoutEditor.tsx')).LayoutEditor,
);
export const LayoutPanel = lazyPart(
  async () => (await import('./feeds/layout-editor/LayoutPanel.tsx')).LayoutPanel,
);
export const ComparePane = lazyPart(async () => (await import('./review/ComparePane.tsx')).ComparePane);
export const CompareSide = lazyPart(async () => (await import('./review/CompareSide.tsx')).CompareSide);
export const RemeasurePanel = lazyPart(
  async () => (await import('./review/RemeasurePanel.tsx')).RemeasurePanel,
);
export const Timeline = lazyPart(async () => (await import('./review/Timeline.tsx')).Timeline);
export const ReplayBar = lazyPart(async () => (await import('./replay/ReplayBar.tsx')).ReplayBar);
export const TourCard = lazyPart(async () => (await import('./welcome/TourCard.tsx')).TourCard);
export const PractiseMark = lazyPart(
  async () => (await import('./feeds/practise/PractiseMark.tsx')).PractiseMark,
);
