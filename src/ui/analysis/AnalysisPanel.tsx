/** Signal, margins, rim, peaks, residual and curves, beside the picture where otherwise the numbers stand. */

import { useEffect, useRef } from 'react';
import { words } from '#words/words.ts';
import { type AnalysisTab, analysisTabs } from '../desk.ts';
import { useConductor, useDesk, useHouse } from '../house.ts';
import { CurvesTab } from './CurvesTab.tsx';
import { MarginTab } from './MarginTab.tsx';
import { PanelFoot } from './PanelFoot.tsx';
import { PanelHead } from './PanelHead.tsx';
import { PeaksTab } from './PeaksTab.tsx';
import { ResidualTab } from './ResidualTab.tsx';
import { RimTab } from './RimTab.tsx';
import { SignalTab } from './SignalTab.tsx';
import './analysis.css';

const tabs = {
  signal: { title: 'Signal', Content: SignalTab },
  margin: { title: 'Margin', Content: MarginTab },
  rim: { title: 'Rim', Content: RimTab },
  peaks: { title: 'Peaks', Content: PeaksTab },
  residual: { title: 'Residual', Content: ResidualTab },
  curves: { title: 'Curves', Content: CurvesTab },
} as const satisfies Record<AnalysisTab, { title: string; Content: () => React.JSX.Element }>;

/** Where an arrow, Home or End leads from a tab; null: nowhere. */
function tabBy(key: string, from: AnalysisTab): AnalysisTab | null {
  const at = analysisTabs.indexOf(from);
  const count = analysisTabs.length;
  const to = { ArrowLeft: at + count - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : analysisTabs[to % count]!;
}

export function AnalysisPanel() {
  const tab = useDesk(state => state.analysisTab);
  const isHalf = useConductor('analysis', state => state.analysis?.stepPx === 2);
  const { Content } = tabs[tab];
  return (
    <aside className="analysis" aria-label={words('Analysis')}>
      <PanelHead />
      <Tabs tab={tab} />
      <section
        key={tab}
        id="analysis-body"
        className="analysis-body"
        role="tabpanel"
        aria-labelledby={`analysis-${tab}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
        tabIndex={0}
      >
        {isHalf && tab !== 'curves' && (
          <p className="caution">
            {words('Made at half resolution: the machine is late. TBR and CNR never are.')}
          </p>
        )}
        <Content />
      </section>
      <PanelFoot />
    </aside>
  );
}

function Tabs({ tab }: { readonly tab: AnalysisTab }) {
  const { desk } = useHouse();
  const chosen = useRef<HTMLButtonElement>(null);
  const wasByKey = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus goes along when a key chose another tab.
  useEffect(() => {
    if (wasByKey.current) chosen.current?.focus();
    wasByKey.current = false;
  }, [tab]);
  const choose = (analysisTab: AnalysisTab) => desk.store.setState({ analysisTab });
  return (
    <div className="analysis-tabs" role="tablist" aria-label={words('Analysis')}>
      {analysisTabs.map(name => (
        <button
          key={name}
          ref={name === tab ? chosen : null}
          id={`analysis-${name}`}
          type="button"
          role="tab"
          aria-selected={name === tab}
          aria-controls="analysis-body"
          tabIndex={name === tab ? 0 : -1}
          onClick={() => choose(name)}
          onKeyDown={event => {
            const next = tabBy(event.key, name);
            if (!next) return;
            // Otherwise the arrow would move the selected region, too.
            event.preventDefault();
            wasByKey.current = true;
            choose(next);
          }}
        >
          {words(tabs[name].title)}
        </button>
      ))}
    </div>
  );
}
