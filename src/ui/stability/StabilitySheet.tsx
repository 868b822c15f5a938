/** How steadily the picture came: of the live picture, of the recording under way, or of the session that is open. */
import { useEffect, useMemo, useRef } from 'react';
import type { StabilityState } from '#conductor/stability-api.ts';
import { stabilityCsv } from '#model/stability/csv.ts';
import { notReadable } from '#model/stability/definitions.ts';
import { type StabilitySummary, summaryOf } from '#model/stability/summary.ts';
import { madeWith } from '#platform/version.ts';
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { inSeconds } from '../review/times.ts';
import { useWidth } from '../review/use-width.ts';
import { RowsTable } from './RowsTable.tsx';
import { StripPlot } from './StripPlot.tsx';
import { bandsOf, letterOf, strips } from './strips.ts';
import { WholeTable } from './WholeTable.tsx';
import './stability.css';

/** CSS pixels beside the plots, for the names of their lines. */
const namesPx = 196;

/** Whose log it is, or why there is none. */
function whose({ of, rows, isReading }: StabilityState): string {
  switch (of) {
    case 'live':
      return rows.length > 0
        ? words('Of the live picture, since its source was opened. A recording keeps its own.')
        : words('The first row comes within seconds.');
    case 'recording':
      return words('Of the recording under way, since it began. Its rows are kept in it.');
    case 'session':
      if (rows.length > 0) return words('Of the open session, as it was recorded.');
      return isReading
        ? words('Reading what was recorded …')
        : words(
            'This session has no stability log: it was recorded by an earlier version, or from a source that is not live.',
          );
    case 'nothing':
      return words(
        'Nothing live is shown: there is nothing to keep a log of. Connect a camera, or open a session.',
      );
  }
}

export function StabilitySheet() {
  const { desk } = useHouse();
  const commands = useCommands();
  const state = useConductor('stability', stability => stability);
  const { of, rows, sessionId, refused } = state;
  const body = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(body);
  const whole = useMemo(() => summaryOf(rows), [rows]);
  const bands = useMemo(() => {
    const order = whole?.hazards.map(({ problemId }) => problemId) ?? [];
    return bandsOf(rows).map(band => ({ ...band, letter: letterOf(order.indexOf(band.problemId)) }));
  }, [rows, whole]);
  useEffect(() => {
    if (of === 'session' || of === 'nothing') void commands.stability.read();
  }, [commands, of]);
  const save = () => {
    const file = stabilityCsv(rows, { sessionId, madeWith, refused });
    download(
      new Blob([file], { type: 'text/csv' }),
      `rimlight-stability-${sessionId?.slice(0, 8) ?? 'live'}.csv`,
    );
    desk.say(words('Stability log saved as a file.'));
  };
  const plotPx = Math.max(160, widthPx - namesPx);
  return (
    <Sheet title={words('Stability log')} wide>
      <div ref={body} className="stack stability">
        <div className="row">
          <p className="stability-whose">{whose(state)}</p>
          <button type="button" disabled={rows.length === 0} onClick={save}>
            CSV
          </button>
        </div>
        {refused > 0 && (
          <p className="caution">
            {words('{count} rows could not be read and are left out.', { count: refused })}
          </p>
        )}
        {whole && (
          <>
            <WholeTable whole={whole} />
            {widthPx > 0 && (
              <div className="stability-strips">
                {strips.map((strip, at) => (
                  <StripPlot
                    key={strip.key}
                    strip={strip}
                    rows={rows}
                    bands={bands}
                    widthPx={plotPx}
                    isFirst={at === 0}
                    isLast={at === strips.length - 1}
                  />
                ))}
              </div>
            )}
            <Told whole={whole} />
            <RowsTable rows={rows} />
          </>
        )}
        <section className="stability-unknown">
          <h3>{words('What a browser cannot read')}</h3>
          <ul>
            {notReadable.map(text => (
              <li key={text}>{words(text)}</li>
            ))}
          </ul>
        </section>
      </div>
    </Sheet>
  );
}

/** What the bands are. */
function Told({ whole }: { readonly whole: StabilitySummary }) {
  return (
    <section className="stability-told">
      <h3>{words('What was told meanwhile')}</h3>
      {whole.hazards.length === 0 ? (
        <p className="hint">{words('Nothing.')}</p>
      ) : (
        <ul>
          {whole.hazards.map(({ problemId, text, lastsS }, at) => (
            <li key={problemId}>
              <strong className="caution">{letterOf(at)}</strong> {words(text)}{' '}
              <span className="soft">{inSeconds(lastsS)}</span>
            </li>
          ))}
        </ul>
      )}
      {whole.withheldShare > 0 && (
        <p className="hint">{words('Red along the bottom: rows in which numbers were withheld.')}</p>
      )}
    </section>
  );
}
