/** The start-of-day check beside the picture, where otherwise the numbers stand: a tab a part, the report, the history. */

import { useEffect, useRef } from 'react';
import { words } from '#words/words.ts';
import { Icon } from '../controls/Icon.tsx';
import { type CheckTab, checkTabs } from '../desk.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { leaveCheck } from './check-actions.ts';
import { DarkPart } from './DarkPart.tsx';
import { HistoryPart } from './HistoryPart.tsx';
import { ReportPart } from './ReportPart.tsx';
import { ResolutionPart } from './ResolutionPart.tsx';
import { SeriesPart } from './SeriesPart.tsx';
import { StabilityPart } from './StabilityPart.tsx';
import { UniformityPart } from './UniformityPart.tsx';
import { spokenCheck } from './words.ts';
import '../calibrate/calibrate.css';
import './check.css';

const ConcentrationPart = () => <SeriesPart kind="concentration" />;
const DepthPart = () => <SeriesPart kind="depth" />;

const tabs = {
  concentration: { title: 'Concentration', Content: ConcentrationPart },
  depth: { title: 'Depth', Content: DepthPart },
  uniformity: { title: 'Uniformity', Content: UniformityPart },
  resolution: { title: 'Resolution', Content: ResolutionPart },
  dark: { title: 'Dark', Content: DarkPart },
  stability: { title: 'Stability', Content: StabilityPart },
  report: { title: 'Report', Content: ReportPart },
  history: { title: 'History', Content: HistoryPart },
} as const satisfies Record<CheckTab, { title: string; Content: () => React.JSX.Element }>;

/** Where an arrow, Home or End leads from a tab; null: nowhere. Four stand in a row. */
function tabBy(key: string, from: CheckTab): CheckTab | null {
  const at = checkTabs.indexOf(from);
  const count = checkTabs.length;
  const to = {
    ArrowLeft: at + count - 1,
    ArrowRight: at + 1,
    ArrowUp: at + count - 4,
    ArrowDown: at + 4,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? null : checkTabs[to % count]!;
}

const partOf = (tab: CheckTab) => (tab === 'report' || tab === 'history' ? null : tab);

export function CheckPanel() {
  const house = useHouse();
  const tab = useDesk(state => state.checkTab);
  const said = useConductor('checking', state => spokenCheck(state, partOf(tab)));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const { Content } = tabs[tab];
  return (
    <aside className="calibrate day-check" aria-label={words('Start-of-day check')}>
      <header className="calibrate-head">
        <h2 ref={heading} tabIndex={-1}>
          {words('Start-of-day check')}
        </h2>
        <button
          type="button"
          className="plain"
          aria-label={words('Leave the check; what was read stays')}
          title={words('Leave the check; what was read stays (Esc)')}
          onClick={() => leaveCheck(house)}
        >
          <Icon name="close" />
        </button>
      </header>
      <Tabs tab={tab} />
      <section
        key={tab}
        id="check-body"
        className="calibrate-body"
        role="tabpanel"
        aria-labelledby={`check-${tab}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
        tabIndex={0}
      >
        <Content />
      </section>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </aside>
  );
}

function Tabs({ tab }: { readonly tab: CheckTab }) {
  const { desk } = useHouse();
  const parts = useConductor('checking', state => state.report?.parts ?? null);
  const isBusy = useConductor('checking', state => state.busy !== null);
  const chosen = useRef<HTMLButtonElement>(null);
  const wasByKey = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus goes along when a key chose another tab.
  useEffect(() => {
    if (wasByKey.current) chosen.current?.focus();
    wasByKey.current = false;
  }, [tab]);
  const choose = (checkTab: CheckTab) => desk.store.setState({ checkTab });
  return (
    <div className="check-tabs" role="tablist" aria-label={words('Parts of the check')}>
      {checkTabs.map(name => {
        const part = partOf(name);
        const isRead = part !== null && Boolean(parts?.[part]);
        return (
          <button
            key={name}
            ref={name === tab ? chosen : null}
            id={`check-${name}`}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls="check-body"
            tabIndex={name === tab ? 0 : -1}
            disabled={isBusy && name !== tab}
            data-read={isRead}
            onClick={() => choose(name)}
            onKeyDown={event => {
              const next = isBusy ? null : tabBy(event.key, name);
              if (!next) return;
              // Otherwise the arrow would move the selected region, too.
              event.preventDefault();
              wasByKey.current = true;
              choose(next);
            }}
          >
            {words(tabs[name].title)}
            {isRead && <span className="visually-hidden">{words(', read')}</span>}
          </button>
        );
      })}
    </div>
  );
}
