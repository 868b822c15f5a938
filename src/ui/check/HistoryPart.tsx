/** What is kept, by camera: a figure over the dates, and each report to look at, take away or delete. */

import { useState } from 'react';
import { checkTrend, compareWithHistory } from '#model/check/history.ts';
import type { CheckReport } from '#model/check.ts';
import { words } from '#words/words.ts';
import { deleteWithUndo, useHidden } from '../hands/undo.ts';
import { useCommands, useConductor, useHouse } from '../house.ts';
import { ExportButtons } from './ExportButtons.tsx';
import { FigureList } from './Figures.tsx';
import { TrendPlot } from './TrendPlot.tsx';
import { cameraOf, comparedInWords, figureInWords, inDate, partsInWords } from './words.ts';

export function HistoryPart() {
  const isHidden = useHidden();
  const reports = useConductor('checking', state => state.reports).filter(
    ({ id }) => !isHidden(`check ${id}`),
  );
  const here = useConductor('checking', state => cameraOf(state.about));
  const [asked, setAsked] = useState<string | null>(null);
  if (reports.length === 0) return <p>{words('No check was kept on this device yet.')}</p>;
  const cameras = [...new Set(reports.map(cameraOf))].sort();
  const camera =
    asked !== null && cameras.includes(asked) ? asked : cameras.includes(here) ? here : cameras[0]!;
  const own = reports.filter(report => cameraOf(report) === camera);
  return (
    <>
      <label className="field">
        <span>{words('Camera and optics')}</span>
        <select value={camera} onChange={event => setAsked(event.currentTarget.value)}>
          {cameras.map(name => (
            <option key={name} value={name}>
              {name === here ? words('{name} (this one)', { name }) : name}
            </option>
          ))}
        </select>
      </label>
      <Trend key={camera} reports={own} />
      <ul className="check-reports">
        {own.map(report => (
          <li key={report.id}>
            <ReportRow report={report} reports={own} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Trend({ reports }: { readonly reports: readonly CheckReport[] }) {
  const [asked, setAsked] = useState<string | null>(null);
  /** Newest first: each figure as in the last report that has it. */
  const offered = new Map(
    reports
      .toReversed()
      .flatMap(report =>
        compareWithHistory(report, reports).map(figure => [figure.id, { figure, report }] as const),
      ),
  );
  const chosen = offered.get(asked ?? '') ?? [...offered.values()][0];
  if (!chosen) return null;
  const { figure, report } = chosen;
  return (
    <section aria-label={words('Trend')}>
      <label className="field">
        <span>{words('Figure over time')}</span>
        <select value={figure.id} onChange={event => setAsked(event.currentTarget.value)}>
          {[...offered.values()].map(each => (
            <option key={each.figure.id} value={each.figure.id}>
              {words(each.figure.name)}
            </option>
          ))}
        </select>
      </label>
      <TrendPlot figure={figure} points={checkTrend(report, reports, figure.id)} shownAtS={report.madeAtS} />
      <p>
        {words('Last:')} <strong>{figureInWords(figure)}</strong>. {comparedInWords(figure)}
      </p>
    </section>
  );
}

function ReportRow({
  report,
  reports,
}: {
  readonly report: CheckReport;
  readonly reports: readonly CheckReport[];
}) {
  const house = useHouse();
  const { check } = useCommands();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>{inDate(report.madeAtS)}</strong>
        <span className="hint">{partsInWords(report)}</span>
      </summary>
      {isOpen && (
        <>
          {report.note && <p>{report.note}</p>}
          <p className="hint">
            {words('{calibration}; profile {profileHash}', {
              calibration: words(report.calibration),
              profileHash: report.profileHash.slice(0, 8),
            })}
          </p>
          <FigureList report={report} figures={compareWithHistory(report, reports)} />
          <div className="row">
            <ExportButtons id={report.id} madeAtS={report.madeAtS} />
            <button
              type="button"
              onClick={() =>
                deleteWithUndo(house, [`check ${report.id}`], {
                  said: words('Deleted the check of {date}.', { date: inDate(report.madeAtS) }),
                  doIt: () => check.deleteReport(report.id),
                })
              }
            >
              {words('Delete')}
            </button>
          </div>
        </>
      )}
    </details>
  );
}
