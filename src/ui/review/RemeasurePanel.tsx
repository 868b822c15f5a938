/** Measures the session again, beside the picture: with the settings in force, or as recorded to prove the recording. */

import { useState } from 'react';
import type { RemeasureRequest } from '#conductor/review-api.ts';
import { inCount } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { Choice } from '../controls/Choice.tsx';
import { Icon } from '../controls/Icon.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { useConductor, useHouse } from '../house.ts';
import { RemeasureTable } from './RemeasureTable.tsx';
import { useReview, useReviewCommands, useReviewRoom } from './review-room.ts';
import { SummaryWords } from './SummaryWords.tsx';
import { frameNear, insideOf } from './time-window.ts';
import './remeasure.css';
import { useKeysInWords, useTitle } from '../hands/use-keys-in-words.ts';

type Extent = 'whole' | 'loop' | 'visible';

export function RemeasurePanel() {
  const title = useTitle();
  const libraryKey = useKeysInWords('screen.library');
  const { view } = useReviewRoom();
  const index = useReview(state => state.index);
  return (
    <aside className="remeasure" aria-label={words('Measure again')}>
      <header className="remeasure-head">
        <h2>{words('Measure again')}</h2>
        <button
          type="button"
          className="plain"
          aria-label={words('Close, back to the numbers')}
          title={title(words('Close, back to the numbers'), 'replay.measure-again')}
          onClick={() => view.setState({ panelOpen: false })}
        >
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section className="remeasure-body" aria-label={words('Measure again')} tabIndex={0}>
        {index ? (
          <>
            <Differences />
            <Order />
            <Outcome />
          </>
        ) : (
          <p className="hint">
            {words('Open a recorded session: {library}, then Sessions.', { library: libraryKey })}
          </p>
        )}
      </section>
    </aside>
  );
}

/** In what the settings differ; read anew when anything that may change them changes. */
function useDifferences(): readonly string[] | null {
  const { differences } = useReviewCommands();
  useConductor('scene', scene => scene);
  useConductor('regions', state => state.regions);
  useConductor('regions', state => state.referenceId);
  useConductor('analysis', state => state.specular);
  useConductor('analysis', state => state.isFollowing);
  return differences();
}

function Differences() {
  const differences = useDifferences();
  if (differences === null)
    return (
      <p className="hint">
        {words('The recorded settings are not known at this frame. Step on by one frame.')}
      </p>
    );
  if (differences.length === 0)
    return (
      <p className="hint">
        {words(
          'The settings are those recorded here. Change a region, the profile or the highlights to see what that does.',
        )}
      </p>
    );
  return (
    <div>
      <h3>{words('Not as recorded here')}</h3>
      <ul className="differences">
        {differences.map(difference => (
          <li key={difference}>{words(difference)}</li>
        ))}
      </ul>
    </div>
  );
}

function Order() {
  const { desk } = useHouse();
  const { remeasure, stopPass } = useReviewCommands();
  const { view } = useReviewRoom();
  const index = useReview(state => state.index);
  const pass = useReview(state => state.pass);
  const loop = useConductor('feed', feed => feed.playhead?.loop ?? null);
  const [chosen, setExtent] = useState<Extent>('whole');
  const [every, setEvery] = useState(1);
  const extent = chosen === 'loop' && !loop ? 'whole' : chosen;
  if (!index) return null;
  const what = (): RemeasureRequest['what'] => {
    if (extent === 'loop' && loop) return loop;
    const { window } = view.getState();
    if (extent !== 'visible' || !window) return 'whole';
    const shown = insideOf(window, index.frameAtS.at(-1) ?? 0);
    return { from: frameNear(index.frameAtS, shown.fromS), to: frameNear(index.frameAtS, shown.toS) };
  };
  const run = async (settings: RemeasureRequest['settings']) => {
    const summary = await remeasure({ what: what(), every: settings === 'recorded' ? 1 : every, settings });
    desk.say(summary ? words('Measured again.') : words('Measuring again was stopped.'));
  };
  if (pass) {
    const percent = Math.round(pass.share * 100);
    return (
      <div className="pass">
        <p>
          {words(
            pass.settings === 'recorded'
              ? 'Frames {from} to {to}, as recorded: {percent} %'
              : 'Frames {from} to {to}: {percent} %',
            { from: inCount(pass.from + 1), to: inCount(pass.to + 1), percent },
          )}
        </p>
        <progress aria-label={words('Measuring again')} max={1} value={pass.share} />
        <button type="button" onClick={stopPass}>
          <Icon name="stop" /> {words('Stop')}
        </button>
      </div>
    );
  }
  const extents: readonly (readonly [Extent, string])[] = [
    ['whole', words('All {count}', { count: inCount(index.frameAtS.length) })],
    ['visible', words('Those on the timeline')],
    ...(loop
      ? [['loop', words('Loop: {from} to {to}', { from: loop.from + 1, to: loop.to + 1 })] as const]
      : []),
  ];
  return (
    <div className="order">
      <div className="row">
        <Choice label={words('Frames')} value={extent} options={extents} onChange={setExtent} />
        <NumberField
          label={words('One frame in')}
          value={every}
          min={1}
          max={1000}
          step={1}
          onChange={value => setEvery(value ?? 1)}
        />
      </div>
      <div className="row">
        <button type="button" className="primary" onClick={() => void run('now')}>
          {words('With the settings now')}
        </button>
        <button type="button" onClick={() => void run('recorded')}>
          {words('As recorded, to prove it')}
        </button>
      </div>
    </div>
  );
}

function Outcome() {
  const { exportRows } = useReviewCommands();
  const { desk } = useHouse();
  const recorded = useReview(state => state.recorded);
  const recomputed = useReview(state => state.recomputed);
  const result = useReview(state => state.result);
  const pass = useReview(state => state.pass);
  const range = result?.range ?? pass;
  const save = async (which: 'recorded' | 'recomputed', kind: 'csv' | 'json') => {
    const file = await exportRows(kind, which);
    if (!file) return;
    download(file, `${which}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${kind}`);
    desk.say(words('Saved as a file.'));
  };
  return (
    <>
      {result && <SummaryWords result={result} />}
      {recomputed && range && <RemeasureTable recorded={recorded} recomputed={recomputed} range={range} />}
      <div className="export">
        <span className="legend">{words('Files')}</span>
        {(['recorded', 'recomputed'] as const).map(which => (
          <div key={which} className="row">
            <span>{which === 'recorded' ? words('Recorded') : words('Recomputed')}</span>
            {(['csv', 'json'] as const).map(kind => (
              <button
                key={kind}
                type="button"
                aria-label={words(which === 'recorded' ? 'recorded as {kind}' : 'recomputed as {kind}', {
                  kind: kind.toUpperCase(),
                })}
                disabled={((which === 'recorded' ? recorded : recomputed)?.length ?? 0) === 0}
                onClick={() => void save(which, kind)}
              >
                {kind.toUpperCase()}
              </button>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}
