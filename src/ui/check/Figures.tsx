/** Figures of a report, each with its ±, its definition, and how it stands beside the camera's own earlier ones. */

import { checkTrend, compareWithHistory } from '#model/check/history.ts';
import type { CheckPartName, CheckReport, ComparedFigure } from '#model/check.ts';
import { words } from '#words/words.ts';
import { useConductor } from '../house.ts';
import { TrendPlot } from './TrendPlot.tsx';
import { comparedInWords, figureInWords, madeHowInWords } from './words.ts';

/** The report's figures beside what is kept. */
export function useCompared(report: CheckReport | null): readonly ComparedFigure[] {
  const reports = useConductor('checking', state => state.reports);
  return report ? compareWithHistory(report, reports) : [];
}

/** Of one part of what was read now. */
export function PartFigures({ part }: { readonly part: CheckPartName }) {
  const report = useConductor('checking', state => state.report);
  const figures = useCompared(report).filter(figure => figure.part === part);
  if (!report || figures.length === 0) return null;
  return (
    <>
      <FigureList report={report} figures={figures} />
      <p className="hint">
        {words('± is one standard uncertainty. Press a figure for its definition and history.')}
      </p>
    </>
  );
}

export function FigureList({
  report,
  figures,
}: {
  readonly report: CheckReport;
  readonly figures: readonly ComparedFigure[];
}) {
  return (
    <div className="check-figures">
      {figures.map(figure => (
        <FigureRow key={figure.id} report={report} figure={figure} />
      ))}
    </div>
  );
}

function FigureRow({ report, figure }: { readonly report: CheckReport; readonly figure: ComparedFigure }) {
  const reports = useConductor('checking', state => state.reports);
  const all = reports.some(({ id }) => id === report.id)
    ? reports.map(other => (other.id === report.id ? report : other))
    : [...reports, report];
  return (
    <details className="check-figure" data-figure={figure.id}>
      <summary>
        <span className="check-figure-name">{words(figure.name)}</span>
        <strong>{figureInWords(figure)}</strong>
        <span className="hint">{comparedInWords(figure)}</span>
      </summary>
      <p>
        {words(figure.name)}: {words(figure.definition)}.
      </p>
      {figure.madeHow && (
        <p className="hint">
          {words('Compared with checks made the same way: {madeHow}.', {
            madeHow: madeHowInWords(figure.madeHow),
          })}
        </p>
      )}
      <TrendPlot figure={figure} points={checkTrend(report, all, figure.id)} shownAtS={report.madeAtS} />
    </details>
  );
}
