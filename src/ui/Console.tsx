/** Where everything stands: strip, rail, picture, numbers, bar, notice, and the sheets that open over them. */
import { useStore } from 'zustand';
import { notice } from '#model/still.ts';
import { words } from '#words/words.ts';
import { UpdateBar } from './about/UpdateBar.tsx';
import { VersionButton } from './about/VersionButton.tsx';
import { BottomBar } from './controls/BottomBar.tsx';
import { FoldBar } from './controls/FoldBar.tsx';
import { ToolRail } from './controls/ToolRail.tsx';
import { useTheatreNews } from './displays/use-theatre-news.ts';
import { FileDrop } from './feeds/FileDrop.tsx';
import { LockScreen } from './hands/LockScreen.tsx';
import { OverlayHidden } from './hands/OverlayHidden.tsx';
import { PedalNews } from './hands/PedalNews.tsx';
import { UndoLine } from './hands/UndoLine.tsx';
import { useConductor, useDesk, useHouse } from './house.ts';
import { useKeys } from './keys/use-keys.ts';
import {
  AnalysisPanel,
  BlankEditor,
  BlankPanel,
  CalibratePanel,
  CheckPanel,
  ComparePane,
  CompareSide,
  LayoutEditor,
  LayoutPanel,
  PractiseMark,
  RemeasurePanel,
  ReplayBar,
  Timeline,
  TourCard,
} from './lazy-parts.ts';
import { Numbers } from './measure/Numbers.tsx';
import { ProblemBanners } from './problems/ProblemBanners.tsx';
import { useReview, useReviewView } from './review/review-room.ts';
import { Sheets } from './Sheets.tsx';
import { RecoveredBar } from './sessions/RecoveredBar.tsx';
import { StatusStrip } from './status/StatusStrip.tsx';
import { Viewport } from './viewport/Viewport.tsx';
import { ResumeBar } from './welcome/ResumeBar.tsx';
import { StartPage } from './welcome/StartPage.tsx';
import './app.css';

export function Console() {
  useKeys();
  useTheatreNews();
  const layoutDraft = useDesk(state => state.layoutDraft);
  const blankDraft = useDesk(state => state.blankDraft);
  const said = useDesk(state => state.said);
  const run = useConductor('calibrating', state => state.run);
  const isChecking = useConductor('checking', state => state.isOpen) && !run;
  // A calibration and a check need the room of the numbers, big or not.
  const isGuided = run !== null || isChecking;
  const bigNumbers = useDesk(state => state.bigNumbers) && !isGuided;
  const isAnalysing =
    useDesk(state => state.analysisOpen) && !isGuided && !layoutDraft && !blankDraft && !bigNumbers;
  const isReplay = useReview(state => state.index !== null);
  const hasPlayhead = useConductor('feed', feed => feed.playhead !== null);
  const isComparing = useReview(state => state.pinned !== null && state.compare !== 'off');
  const isTimelineOpen = useReviewView(state => state.timelineOpen);
  const isRemeasuring =
    useReviewView(state => state.panelOpen) &&
    isReplay &&
    !isGuided &&
    !layoutDraft &&
    !blankDraft &&
    !bigNumbers;
  const isPractice = useConductor('feed', feed => feed.fault !== null);
  const isTouring = useStore(useHouse().tour.store, ({ index }) => index !== null);
  const isTreated = useConductor('caseStrip', state => state.case.neoadjuvant);
  return (
    <div
      className="theatre"
      data-big={bigNumbers}
      data-calibrating={isGuided}
      data-analysing={isAnalysing || isRemeasuring}
      data-reviewing={isReplay && isTimelineOpen}
    >
      <StatusStrip />
      {!bigNumbers && <ToolRail />}
      <main className="theatre-main">
        {isPractice && <PractiseMark />}
        <div className="compare-row">
          {isComparing && <CompareSide />}
          <Viewport>
            {layoutDraft && <LayoutEditor />}
            {blankDraft && <BlankEditor />}
            {isComparing && <ComparePane />}
            <OverlayHidden />
          </Viewport>
          <div className="messages">
            <ResumeBar />
            <RecoveredBar />
            <UpdateBar />
            <UndoLine />
            <PedalNews />
            <ProblemBanners />
          </div>
        </div>
        <StartPage />
        {isTouring && <TourCard />}
        {isReplay && isTimelineOpen && <Timeline />}
        {hasPlayhead && <ReplayBar />}
      </main>
      {layoutDraft ? (
        <LayoutPanel draft={layoutDraft} />
      ) : blankDraft ? (
        <BlankPanel draft={blankDraft} />
      ) : run ? (
        <CalibratePanel run={run} />
      ) : isChecking ? (
        <CheckPanel />
      ) : isRemeasuring ? (
        <RemeasurePanel />
      ) : isAnalysing ? (
        <AnalysisPanel />
      ) : (
        <Numbers />
      )}
      {!bigNumbers && <BottomBar isShort={isGuided} />}
      <FoldBar isGuided={isGuided} isBig={bigNumbers} />
      <footer className="notice">
        <span>{words(notice)}</span>
        <VersionButton />
        <strong>
          {words('Dark does not mean no tumour.')}
          {isTreated && ` ${words('Treated tumour may stay dark.')}`}
        </strong>
      </footer>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <FileDrop />
      <Sheets />
      <LockScreen />
    </div>
  );
}
